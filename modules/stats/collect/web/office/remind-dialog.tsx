import { type ReactElement, useEffect, useState } from 'react'
import type { BodyOf } from '#kernel/contract/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { getReminder, getReport, listReminders, remindReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { ReminderResult } from './reminders-dialog.tsx'
import { isUnderWay, pollWhile } from './tasks-dialog.tsx'

type Body = BodyOf<typeof remindReports>
/** Everyone a filter finds in a place, or the units one has picked. */
export type Reminded =
  | Readonly<{ place: string; count: number; filter: Body['filter'] }>
  | Readonly<{ unitIds: readonly number[] }>

const askedOf = (remind: Reminded): Pick<Body, 'filter' | 'unitIds'> =>
  'unitIds' in remind ? { filter: {}, unitIds: [...remind.unitIds] } : { filter: remind.filter }

function Started({ reminderId }: Readonly<{ reminderId: number }>): ReactElement {
  const t = useText(officeText)
  const read = useRead(
    getReminder,
    { params: { reminderId } },
    { refetchInterval: query => pollWhile(query.state.data) },
  )
  if (!read.data) return <Unread compact read={read} lines={2} />
  return (
    <div className="co-fields">
      <ReadFailure read={read} />
      <ReminderResult alone reminder={read.data} />
      {isUnderWay(read.data) && (
        <p className="co-soft">{t('remind.sent.where', { title: t('remind.sent.title') })}</p>
      )}
    </div>
  )
}

/** Reminding many: one click, the job's progress, and a way to stop it. */
export function RemindDialog(
  props: Readonly<{ collectionId: number; remind: Reminded | null; onClose: () => void }>,
): ReactElement {
  const { collectionId, remind, onClose } = props
  const t = useText(officeText)
  const [message, setMessage] = useState('')
  const start = useWrite(remindReports, { changes: [getReport, listReminders] })
  const { reset } = start
  useEffect(() => {
    if (remind === null) {
      setMessage('')
      reset()
    }
  }, [remind, reset])
  const started = start.data
  const text = message.trim()
  const send = () =>
    remind &&
    start.mutate({ params: { collectionId }, body: { ...askedOf(remind), ...(text && { message: text }) } })
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
            <Button look="primary" busy={start.isPending} onClick={send}>
              {t('remind.action.send')}
            </Button>
          </>
        )
      }
    >
      {started ? (
        <Started reminderId={started.reminderId} />
      ) : (
        <div className="co-fields">
          {remind && (
            <p>
              {'unitIds' in remind
                ? t('remind.what.selection', { count: formatCount(remind.unitIds.length) })
                : t('remind.what.filter', { place: remind.place, count: formatCount(remind.count) })}
            </p>
          )}
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
