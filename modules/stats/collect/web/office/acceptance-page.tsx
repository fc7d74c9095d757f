import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Link, useParams } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Card } from '#ui/components/card.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { firstView } from '#ui/data-table/table-view.ts'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { type getAcceptance, listSkipped } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { AcceptanceResult, useAcceptanceProgress } from './acceptances-dialog.tsx'
import { ReportStateTag, stateKey } from './report-state.tsx'
import { useAddress } from './use-address.ts'
import './office.css'

type Acceptance = ReplyOf<typeof getAcceptance>
type SkippedRow = ReplyOf<typeof listSkipped>['items'][number]

function Reasons({ reasons }: Pick<Acceptance, 'reasons'>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  return (
    <dl className="co-reasons">
      {reasons.map(one => (
        <div key={`${one.code} ${one.message['zh-CN']}`}>
          <dt>{local(one.message)}</dt>
          <dd>{t('accept.reason.count', { count: formatCount(one.count) })}</dd>
        </div>
      ))}
    </dl>
  )
}

/** @param acceptance once it has come to its end: a list that grows while one reads it is of no use */
function SkippedTable({ acceptance }: Readonly<{ acceptance: Acceptance }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const { to } = useAddress()
  const { acceptanceId, collectionId } = acceptance
  const [view, setView] = useState(() => firstView(50))
  const params = { acceptanceId }
  const read = useRead(
    listSkipped,
    { params, query: { page: view.page, pageSize: view.pageSize } },
    { placeholderData: keepPreviousData },
  )
  const addressOf = ({ unitId }: SkippedRow) => to(`/collect/reports/${collectionId}/${unitId}`)
  return (
    <>
      <ReadFailure compact read={read} />
      {!read.isLoadingError && (
        <DataTable<SkippedRow>
          id="collect.skipped"
          label={t('accept.skipped.title')}
          columns={[
            {
              key: 'name',
              title: t('list.column.name'),
              width: 260,
              cell: row => <Link to={addressOf(row)}>{row.unitName}</Link>,
            },
            { key: 'reason', title: t('accept.skipped.reason'), cell: row => local(row.message) },
            {
              key: 'state',
              title: t('accept.skipped.now'),
              cell: row => <ReportStateTag state={row.state} />,
            },
            { key: 'creditCode', title: t('list.column.creditCode'), cell: row => row.creditCode },
          ]}
          rows={read.data?.items ?? []}
          keyOf={row => String(row.unitId)}
          loading={read.isPending}
          searchable={false}
          exportColumns={[
            { title: t('list.column.name'), value: row => row.unitName },
            { title: t('list.column.creditCode'), value: row => row.creditCode },
            { title: t('accept.skipped.reason'), value: row => local(row.message) },
            { title: t('accept.skipped.now'), value: row => t(stateKey(row.state)) },
          ]}
          server={{
            view,
            total: read.data?.total ?? 0,
            onView: setView,
            readPage: pagesOf<SkippedRow>(listSkipped, { params }),
          }}
        />
      )}
    </>
  )
}

/** One bulk acceptance: how far it is, or what was accepted, what was not, and why. */
export function AcceptancePage(): ReactElement {
  const t = useText(officeText)
  const locale = useLocale()
  const { to } = useAddress()
  const read = useAcceptanceProgress(Number(useParams().acceptanceId))
  if (!read.data) return <Unread read={read} lines={8} />
  const { collectionId, formCode, period, startedBy, createdAt, finishedAt, reasons } = read.data
  return (
    <div className="co-screen">
      <header className="co-head">
        <h1>{t('list.accept.title')}</h1>
        <span className="co-soft">
          {`${formCode} ${formatPeriod(period, locale)} · ${t('accept.page.by', { name: startedBy, at: formatDateTime(createdAt) })}`}
        </span>
      </header>
      <ReadFailure read={read} />
      <AcceptanceResult alone acceptance={read.data} />
      {reasons.length > 0 && (
        <Card title={t('accept.reason.title')}>
          <Reasons reasons={reasons} />
        </Card>
      )}
      {finishedAt !== null && reasons.length > 0 && <SkippedTable acceptance={read.data} />}
      <p>
        <Link to={to('/collect/reports', { collection: collectionId })}>{t('accept.page.back')}</Link>
      </p>
    </div>
  )
}
