import type { ReactElement } from 'react'
import type { Static } from 'typebox'
import { Card } from '#ui/components/card.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import type { JobCount } from '../contract.ts'
import { monitorText } from '../locale/text.ts'
import { PlainTable } from './plain-table.tsx'
import { formatSeconds } from './read-figures.ts'

type Job = Static<typeof JobCount>
const STATES = ['waiting', 'scheduled', 'running', 'failed'] as const

export function JobTable({ jobs }: Readonly<{ jobs: readonly Job[] | null }>): ReactElement {
  const t = useText(monitorText)
  return (
    <Card title={t('jobs.table.title')} flush>
      <PlainTable
        label={t('jobs.table.title')}
        empty={t(jobs === null ? 'jobs.table.unknown' : 'jobs.table.empty')}
        rows={jobs ?? []}
        keyOf={job => job.task}
        columns={[
          { key: 'task', title: t('jobs.column.task'), cell: job => <code>{job.task}</code> },
          ...STATES.map(state => ({
            key: state,
            title: t(`jobs.column.${state}`),
            number: true,
            cell: (job: Job) => formatCount(job[state]),
          })),
          {
            key: 'oldest',
            title: t('jobs.column.oldest'),
            number: true,
            cell: job => formatSeconds(job.oldestWaitingSeconds),
          },
        ]}
      />
    </Card>
  )
}
