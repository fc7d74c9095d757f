import type { ReactElement } from 'react'
import type { Static } from 'typebox'
import { Card } from '#ui/components/card.tsx'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import type { Operations } from '../contract.ts'
import { monitorText } from '../locale/text.ts'
import { PlainTable } from './plain-table.tsx'
import { formatSeconds } from './read-figures.ts'

type Slow = Static<typeof Operations>['slow']

/** The statements that took longest, with the request of the last time: its number leads to the log. */
export function SlowTable({ slow }: Readonly<{ slow: Slow }>): ReactElement {
  const t = useText(monitorText)
  const ms = formatCount(slow.thresholdMs)
  return (
    <Card title={t('slow.table.title')} flush>
      <p className="zm-card-note">{t(`slow.table.${slow.source}`, { ms })}</p>
      <PlainTable
        label={t('slow.table.title')}
        empty={t('slow.table.empty', { ms })}
        rows={slow.items}
        keyOf={one => one.statement}
        columns={[
          {
            key: 'statement',
            title: t('slow.column.statement'),
            cell: one => <code className="zm-statement">{one.statement}</code>,
          },
          {
            key: 'calls',
            title: t('slow.column.calls'),
            number: true,
            cell: one => formatCount(one.calls),
          },
          {
            key: 'mean',
            title: t('slow.column.mean'),
            number: true,
            cell: one => formatSeconds(one.meanMs / 1_000),
          },
          {
            key: 'worst',
            title: t('slow.column.worst'),
            number: true,
            cell: one => formatSeconds(one.worstMs / 1_000),
          },
          ...(slow.source === 'process' ? lastTime(t('slow.column.last'), t('slow.column.request')) : []),
        ]}
      />
    </Card>
  )
}

const lastTime = (last: string, request: string) => [
  {
    key: 'last',
    title: last,
    cell: (one: Slow['items'][number]) => (one.lastAt ? formatDateTime(one.lastAt) : '—'),
  },
  {
    key: 'request',
    title: request,
    cell: (one: Slow['items'][number]) => <code className="zm-id">{one.requestId ?? '—'}</code>,
  },
]
