/** Ends one's own step: the form goes to the next person of the unit, with a word on the way. */
import { type ReactElement, useState } from 'react'
import type { BodyOf } from '#kernel/contract/index.ts'
import { newId } from '#ui/api/new-id.ts'
import { useWrite } from '#ui/api/queries.ts'
import { asProblem, isTransient } from '#ui/api/request-failed.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { handOver, listMyReports, type ReportSteps, STEP_NOTE_MAX } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Content } from './content.ts'
import type { OtherSide } from './draft-keeper.ts'
import type { Opened } from './filling.ts'
import { Refused } from './submit-dialog.tsx'
import { conflicts, letWait, type Sending } from './use-submission.ts'
import { dropRefusal } from './waiting-submissions.ts'
import { namesOf } from './words.ts'

type Props = Readonly<{
  opened: Opened
  steps: ReportSteps
  to: 'review' | 'sign'
  content: Omit<Content, 'unread'>
  /** Also of findings that the rules do not say now. */
  said: Content['explanations']
  account: string
  keeper: Sending
  onClose: () => void
  onMoved: () => void
}>

type Handing = Readonly<{ body: BodyOf<typeof handOver>; idempotencyKey: string }>

export function HandOverDialog(props: Props): ReactElement {
  const { opened, steps, to, content, said, account, keeper, onClose, onMoved } = props
  const t = useText(reporterText)
  const [note, setNote] = useState('')
  const people = namesOf(steps.steps.find(one => one.step === to)?.people ?? [])
  const wait = (input: Pick<Handing, 'body' | 'idempotencyKey'>): boolean => {
    const { body, idempotencyKey } = input
    const { note: word, ...sent } = body
    return letWait(
      { account, report: opened.report, keeper },
      { body: { ...sent, clientId: idempotencyKey }, said, handOver: { to, people, note: word } },
    )
  }
  const hand = useWrite(handOver, {
    changes: [listMyReports],
    onDone: () => {
      keeper.finish()
      dropRefusal(account, opened.report)
      showToast(t('steps.done.handed', { people }))
      onClose()
      onMoved()
    },
    onFailed: (error, input) => {
      if (isTransient(error) && wait(input as Handing)) return onClose()
      const problem = asProblem(error)
      if (!conflicts.includes(problem.code)) return
      onClose()
      keeper.meet(problem.detail as OtherSide)
    },
  })
  const go = async () => {
    await keeper.flush()
    if (keeper.state().kind === 'conflict') return onClose()
    const { version, baseRevision } = keeper.standing()
    const { collectionId, unitId } = opened.report
    const { values, explanations } = content
    const body = { draftVersion: version, baseRevision, values, explanations, note: note.trim() || null }
    const input = { params: { collectionId, unitId }, body, idempotencyKey: newId() }
    if (!navigator.onLine && wait(input)) return onClose()
    hand.mutate(input)
  }
  return (
    <Dialog
      title={t(`steps.title.${to}`, { people })}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('upload.action.cancel')}</Button>
          <Button look="primary" busy={hand.isPending} onClick={() => void go()}>
            {t(`steps.handOver.${to}`)}
          </Button>
        </>
      }
    >
      {hand.isError && <Refused error={hand.error} kept={t('steps.dialog.kept')} />}
      <p className="zr-soft">{t('steps.dialog.text')}</p>
      <TextArea label={t('steps.dialog.note')} maxLength={STEP_NOTE_MAX} value={note} onChange={setNote} />
    </Dialog>
  )
}
