/** What a reviewer or signer does with a form that is theirs to look at and not to change. */
import { type ReactElement, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { FormSession } from '#engines/form/index.ts'
import { Button } from '#ui/components/button.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { ReportSteps } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { contentKey } from './content.ts'
import { DraftBackDialog } from './draft-back-dialog.tsx'
import type { Opened } from './filling.ts'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { SubmitDialog } from './submit-dialog.tsx'
import { type Sending, useSubmission } from './use-submission.ts'
import { reportPath } from './words.ts'

type Props = Readonly<{
  opened: Opened
  steps: ReportSteps
  draft: NonNullable<Opened['draft']>
  account: string
  session: FormSession
  /** Where the caret was last. */
  cell: string | null
  onMoved: () => void
}>

/** What was handed over is sent on as it stands on the server: nothing is kept here. */
const asItStands = (opened: Opened, onMet: () => void): Sending => ({
  flush: async () => undefined,
  state: () => ({ kind: 'clean' }),
  standing: () => ({ version: opened.draftVersion, baseRevision: opened.report.revisionNo }),
  unanswered: () => [],
  meet: onMet,
  finish: () => undefined,
})

export function StepActs(props: Props): ReactElement {
  const { opened, steps, draft, session, onMoved } = props
  const { may } = steps
  const t = useText(reporterText)
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'submit' | 'handOver' | 'back' | null>(null)
  const keeper = useMemo(() => asItStands(opened, onMoved), [opened, onMoved])
  const { values, explanations } = draft
  const submission = useSubmission({
    account: props.account,
    report: opened.report,
    keeper,
    keyOf: one => contentKey(opened.spec, one),
    onDone: receipt =>
      void navigate(reportPath(opened.report, '/receipt'), { replace: true, state: { receipt } }),
    onRefused: onMoved,
  })
  const close = () => {
    setAsked(null)
    submission.dismiss()
  }
  const submitLabel = steps.turn === 'fill' ? null : t(`steps.submit.${steps.turn}`)
  return (
    <>
      {may.sendBack && <Button onClick={() => setAsked('back')}>{t('steps.action.sendBack')}</Button>}
      {may.handOver && may.handOver !== 'fill' && steps.turn !== 'fill' && (
        <Button look="primary" onClick={() => setAsked('handOver')}>
          {t(`steps.handOver.${may.handOver}`)}
        </Button>
      )}
      {may.submit && submitLabel && (
        <Button look="primary" onClick={() => setAsked('submit')}>
          {submitLabel}
        </Button>
      )}
      <SubmitDialog
        opened={opened}
        session={session}
        state={submission.state}
        open={asked === 'submit'}
        {...(submitLabel && { label: submitLabel })}
        onSubmit={() => void submission.submit({ values, explanations, unread: [] }, explanations)}
        onClose={close}
      />
      {asked === 'handOver' && may.handOver && may.handOver !== 'fill' && (
        <HandOverDialog
          opened={opened}
          steps={steps}
          to={may.handOver}
          content={{ values, explanations }}
          said={explanations}
          account={props.account}
          keeper={keeper}
          onClose={close}
          onMoved={onMoved}
        />
      )}
      {asked === 'back' && (
        <DraftBackDialog opened={opened} steps={steps} cell={props.cell} onClose={close} onMoved={onMoved} />
      )}
    </>
  )
}
