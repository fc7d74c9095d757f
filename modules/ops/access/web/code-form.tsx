import { type FormEvent, type ReactElement, useState } from 'react'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Field } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { type confirmSecondFactor, passSecondFactor, readSession } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import { Refusal } from './sign-in-form.tsx'

export function CodeForm(): ReactElement {
  const t = useText(accessText)
  return (
    <>
      <h1>{t('signIn.code.title')}</h1>
      <p className="za-soft">{t('signIn.code.text')}</p>
      <CodeField route={passSecondFactor} submit={t('signIn.code.submit')} />
    </>
  )
}

type CodeRoute = typeof passSecondFactor | typeof confirmSecondFactor

/** Six digits and a button; a refused code is cleared for the next one. */
export function CodeField(
  props: Readonly<{ route: CodeRoute; submit: string; changes?: readonly AnyRoute[] }>,
): ReactElement {
  const t = useText(accessText)
  const [code, setCode] = useState('')
  const show = useWrite(props.route, {
    changes: [readSession, ...(props.changes ?? [])],
    onFailed: () => setCode(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.length === 6 && !show.isPending) show.mutate({ body: { code } })
  }
  return (
    <form className="za-form" onSubmit={submit}>
      <Field
        label={t('signIn.code.label')}
        className="za-code"
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        value={code}
        onChange={event => setCode(event.target.value.replaceAll(/\D/g, ''))}
      />
      {show.isError && <Refusal problem={show.error.problem} />}
      <Button look="primary" submit busy={show.isPending} disabled={code.length !== 6}>
        {props.submit}
      </Button>
    </form>
  )
}
