import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { Card } from '#ui/components/card.tsx'
import { EmptyState, Skeleton } from '#ui/components/states.tsx'
import { formatCount, formatDeadline } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { useCollectionName } from './collection-picker.tsx'
import { levelAt, notIn, waitingAt, waitingStates } from './counts.ts'
import type { Followed } from './home.tsx'
import { useAddress } from './use-address.ts'

type Todo = Readonly<{
  key: string
  what: string
  look: 'accent' | 'query' | 'fatal' | 'plain'
  followed: Followed
  count: number
  until: string | null
  filter: Readonly<Record<string, string>>
}>

function useTodos(followed: readonly Followed[]): readonly Todo[] {
  const t = useText(officeText)
  const all = followed.flatMap((one): Todo[] => {
    const { collection, progress, unreviewed } = one
    if (!progress) return []
    const { total } = progress
    const level = levelAt(progress.region)
    const by = level === 'city' ? collection.cityAcceptsBy : collection.countyAcceptsBy
    const due = collection.closedAt ?? collection.closesAt
    const base = { followed: one }
    return [
      {
        ...base,
        key: 'review',
        what: level ? t('home.todo.review', { level: t(`office.level.${level}`) }) : '',
        look: 'accent' as const,
        count: waitingAt(total, level),
        until: by,
        filter: { states: waitingStates(level) },
      },
      {
        ...base,
        key: 'explanations',
        what: t('home.todo.explanations'),
        look: 'query' as const,
        count: unreviewed,
        until: by,
        filter: { findings: 'unreviewed', states: 'submitted' },
      },
      {
        ...base,
        key: 'overdue',
        what: t('home.todo.overdue'),
        look: 'fatal' as const,
        count: collection.phase === 'closed' ? notIn(total) : 0,
        until: due,
        filter: { overdue: 'true' },
      },
      {
        ...base,
        key: 'returned',
        what: t('home.todo.returned'),
        look: 'plain' as const,
        count: total.returned,
        until: due,
        filter: { states: 'returned' },
      },
    ]
  })
  const order = ['review', 'explanations', 'overdue', 'returned']
  return all.filter(one => one.count > 0).toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
}

/** What waits for this person, most urgent kind first; each line opens exactly those reports. */
export function HomeTodos({ followed }: Readonly<{ followed: readonly Followed[] }>): ReactElement {
  const t = useText(officeText)
  const locale = useLocale()
  const nameOf = useCollectionName()
  const navigate = useNavigate()
  const { to } = useAddress()
  const todos = useTodos(followed)
  const waiting = followed.length > 0 && followed.every(one => one.progress === undefined)
  return (
    <Card title={t('home.todo.title')} flush>
      {waiting && <Skeleton lines={4} />}
      {!waiting && todos.length === 0 && (
        <EmptyState title={t('home.todo.none')}>{t('home.todo.noneHint')}</EmptyState>
      )}
      {todos.length > 0 && (
        <table className="co-todos">
          <thead>
            <tr>
              <th scope="col">{t('home.todo.what')}</th>
              <th scope="col">{t('home.todo.collection')}</th>
              <th scope="col" className="zt-align-right">
                {t('home.todo.count')}
              </th>
              <th scope="col">{t('home.todo.until')}</th>
            </tr>
          </thead>
          <tbody>
            {todos.map(todo => {
              const { collection } = todo.followed
              const address = to('/collect/reports', {
                collection: collection.collectionId,
                ...todo.filter,
              })
              return (
                <tr key={`${todo.key} ${collection.collectionId}`} onDoubleClick={() => navigate(address)}>
                  <td>
                    <span className={`co-todo-mark co-todo-${todo.look}`} aria-hidden="true" />
                    <Link to={address}>{todo.what}</Link>
                  </td>
                  <td>{nameOf(collection)}</td>
                  <td className="zt-align-right co-todo-count">{formatCount(todo.count)}</td>
                  <td className="co-soft">{todo.until && formatDeadline(todo.until, locale)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Card>
  )
}
