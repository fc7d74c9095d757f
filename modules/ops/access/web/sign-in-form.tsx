import { type FormEvent, type ReactElement, useRef, useState } from 'react'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Checkbox, Field } from '#ui/components/field.tsx'
import { failureLine } from '#ui/components/use-failure-toast.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { settleSignOut } from '#ui/session/sign-out.ts'
import { unsentOf } from '#ui/session/unsent-work.ts'
import { readSession, signIn } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { Stranger } from './use-access.ts'

export function SignInForm({ stranger }: Readonly<{ stranger: Stranger }>): ReactElement {
  const t = useText(accessText)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const secret = useRef<HTMLInputElement>(null)
  const enter = useWrite(signIn, {
    changes: [readSession],
    onFailed: () => {
      setPassword('')
      secret.current?.focus()
    },
  })
  // Who is kept out hears that what they wrote is not lost.
  const left = enter.isError ? unsentOf(name) : null
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (enter.isPending) return
    await settleSignOut()
    enter.mutate({ body: { signInName: name.trim(), password } })
  }
  return (
    <div className="za-sign">
      <form className="za-sign-card" onSubmit={event => void submit(event)}>
        <h1>{t('signIn.page.title')}</h1>
        <p className="za-soft">{t('signIn.page.intro')}</p>
        <Field
          label={t('signIn.form.name')}
          hint={t('signIn.form.nameHint')}
          required
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={name}
          onChange={event => setName(event.target.value)}
        />
        <Field
          label={t('signIn.form.password')}
          required
          ref={secret}
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          maxLength={200}
          value={password}
          onChange={event => setPassword(event.target.value)}
        />
        <Checkbox label={t('signIn.form.show')} checked={shown} onChange={setShown} />
        {enter.isError && <Refusal problem={enter.error.problem} />}
        {enter.isError && left !== null && (
          <p className="za-left" role="note">
            {t('signIn.form.left', { name: left })}
          </p>
        )}
        <Button look="primary" submit busy={enter.isPending}>
          {t('signIn.form.submit')}
        </Button>
        {stranger.helpContact && (
          <p className="za-soft">{t('signIn.form.help', { contact: stranger.helpContact })}</p>
        )}
      </form>
      {stranger.demonstration && stranger.demonstrationAccounts.length > 0 && (
        <DemonstrationAccounts
          accounts={stranger.demonstrationAccounts}
          onChoose={account => {
            setName(account.signInName)
            setPassword(account.password)
          }}
        />
      )}
    </div>
  )
}

/** One sentence beside the form; the fields themselves are still there to be tried again. */
export function Refusal({ problem }: Readonly<{ problem: ProblemBody }>): ReactElement {
  const locale = useLocale()
  return (
    <p className="za-refusal" role="alert">
      {failureLine(problem, locale)}
    </p>
  )
}

type Offered = Stranger['demonstrationAccounts'][number]

function DemonstrationAccounts(
  props: Readonly<{ accounts: readonly Offered[]; onChoose: (account: Offered) => void }>,
): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  return (
    <section className="za-demo" aria-labelledby="za-demo">
      <h2 id="za-demo">{t('signIn.demo.title')}</h2>
      <p className="za-soft">{t('signIn.demo.text')}</p>
      <ul>
        {props.accounts.map(account => (
          <li key={account.signInName}>
            <button type="button" className="za-demo-row" onClick={() => props.onChoose(account)}>
              <span>{local(account.title)}</span>
              <code>{account.signInName}</code>
              <code>{account.password}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
