import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import type { CsvColumn } from '#ui/data-table/table-view.ts'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { getProgress, listReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { AcceptDialog, useAcceptance } from './accept-dialog.tsx'
import { AcceptancesButton } from './acceptances-dialog.tsx'
import { useCollectionName, WithCollection } from './collection-picker.tsx'
import { changeText } from './comparison.ts'
import { type CollectionItem, levelAt } from './counts.ts'
import { ExtendDialog } from './extend-dialog.tsx'
import { RemindDialog, type Reminded } from './remind-dialog.tsx'
import { RemindersButton } from './reminders-dialog.tsx'
import { ReportFilters } from './report-filters.tsx'
import { IndustryName, PlaceName } from './report-place.tsx'
import { FindingCounts, ReportStateTag, stateKey } from './report-state.tsx'
import { useAddress } from './use-address.ts'
import { useOfficeRights } from './use-collections.ts'
import { useKeptList } from './use-kept-list.ts'
import { bodyFilterOf, type ListQuery, reportViewKeys, useReportFilter } from './use-report-filter.ts'

type ReportRow = Reply['items'][number]
type EffectOf = Reply['effectOf']
type Reply = ReplyOf<typeof listReports>

const time = (at: string | null): string => (at === null ? '' : formatDateTime(at))

/** Only what the server can sort by has a `value`, so that only those heads are buttons. */
function useColumns(
  addressOf: (row: ReportRow) => string,
  effectOf: EffectOf | undefined,
): readonly Column<ReportRow>[] {
  const t = useText(officeText)
  const hint = useEffectHint(effectOf)
  return [
    {
      key: 'name',
      title: t('list.column.name'),
      width: 280,
      value: row => row.unitName,
      cell: row => <Link to={addressOf(row)}>{row.unitName}</Link>,
    },
    {
      key: 'state',
      title: t('list.column.state'),
      value: row => row.state,
      cell: row => <ReportStateTag state={row.state} />,
    },
    {
      key: 'findings',
      title: t('list.column.findings'),
      value: row => row.fatal * 1000 + row.query,
      cell: row => <FindingCounts row={row} />,
    },
    {
      key: 'risk',
      title: t('list.column.risk'),
      hint,
      align: 'right',
      value: row => row.effect,
      cell: row => <span className="co-change">{changeText(row.effect)}</span>,
    },
    {
      key: 'submittedAt',
      title: t('list.column.submittedAt'),
      value: row => row.submittedAt,
      cell: row => (
        <>
          {time(row.submittedAt)}
          {row.onTime === false && <span className="co-late">{t('list.column.late')}</span>}
        </>
      ),
    },
    {
      key: 'region',
      title: t('list.column.region'),
      value: row => row.regionCode,
      cell: row => <PlaceName report={row} />,
    },
    {
      key: 'industry',
      title: t('list.column.industry'),
      cell: row => <IndustryName report={row} />,
    },
    { key: 'creditCode', title: t('list.column.creditCode'), cell: row => row.creditCode },
    {
      key: 'revision',
      title: t('list.column.revision'),
      align: 'right',
      cell: row => row.revisionNo || '',
    },
    { key: 'extended', title: t('list.column.extended'), cell: row => time(row.extendedUntil) },
  ]
}

/** What the effect is, and how the order by risk comes about. */
function useEffectHint(of: EffectOf | undefined): string {
  const t = useText(officeText)
  const local = useLocalText()
  const locale = useLocale()
  const order = t('list.risk.order')
  if (!of) return `${t('list.risk.none')} ${order}`
  const what = t('list.risk.what', { measure: local(of.label), period: formatPeriod(of.period, locale) })
  return `${what} ${order}`
}

/** More than the screen has room for. */
function useExportColumns(): readonly CsvColumn<ReportRow>[] {
  const t = useText(officeText)
  return [
    { title: t('list.column.name'), value: row => row.unitName },
    { title: t('list.column.creditCode'), value: row => row.creditCode },
    { title: t('list.column.region'), value: row => row.regionName },
    { title: t('list.column.regionCode'), value: row => row.regionCode },
    { title: t('list.column.industry'), value: row => row.industryName },
    { title: t('list.column.industryCode'), value: row => row.industryCode },
    { title: t('list.column.state'), value: row => t(stateKey(row.state)) },
    { title: t('progress.column.fatal'), value: row => row.fatal },
    { title: t('progress.column.query'), value: row => row.query },
    { title: t('list.risk.export'), value: row => row.effect },
    { title: t('list.column.submittedAt'), value: row => time(row.submittedAt) },
    { title: t('list.column.revision'), value: row => row.revisionNo },
    { title: t('list.column.extended'), value: row => time(row.extendedUntil) },
    { title: t('list.column.receipt'), value: row => row.receiptNo },
  ]
}

type Open =
  | Readonly<{ kind: 'remind'; remind: Reminded }>
  | Readonly<{ kind: 'extend'; unitIds: readonly number[] }>

type ActsProps = Readonly<{
  acceptance: ReturnType<typeof useAcceptance>
  onOpen: (open: Open) => void
}>

/** What is done to the reports that were ticked. */
function BulkActions(props: ActsProps & Readonly<{ unitIds: readonly number[] }>): ReactElement {
  const { unitIds, acceptance, onOpen } = props
  const t = useText(officeText)
  return (
    <>
      <Button look="primary" icon="check" onClick={() => acceptance.send(unitIds)}>
        {t('list.action.accept')}
      </Button>
      <Button icon="bell" onClick={() => onOpen({ kind: 'remind', remind: { unitIds } })}>
        {t('list.action.remind')}
      </Button>
      <Button onClick={() => onOpen({ kind: 'extend', unitIds })}>{t('list.action.extend')}</Button>
    </>
  )
}

type Bulk = Reply['bulk']

/** What is done to all that the filter finds; each act says how many reports it touches. */
function FilterActions(
  props: ActsProps & Readonly<{ query: ListQuery; total: number; bulk: Bulk; place: string }>,
): ReactElement {
  const { query, total, bulk, place, acceptance, onOpen } = props
  const t = useText(officeText)
  const filter = bodyFilterOf(query)
  const { accept, held, remind } = bulk
  return (
    <>
      {accept > 0 && (
        <Button icon="check" onClick={() => acceptance.ask({ filter, place, total, bulk })}>
          {t('list.action.acceptAll', { count: formatCount(accept) })}
        </Button>
      )}
      {remind > 0 && (
        <Button
          icon="bell"
          onClick={() => onOpen({ kind: 'remind', remind: { place, count: remind, filter } })}
        >
          {t('list.action.remindAll', { count: formatCount(remind) })}
        </Button>
      )}
      {accept === 0 && remind === 0 && (
        <span className="co-soft">
          {held > 0 ? t('list.action.held', { count: formatCount(held) }) : t('list.action.none')}
        </span>
      )}
    </>
  )
}

type ListActsProps = ActsProps &
  Readonly<{ collection: CollectionItem; query: ListQuery; found: Reply | undefined }>

/** Acts upon the list, and apart from them what was done to it before. */
function ListActs({ collection, query, found, acceptance, onOpen }: ListActsProps): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const { collectionId } = collection
  return (
    <>
      {found && found.total > 0 && (
        <FilterActions
          query={query}
          total={found.total}
          bulk={found.bulk}
          place={t('list.place.found', { collection: nameOf(collection) })}
          acceptance={acceptance}
          onOpen={onOpen}
        />
      )}
      <span className="co-records">
        <AcceptancesButton collectionId={collectionId} />
        <RemindersButton collectionId={collectionId} />
      </span>
    </>
  )
}

/** A report as it is opened from the list, whose filter goes along. */
function addressIn(search: URLSearchParams, collectionId: number, { unitId }: ReportRow): string {
  const kept = new URLSearchParams(search)
  kept.set('collection', String(collectionId))
  return `/collect/reports/${collectionId}/${unitId}?${kept}`
}

function Listed({ collection }: Readonly<{ collection: CollectionItem }>): ReactElement {
  const t = useText(officeText)
  const navigate = useNavigate()
  const rights = useOfficeRights()
  const { search } = useAddress()
  const filter = useReportFilter()
  const { collectionId } = collection
  const [open, setOpen] = useState<Open | null>(null)
  const acceptance = useAcceptance(collectionId)
  useLive(['collect'])
  const read = useRead(
    listReports,
    { params: { collectionId }, query: filter.query },
    { topics: ['collect.report'], placeholderData: last => last },
  )
  const { root, keys, setKeys } = useKeptList(collectionId, search, read.data !== undefined)
  const top = useRead(getProgress, { params: { collectionId } }, { staleTime: 600_000 })
  const exportColumns = useExportColumns()
  const readPage = pagesOf<ReportRow>(listReports, { params: { collectionId }, query: filter.query })
  const addressOf = (row: ReportRow) => addressIn(search, collectionId, row)
  const columns = useColumns(addressOf, read.data?.effectOf)
  const rows = read.data?.items ?? []
  const nameOf = (unitId: number) => rows.find(row => row.unitId === unitId)?.unitName ?? String(unitId)
  const unitIds = [...keys].map(Number)
  const close = () => setOpen(null)
  const total = read.data?.total ?? 0
  return (
    <div ref={root} className="co-list">
      <ReadFailure read={read} />
      {!read.isLoadingError && (
        <DataTable
          id="collect.reports"
          views={reportViewKeys}
          label={t('list.table.label')}
          columns={columns}
          rows={rows}
          keyOf={row => String(row.unitId)}
          loading={read.isPending}
          server={{ view: filter.view, total, onView: filter.onView, readPage }}
          onOpen={row => navigate(addressOf(row))}
          exportColumns={exportColumns}
          empty={t('list.empty.hint')}
          {...(rights.review && {
            selection: { keys, onChange: setKeys },
            bulkActions: <BulkActions unitIds={unitIds} acceptance={acceptance} onOpen={setOpen} />,
            acts: (
              <ListActs
                collection={collection}
                query={filter.query}
                // Counts of the filter before would promise what this one does not touch.
                found={read.isPlaceholderData ? undefined : read.data}
                acceptance={acceptance}
                onOpen={setOpen}
              />
            ),
          })}
          filters={{
            set: filter.set,
            onClear: filter.isFiltered ? filter.clear : undefined,
            children: (
              <ReportFilters
                filter={filter}
                level={rights.review ? levelAt(top.data?.region ?? null) : null}
              />
            ),
          }}
        />
      )}
      <AcceptDialog acceptance={acceptance} nameOf={nameOf} onClosed={() => setKeys(new Set())} />
      <RemindDialog
        collectionId={collectionId}
        remind={open?.kind === 'remind' ? open.remind : null}
        onClose={close}
      />
      <ExtendDialog
        collectionId={collectionId}
        unitIds={open?.kind === 'extend' ? open.unitIds : null}
        nameOf={nameOf}
        onClose={close}
        onDone={() => read.refetch()}
      />
    </div>
  )
}

export function ReportList(): ReactElement {
  const t = useText(officeText)
  return (
    <WithCollection title={t('list.title.page')}>
      {collection => <Listed key={collection.collectionId} collection={collection} />}
    </WithCollection>
  )
}
