/** Long tasks one has started upon a collection's reports: kept up to date while they go on, listed in a dialog. */
import { type ReactElement, type ReactNode, useState } from 'react'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { type Read, ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import './office.css'

const POLL = 700
/** So many of the latest are listed. */
export const TASKS_SHOWN = 20

type Task = Readonly<{ state: string }>

export const isUnderWay = (task: Task | undefined): boolean =>
  task?.state === 'waiting' || task?.state === 'running'

/** How soon to ask again about these. */
export const pollWhile = (...tasks: readonly (Task | undefined)[]): number | false =>
  tasks.some(isUnderWay) ? POLL : false

type ListProps<T> = Readonly<{
  read: Read<Readonly<{ total: number; items: readonly T[] }>>
  keyOf: (task: T) => number
  empty: Readonly<{ title: string; hint: string }>
  /** Said where there are more than are listed. */
  more: (total: number) => string
  children: (task: T) => ReactNode
}>

export function TaskList<T>({ read, keyOf, empty, more, children }: ListProps<T>): ReactElement {
  if (!read.data) return <Unread compact read={read} lines={4} />
  const { items, total } = read.data
  if (total === 0) return <EmptyState title={empty.title}>{empty.hint}</EmptyState>
  return (
    <>
      <ReadFailure read={read} />
      <ul className="co-tasks">
        {items.map(task => (
          <li key={keyOf(task)}>{children(task)}</li>
        ))}
      </ul>
      {total > items.length && <p className="co-soft">{more(total)}</p>}
    </>
  )
}

export function TasksButton({
  title,
  children,
}: Readonly<{ title: string; children: ReactNode }>): ReactElement {
  const t = useText(officeText)
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{title}</Button>
      <Dialog
        title={title}
        open={open}
        onClose={close}
        actions={<Button onClick={close}>{t('office.action.close')}</Button>}
      >
        {children}
      </Dialog>
    </>
  )
}
