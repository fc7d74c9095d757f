import { type FormEvent, type ReactElement, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Field } from '#ui/components/field.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { changePassword, type PasswordFault, passwordFaults, readSession } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import { Refusal } from './sign-in-form.tsx'

const RULES: readonly PasswordFault[] = ['tooShort', 'tooFewClasses', 'tooUniform', 'holdsSignInName']

/** The forced change at the first sign-in, and the free one later. */
export function PasswordForm(props: Readonly<{ signInName: string; first?: boolean }>): ReactElement {
  const t = useText(accessText)
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const change = useWrite(changePassword, {
    changes: [readSession],
    onDone: () => {
      for (const set of [setCurrent, setNext, setAgain]) set('')
      showToast(t('password.form.done'))
    },
  })
  const faults = passwordFaults(next, props.signInName)
  const differs = again !== '' && again !== next
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (faults.length === 0 && next === again) change.mutate({ body: { current, next } })
  }
  const secret = (label: string, value: string, set: (value: string) => void, autoComplete: string) => ({
    label,
    value,
    autoComplete,
    required: true,
    type: 'password',
    maxLength: 200,
    onChange: (event: { target: { value: string } }) => set(event.target.value),
  })
  return (
    <form className="za-form" onSubmit={submit}>
      {props.first && (
        <>
          <h1>{t('signIn.first.title')}</h1>
          <p className="za-soft">{t('signIn.first.text')}</p>
        </>
      )}
      <input type="text" hidden readOnly autoComplete="username" value={props.signInName} />
      <Field {...secret(t('password.form.current'), current, setCurrent, 'current-password')} />
      <Field {...secret(t('password.form.next'), next, setNext, 'new-password')} />
      <RuleList faults={next === '' ? RULES : faults} />
      <Field
        {...secret(t('password.form.again'), again, setAgain, 'new-password')}
        problem={differs ? t('password.form.differs') : undefined}
      />
      {change.isError && <Refusal problem={change.error.problem} />}
      <Button
        look="primary"
        submit
        busy={change.isPending}
        disabled={current === '' || faults.length > 0 || next !== again}
      >
        {t('password.form.submit')}
      </Button>
    </form>
  )
}

/** What the password must be, ticked off while it is typed. */
function RuleList({ faults }: Readonly<{ faults: readonly PasswordFault[] }>): ReactElement {
  const t = useText(accessText)
  return (
    <ul className="za-rules">
      {RULES.map(rule => {
        const met = !faults.includes(rule)
        return (
          <li key={rule} className={met ? 'za-rule-met' : undefined}>
            {met ? <Icon name="check" size={14} /> : <span className="za-rule-mark" aria-hidden="true" />}
            {t(`password.rule.${rule}`)}
            <span className="zt-hidden">{met ? t('password.rule.met') : t('password.rule.unmet')}</span>
          </li>
        )
      })}
      <li>
        <span className="za-rule-mark" aria-hidden="true" />
        {t('password.rule.notReused')}
      </li>
    </ul>
  )
}
