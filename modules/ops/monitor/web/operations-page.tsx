import type { ReactElement } from 'react'
import type { Static } from 'typebox'
import { useRead } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { formatClock, formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { type Operations, readOperations } from '../contract.ts'
import { monitorText } from '../locale/text.ts'
import { InstanceTable } from './instance-table.tsx'
import { JobTable } from './job-table.tsx'
import { ServiceTiles } from './service-tiles.tsx'
import { SlowTable } from './slow-table.tsx'
import { StoreTiles } from './store-tiles.tsx'
import './monitor.css'

const EVERY_MS = 5_000

/** How the servers do, of themselves: refreshed while one looks, and kept in sight when an answer fails to come. */
export function OperationsPage(): ReactElement {
  const t = useText(monitorText)
  const read = useRead(readOperations, {}, { refetchInterval: EVERY_MS, staleTime: 0 })
  const { data } = read
  return (
    <div className="zm-page">
      <header className="zm-head">
        <h1>{t('page.head.title')}</h1>
        {data && !read.isError && (
          <span className="zm-live">
            <span className="zm-live-dot" aria-hidden="true" />
            {t('page.head.live', { at: formatClock(data.at) })}
          </span>
        )}
      </header>
      {read.isPending && <Skeleton lines={10} />}
      {read.isError && !data && <ErrorState error={read.error} onRetry={() => read.refetch()} />}
      {read.isError && data && (
        <Banner look="query">{t('page.head.stale', { at: formatClock(data.at) })}</Banner>
      )}
      {data && <Told told={data} />}
    </div>
  )
}

function Told({ told }: Readonly<{ told: Static<typeof Operations> }>): ReactElement {
  const t = useText(monitorText)
  const own = told.instances.find(one => one.self)
  return (
    <>
      {own && (
        <p className="zm-scope">
          {t(told.instances.length > 1 ? 'page.head.scope' : 'page.head.single', {
            name: `${own.host}:${own.process}`,
            since: formatDateTime(own.startedAt),
            count: told.instances.length,
          })}
        </p>
      )}
      <div className="zm-tiles">
        <ServiceTiles told={told} />
        <StoreTiles told={told} />
      </div>
      <JobTable jobs={told.levels.jobs} />
      <SlowTable slow={told.slow} />
      <InstanceTable instances={told.instances} />
    </>
  )
}
