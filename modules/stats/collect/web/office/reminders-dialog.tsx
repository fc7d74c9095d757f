import { type ReactElement, useRef } from 'react'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { cancelReminder, getReminder, listReminders, type Reminder } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { isUnderWay, pollWhile, TASKS_SHOWN, TaskList, TasksButton } from './tasks-dialog.tsx'

type ReminderItem = Static<typeof Reminder>

type ResultProps = Readonly<{
  reminder: ReminderItem
  /** It is the one that is looked at, so its end is said aloud. */
  alone?: boolean
}>

/** How far a reminder is, with a way to stop it; or what came of it. */
export function ReminderResult({ reminder, alone = false }: ResultProps): ReactElement {
  const t = useText(officeText)
  const place = useRef<HTMLDivElement>(null)
  const { reminderId, done, total } = reminder
  const cancel = useWrite(cancelReminder, { changes: [getReminder, listReminders] })
  // The button is gone then.
  const stop = () => cancel.mutate({ params: { reminderId } }, { onSuccess: () => place.current?.focus() })
  return (
    <div ref={place} tabIndex={-1}>
      {isUnderWay(reminder) && (
        <ProgressBar label={t('remind.progress.label')} done={done} total={total} onCancel={stop} />
      )}
      {cancel.error && isUnderWay(reminder) && <ErrorState compact error={cancel.error} />}
      <div {...(alone && { role: 'status' })}>{!isUnderWay(reminder) && <Ended reminder={reminder} />}</div>
    </div>
  )
}

function Ended({ reminder }: Pick<ResultProps, 'reminder'>): ReactElement {
  const t = useText(officeText)
  const { state, done, total } = reminder
  if (state === 'cancelled')
    return <p>{t('remind.cancelled.text', { done: formatCount(done), total: formatCount(total) })}</p>
  return <p>{done === 0 ? t('remind.none.text') : t('remind.done.text', { count: formatCount(done) })}</p>
}

/** The reminders one has sent for a collection: how far each is, or what came of it. */
export function RemindersButton({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  return (
    <TasksButton title={t('remind.sent.title')}>
      <Sent collectionId={collectionId} />
    </TasksButton>
  )
}

function Sent({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  const read = useRead(
    listReminders,
    { params: { collectionId }, query: { page: 1, pageSize: TASKS_SHOWN } },
    { refetchInterval: query => pollWhile(...(query.state.data?.items ?? [])) },
  )
  return (
    <TaskList
      read={read}
      keyOf={(one: ReminderItem) => one.reminderId}
      empty={{ title: t('remind.sent.none'), hint: t('remind.sent.noneHint') }}
      more={total => t('remind.sent.more', { shown: TASKS_SHOWN, total: formatCount(total) })}
    >
      {one => (
        <>
          <time dateTime={one.createdAt}>{formatDateTime(one.createdAt)}</time>
          <ReminderResult reminder={one} />
          {one.message && <p className="co-soft">{t('remind.sent.message', { message: one.message })}</p>}
        </>
      )}
    </TaskList>
  )
}
