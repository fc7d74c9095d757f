import { type ReactElement, useEffect, useState } from 'react'
import type { BodyOf } from '#kernel/contract/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { cancelReminder, getReminder, getReport, remindReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'

export type Reminded = Readonly<{ place: string; filter: BodyOf<typeof remindReports>['filter'] }>

function Running({ reminderId }: Readonly<{ reminderId: number }>): ReactElement {
  const t = useText(officeText)
  const cancel = useWrite(cancelReminder, { changes: [getReminder] })
  const read = useRead(
    getReminder,
    { params: { reminderId } },
    {
      refetchInterval: query => (['done', 'cancelled'].includes(query.state.data?.state ?? '') ? false : 700),
    },
  )
  if (read.isError) return <ErrorState compact error={read.error} onRetry={() => read.refetch()} />
  const job = read.data
  if (job?.state === 'done') return <p role="status">{t('remind.done.text', { count: job.done })}</p>
  if (job?.state === 'cancelled') {
    return <p role="status">{t('remind.cancelled.text', { done: job.done })}</p>
  }
  return (
    <ProgressBar
      label={t('remind.progress.label')}
      done={job?.done ?? 0}
      total={job?.total ?? 0}
      onCancel={() => cancel.mutate({ params: { reminderId } })}
    />
  )
}

/** Reminding everyone a filter finds: one click, the job's progress, and a way to stop it. */
export function RemindDialog(
  props: Readonly<{ collectionId: number; remind: Reminded | null; onClose: () => void }>,
): ReactElement {
  const { collectionId, remind, onClose } = props
  const t = useText(officeText)
  const [message, setMessage] = useState('')
  const start = useWrite(remindReports, { changes: [getReport] })
  const { reset } = start
  useEffect(() => {
    if (remind === null) {
      setMessage('')
      reset()
    }
  }, [remind, reset])
  const started = start.data
  return (
    <Dialog
      title={t('remind.title.dialog')}
      open={remind !== null}
      onClose={onClose}
      actions={
        started ? (
          <Button onClick={onClose}>{t('office.action.close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('office.action.cancel')}</Button>
            <Button
              look="primary"
              busy={start.isPending}
              onClick={() =>
                remind &&
                start.mutate({
                  params: { collectionId },
                  body: { filter: remind.filter, ...(message.trim() && { message: message.trim() }) },
                })
              }
            >
              {t('remind.action.send')}
            </Button>
          </>
        )
      }
    >
      {started ? (
        <Running reminderId={started.reminderId} />
      ) : (
        <div className="co-fields">
          <p>{t('remind.what.filter', { place: remind?.place ?? '' })}</p>
          <TextArea
            label={t('remind.message.label')}
            hint={t('remind.message.hint')}
            maxLength={1000}
            value={message}
            onChange={setMessage}
          />
          {start.isError && <ErrorState compact error={start.error} />}
        </div>
      )}
    </Dialog>
  )
}
