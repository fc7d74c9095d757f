/** Every period's reports that are over: what was sent, when, and the way to each of its revisions. */
import { type ReactElement, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { StateTag } from '#ui/components/tag.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import type { CsvColumn } from '#ui/data-table/table-view.ts'
import { useTableExport } from '#ui/data-table/use-table-export.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { type Locale, useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { listMyReports } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { Pager } from './pager.tsx'
import { type Report, reportPath, shownState, type Words } from './words.ts'
import '#ui/components/field.css'
import './reporter.css'

const PAGE = 24

export function HistoryPage(): ReactElement {
  const t = useText(reporterText)
  const shared = useText(uiText)
  const [search, setSearch] = useSearchParams()
  const [page, setPage] = useState(1)
  const form = search.get('form') ?? ''
  const filter = form ? { search: form } : {}
  const list = useRead(
    listMyReports,
    { query: { page, pageSize: PAGE, ...filter } },
    { topics: ['collect.report', 'collect.collection'], placeholderData: before => before },
  )
  useLive(['collect'])
  const items = list.data?.items ?? []
  const columns = useExportColumns()
  const csv = useTableExport({
    name: t('history.page.title'),
    columns,
    keyOf: keyOfReport,
    rows: pagesOf<Report>(listMyReports, { query: filter }),
  })
  return (
    <>
      <header className="zt-page-head">
        <h1>
          {t('history.page.title')}
          {list.data && (
            <span className="zr-home-count">{t('history.page.count', { count: list.data.total })}</span>
          )}
        </h1>
        <label className="zr-filter">
          {t('history.filter.form')}
          <input
            className="zt-input"
            type="search"
            value={form}
            placeholder={t('home.list.search')}
            onChange={event => {
              setPage(1)
              setSearch(event.target.value ? { form: event.target.value } : {}, { replace: true })
            }}
          />
        </label>
        <Button icon="download" disabled={items.length === 0} onClick={csv.start}>
          {shared('ui.table.exportCsv')}
        </Button>
        <Link className="zt-button" to="/">
          {t('fill.page.back')}
        </Link>
      </header>
      {csv.status}
      {list.isPending && <Skeleton lines={10} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.data && items.length === 0 && (
        <EmptyState title={form ? t('history.list.noMatch', { search: form }) : t('history.list.empty')}>
          {t('history.list.emptyText')}
        </EmptyState>
      )}
      {items.length > 0 && <HistoryTable items={items} />}
      <Pager page={page} pageSize={PAGE} total={list.data?.total ?? 0} onPage={setPage} />
    </>
  )
}

const keyOfReport = (report: Report) => `${report.collectionId} ${report.unitId}`

const formNameOf = ({ formCode, formTitle }: Report, locale: Locale) =>
  `${formCode} ${localText(formTitle, locale)}`
const onTimeWord = ({ onTime }: Report, t: Words) =>
  onTime === null ? null : t(onTime ? 'receipt.value.onTime' : 'receipt.value.late')

const receiptWords = ({ receiptNo, withoutReceipt }: Report, t: Words): string =>
  receiptNo ?? (withoutReceipt ? t(`history.noReceipt.${withoutReceipt}`) : '—')

function useExportColumns(): readonly CsvColumn<Report>[] {
  const t = useText(reporterText)
  const shared = useText(uiText)
  const locale = useLocale()
  const stateOf = (report: Report) => {
    const { word, tag } = shownState(report, t)
    return word ?? shared(`ui.state.${tag}`)
  }
  return [
    { title: t('history.column.period'), value: report => formatPeriod(report.period, locale) },
    { title: t('history.column.form'), value: report => formNameOf(report, locale) },
    { title: t('history.column.unit'), value: report => report.unitName },
    { title: t('history.column.state'), value: stateOf },
    {
      title: t('history.column.submitted'),
      value: report => report.submittedAt && formatDateTime(report.submittedAt),
    },
    { title: t('history.column.onTime'), value: report => onTimeWord(report, t) },
    { title: t('history.column.receipt'), value: report => receiptWords(report, t) },
  ]
}

function HistoryTable({ items }: Readonly<{ items: readonly Report[] }>): ReactElement {
  const t = useText(reporterText)
  const units = new Set(items.map(item => item.unitId)).size > 1
  return (
    <table className="zr-table zr-cards-on-phone">
      <thead>
        <tr>
          <th scope="col">{t('history.column.period')}</th>
          <th scope="col">{t('history.column.form')}</th>
          {units && <th scope="col">{t('history.column.unit')}</th>}
          <th scope="col">{t('history.column.state')}</th>
          <th scope="col">{t('history.column.submitted')}</th>
          <th scope="col">{t('history.column.onTime')}</th>
          <th scope="col">{t('history.column.receipt')}</th>
          <th scope="col">
            <span className="zt-hidden">{t('history.column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <HistoryRow key={`${item.collectionId}/${item.unitId}`} report={item} units={units} />
        ))}
      </tbody>
    </table>
  )
}

function HistoryRow({ report, units }: Readonly<{ report: Report; units: boolean }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const shown = shownState(report, t)
  return (
    <tr>
      <th scope="row">{formatPeriod(report.period, locale)}</th>
      <td data-label={t('history.column.form')}>
        <Link to={reportPath(report)}>{formNameOf(report, locale)}</Link>
      </td>
      {units && <td data-label={t('history.column.unit')}>{report.unitName}</td>}
      <td data-label={t('history.column.state')}>
        <StateTag state={shown.tag}>{shown.word}</StateTag>
      </td>
      <td data-label={t('history.column.submitted')}>
        {report.submittedAt ? formatDateTime(report.submittedAt) : '—'}
      </td>
      <td data-label={t('history.column.onTime')}>{onTimeWord(report, t) ?? '—'}</td>
      <td data-label={t('history.column.receipt')}>
        {report.receiptNo ? (
          <Link to={reportPath(report, '/receipt')}>{report.receiptNo}</Link>
        ) : (
          <span className="zr-soft">{receiptWords(report, t)}</span>
        )}
      </td>
      <td>
        {report.revisionNo > 0 && <Link to={reportPath(report, '/history')}>{t('card.action.history')}</Link>}
      </td>
    </tr>
  )
}
