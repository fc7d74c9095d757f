import type { ReactElement } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { beginSecondFactor, confirmSecondFactor } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import { CodeField } from './code-form.tsx'
import { QrCode } from './qr-code.tsx'
import { Refusal } from './sign-in-form.tsx'

/** A secret for the authenticator, then its first code. */
export function EnrolForm(props: Readonly<{ signInName: string; titled?: boolean }>): ReactElement {
  const t = useText(accessText)
  const begin = useWrite(beginSecondFactor)
  return (
    <div className="za-form">
      {props.titled && <h1>{t('signIn.enrol.title')}</h1>}
      <p className="za-soft">{t('signIn.enrol.text')}</p>
      {begin.isError && <Refusal problem={begin.error.problem} />}
      {!begin.data && (
        <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate({})}>
          {t('signIn.enrol.begin')}
        </Button>
      )}
      {begin.data && (
        <ol className="za-steps">
          <li>
            <p>{t('signIn.enrol.stepScan')}</p>
            <QrCode text={begin.data.uri} label={t('signIn.enrol.qr', { name: props.signInName })} />
            <p>{t('signIn.enrol.stepAdd', { name: props.signInName })}</p>
            <SecretText secret={begin.data.secret} uri={begin.data.uri} />
          </li>
          <li>
            <p>{t('signIn.enrol.stepCode')}</p>
            <CodeField route={confirmSecondFactor} submit={t('signIn.enrol.submit')} />
          </li>
        </ol>
      )}
    </div>
  )
}

/** Groups of four are easier to type from one screen into another. */
function SecretText(props: Readonly<{ secret: string; uri: string }>): ReactElement {
  const t = useText(accessText)
  const copy = async () => {
    await navigator.clipboard.writeText(props.secret)
    showToast(t('signIn.enrol.copied'))
  }
  return (
    <>
      <code className="za-secret">{props.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
      <p className="za-row">
        {navigator.clipboard && <Button onClick={() => void copy()}>{t('signIn.enrol.copy')}</Button>}
        <a href={props.uri}>{t('signIn.enrol.open')}</a>
      </p>
    </>
  )
}
