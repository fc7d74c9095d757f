import type { ReactElement } from 'react'
import type { Static } from 'typebox'
import { Card } from '#ui/components/card.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { formatBytes, formatClock, formatDateTime } from '#ui/i18n/format.ts'
import { type Translate, useText } from '#ui/i18n/text.ts'
import type { Instance } from '../contract.ts'
import { monitorText } from '../locale/text.ts'
import { type PlainColumn, PlainTable } from './plain-table.tsx'
import { formatRate, formatSeconds } from './read-figures.ts'

type Row = Static<typeof Instance>

/** Every process that serves this database, as each last wrote of itself. */
export function InstanceTable({ instances }: Readonly<{ instances: readonly Row[] }>): ReactElement {
  const t = useText(monitorText)
  return (
    <Card title={t('instances.table.title')} flush>
      <PlainTable
        label={t('instances.table.title')}
        empty={t('instances.table.empty')}
        rows={instances}
        keyOf={one => one.id}
        columns={[...identity(t), ...figures(t)]}
      />
    </Card>
  )
}

type Words = Translate<(typeof monitorText)['zh-CN']>

const identity = (t: Words): readonly PlainColumn<Row>[] => [
  {
    key: 'name',
    title: t('instances.column.name'),
    cell: one => (
      <span className="zm-name">
        {`${one.host}:${one.process}`}
        {one.self && <Badge look="accent">{t('instances.state.self')}</Badge>}
        {one.silent && <Badge look="query">{t('instances.state.silent')}</Badge>}
      </span>
    ),
  },
  { key: 'role', title: t('instances.column.role'), cell: one => t(`instances.role.${one.role}`) },
  { key: 'since', title: t('instances.column.since'), cell: one => formatDateTime(one.startedAt) },
  { key: 'seen', title: t('instances.column.seen'), cell: one => formatClock(one.seenAt) },
]

const figures = (t: Words): readonly PlainColumn<Row>[] =>
  (
    [
      ['requests', one => formatRate(one.figures.requestsPerSecond)],
      ['submissions', one => formatRate(one.figures.submissionsPerSecond)],
      ['p95', one => formatSeconds(one.figures.requestP95)],
      ['mirror', one => formatSeconds(one.figures.mirrorLag)],
      ['pool', one => `${one.figures.poolOpen} / ${one.figures.poolMax}`],
      ['memory', one => formatBytes(one.figures.memory)],
    ] as const satisfies readonly (readonly [string, (one: Row) => string])[]
  ).map(([key, cell]) => ({ key, title: t(`instances.column.${key}`), number: true, cell }))
