import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { cancelReminder, getReminder, listReminders, type Reminder } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import './office.css'

type ReminderItem = Static<typeof Reminder>

const POLL = 700
const SHOWN = 20
export const isUnderWay = (one: ReminderItem | undefined): boolean =>
  one?.state === 'waiting' || one?.state === 'running'

/** How far a reminder is, with a way to stop it; or what came of it. */
export function ReminderResult({ reminder }: Readonly<{ reminder: ReminderItem }>): ReactElement {
  const t = useText(officeText)
  const { reminderId, state, done, total } = reminder
  const cancel = useWrite(cancelReminder, { changes: [getReminder, listReminders] })
  if (isUnderWay(reminder)) {
    return (
      <>
        <ProgressBar
          label={t('remind.progress.label')}
          done={done}
          total={total}
          onCancel={() => cancel.mutate({ params: { reminderId } })}
        />
        {cancel.error && <ErrorState compact error={cancel.error} />}
      </>
    )
  }
  if (state === 'cancelled')
    return (
      <p role="status">
        {t('remind.cancelled.text', { done: formatCount(done), total: formatCount(total) })}
      </p>
    )
  return (
    <p role="status">
      {done === 0 ? t('remind.none.text') : t('remind.done.text', { count: formatCount(done) })}
    </p>
  )
}

function Sent({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  const read = useRead(
    listReminders,
    { params: { collectionId }, query: { page: 1, pageSize: SHOWN } },
    { refetchInterval: query => (query.state.data?.items.some(isUnderWay) ? POLL : false) },
  )
  if (!read.data) return <Unread compact read={read} lines={4} />
  const { items, total } = read.data
  if (total === 0) return <EmptyState title={t('remind.sent.none')}>{t('remind.sent.noneHint')}</EmptyState>
  return (
    <>
      <ReadFailure read={read} />
      <ul className="co-tasks">
        {items.map(one => (
          <li key={one.reminderId}>
            <time dateTime={one.createdAt}>{formatDateTime(one.createdAt)}</time>
            <ReminderResult reminder={one} />
            {one.message && <p className="co-soft">{t('remind.sent.message', { message: one.message })}</p>}
          </li>
        ))}
      </ul>
      {total > items.length && (
        <p className="co-soft">{t('remind.sent.more', { shown: SHOWN, total: formatCount(total) })}</p>
      )}
    </>
  )
}

/** The reminders one has sent for a collection: how far each is, or what came of it. */
export function RemindersButton({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('remind.sent.title')}</Button>
      <Dialog
        title={t('remind.sent.title')}
        open={open}
        onClose={close}
        actions={<Button onClick={close}>{t('office.action.close')}</Button>}
      >
        <Sent collectionId={collectionId} />
      </Dialog>
    </>
  )
}
