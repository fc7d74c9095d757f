import { type ReactElement, useEffect, useRef } from 'react'
import { type FormSession, formatPeriod } from '#engines/form/index.ts'
import { asProblem } from '#ui/api/request-failed.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Severity } from '#ui/components/tag.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { type LocalText, localText, useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Opened } from './filling.ts'
import type { SubmissionState } from './use-submission.ts'

type Props = Readonly<{
  opened: Opened
  session: FormSession
  state: SubmissionState
  open: boolean
  /** Where submitting has a name of its own. */
  label?: string
  onSubmit: () => void
  onClose: () => void
}>

/** What is about to be sent; then how the sending goes; then, if it was refused, why. */
export function SubmitDialog(props: Props): ReactElement {
  const { state, open, onSubmit, onClose } = props
  const t = useText(reporterText)
  const sending = state.kind === 'sending'
  const confirm = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (open) confirm.current?.focus()
  }, [open])
  return (
    <Dialog
      title={t(state.kind === 'failed' ? 'submit.failed.title' : 'submit.dialog.title')}
      open={open}
      onClose={sending ? () => undefined : onClose}
      actions={
        <>
          <span className="zr-submit-state" role="status">
            {sending &&
              (state.attempt > 1
                ? t('submit.state.retrying', { attempt: state.attempt })
                : t('submit.state.sending'))}
          </span>
          <Button disabled={sending} onClick={onClose}>
            {t(props.label ? 'upload.action.cancel' : 'fill.page.keepEditing')}
          </Button>
          <Button ref={confirm} look="primary" busy={sending} onClick={onSubmit}>
            {props.label ?? t('submit.action.confirm')}
          </Button>
        </>
      }
    >
      {state.kind === 'failed' ? (
        <Refused error={state.error} kept={t('submit.failed.kept')} />
      ) : (
        <Summary {...props} />
      )}
    </Dialog>
  )
}

function Summary({ opened, session }: Props): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const { report } = opened
  const count = (level: string) => session.findings.filter(finding => finding.level === level).length
  return (
    <>
      <dl className="zr-facts">
        <dt>{t('submit.dialog.unit')}</dt>
        <dd>{report.unitName}</dd>
        <dt>{t('submit.dialog.form')}</dt>
        <dd>
          {report.formCode} {localText(report.formTitle, locale)}
        </dd>
        <dt>{t('submit.dialog.period')}</dt>
        <dd>{formatPeriod(report.period, locale)}</dd>
        <dt>{t('submit.dialog.findings')}</dt>
        <dd>
          {t('submit.dialog.clear')}
          {count('query') > 0 && `; ${t('submit.dialog.explained', { count: count('query') })}`}
          {count('notice') > 0 && `; ${t('submit.dialog.notices', { count: count('notice') })}`}
        </dd>
      </dl>
      <p className="zr-soft">{t('submit.dialog.text')}</p>
    </>
  )
}

type Detail = Readonly<{
  findings?: readonly Readonly<{
    rule: string
    rowKey: string
    severity: 'fatal' | 'query'
    message: LocalText
  }>[]
  problems?: readonly Readonly<{ message: LocalText }>[]
}>

export function Refused({ error, kept }: Readonly<{ error: unknown; kept: string }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const { findings = [], problems = [] } = (asProblem(error).detail ?? {}) as Detail
  return (
    <>
      <ErrorState error={error} kept={kept} compact />
      {findings.length > 0 && <h3>{t('submit.failed.findings')}</h3>}
      <ul className="zr-refusals">
        {findings.map(({ rule, rowKey, severity, message }) => (
          <li key={`${rule} ${rowKey}`}>
            <Severity level={severity} /> {localText(message, locale)}
          </li>
        ))}
      </ul>
      {problems.length > 0 && <h3>{t('submit.failed.problems')}</h3>}
      <ul className="zr-refusals">
        {problems.map(({ message }) => (
          <li key={message['zh-CN']}>{localText(message, locale)}</li>
        ))}
      </ul>
    </>
  )
}
