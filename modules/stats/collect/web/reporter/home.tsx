/** The reporter's first page: what is owed now, until when, and whom to ask. */
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import type { Static } from 'typebox'
import { useKeptRead } from '#ui/api/kept-read.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Card } from '#ui/components/card.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { deviceStorage } from '#ui/session/device-storage.ts'
import { useSession } from '#ui/session/use-session.ts'
import { type Contact, listMyReports } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { ContactList } from './contact-list.tsx'
import { useKeptReports } from './kept-reports.ts'
import { LeftHere } from './left-here.tsx'
import { unsavedReports } from './local-copy.ts'
import { Pager } from './pager.tsx'
import { ReportCard } from './report-card.tsx'
import { useServerClock } from './use-clock.ts'
import { groupOf, type Report } from './words.ts'
import './reporter.css'

const PAGE = 60
const NONE: readonly Report[] = []
const groups = ['review', 'sign', 'todo', 'overdue', 'soon', 'done'] as const

export function ReporterHome(): ReactElement {
  const t = useText(reporterText)
  const [page, setPage] = useState(1)
  const session = useSession()
  const account = session?.signInName ?? ''
  const list = useKeptRead(
    account,
    listMyReports,
    { query: { span: 'current', page, pageSize: PAGE } },
    { topics: ['collect.report', 'collect.collection'] },
  )
  useLive(['collect'])
  const away = list.keptAt !== null
  const now = useServerClock(away ? undefined : list.data?.now)
  const items = list.data?.items ?? NONE
  const isKept = useKeptReports(items)
  const todo = items.filter(item => ['review', 'sign', 'todo'].includes(groupOf(item))).length
  return (
    <div className="zr-home">
      <header className="zt-page-head">
        <h1>
          {t('home.page.title')}
          {list.data && items.length > 0 && (
            <span className="zr-home-count">
              {todo > 0 ? t('home.page.count', { count: todo }) : t('home.page.allDone')}
            </span>
          )}
        </h1>
        <span className="zr-home-ways">
          <Link className="zt-button" to="/calendar">
            {t('calendar.page.title')}
          </Link>
          <Link className="zt-button" to="/history">
            {t('home.page.history')}
          </Link>
          {session?.kind === 'enterprise' && (
            <Link className="zt-button" to="/unit">
              {t('unit.page.title')}
            </Link>
          )}
        </span>
      </header>
      {list.keptAt !== null && (
        <div className="zr-away">
          <Banner>{t('away.home.text', { time: formatDateTime(list.keptAt) })}</Banner>
        </div>
      )}
      <div className="zr-home-body">
        <div className="zr-home-main">
          {list.isPending && <Skeleton lines={8} />}
          {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
          {list.data && items.length === 0 && <NothingOwed />}
          {groups.map(group => (
            <ReportGroup
              key={group}
              group={group}
              reports={items.filter(item => groupOf(item) === group)}
              now={now}
              kept={away ? isKept : null}
              showUnit={new Set(items.map(item => item.unitId)).size > 1}
            />
          ))}
          {(list.data || list.isError) && <LeftHere account={account} listed={items} />}
          <Pager page={page} pageSize={PAGE} total={list.data?.total ?? 0} onPage={setPage} />
        </div>
        {list.data && <Contacts contacts={list.data.contacts} />}
      </div>
    </div>
  )
}

function NothingOwed(): ReactElement {
  const t = useText(reporterText)
  return (
    <EmptyState
      title={t('home.list.empty')}
      action={
        <Link className="zt-button" to="/history">
          {t('home.page.history')}
        </Link>
      }
    >
      {t('home.list.emptyText')}
    </EmptyState>
  )
}

type GroupProps = Readonly<{
  group: (typeof groups)[number]
  reports: readonly Report[]
  now: number
  /** Without network: which can be opened. */
  kept: ((report: Report) => boolean) | null
  showUnit: boolean
}>

function ReportGroup({ group, reports, now, kept, showUnit }: GroupProps): ReactElement | null {
  const t = useText(reporterText)
  const account = useSession()?.signInName ?? ''
  if (reports.length === 0) return null
  const storage = deviceStorage()
  const unsaved = storage ? unsavedReports(account, storage) : new Set<string>()
  return (
    <section className="zr-group">
      <h2>
        {t(`home.section.${group}`)} <span className="zr-soft">{reports.length}</span>
      </h2>
      <ul className="zr-cards">
        {reports.map(report => (
          <ReportCard
            key={`${report.collectionId}/${report.unitId}`}
            report={report}
            now={now}
            showUnit={showUnit}
            account={account}
            {...(kept && { kept: kept(report) })}
            unsaved={unsaved.has(`${report.collectionId}/${report.unitId}`)}
          />
        ))}
      </ul>
    </section>
  )
}

function Contacts({ contacts }: Readonly<{ contacts: readonly Static<typeof Contact>[] }>): ReactElement {
  const t = useText(reporterText)
  return (
    <aside className="zr-contacts">
      <Card title={t('home.contact.title')}>
        <ContactList contacts={contacts} />
      </Card>
    </aside>
  )
}
