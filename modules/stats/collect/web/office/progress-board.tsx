import { type ComponentProps, type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { readRegion } from '#modules/ops/access/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { Segments } from '#ui/components/segments.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { placeOf, useScope } from '#ui/scope/use-scope.ts'
import { getProgress } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { WithCollection } from './collection-picker.tsx'
import { type CollectionItem, levelAt, notIn, notInStates, type Progress, regionDigits } from './counts.ts'
import { LiveMark } from './live-mark.tsx'
import { ProgressBars } from './progress-bars.tsx'
import { ProgressMap } from './progress-map.tsx'
import { ProgressTable } from './progress-table.tsx'
import { ProgressTiles } from './progress-tiles.tsx'
import { RemindDialog, type Reminded } from './remind-dialog.tsx'
import { RemindersButton } from './reminders-dialog.tsx'
import { BarLegend, StateBar } from './state-bar.tsx'
import { useAddress } from './use-address.ts'
import { useOfficeRights } from './use-collections.ts'

function RegionPath(props: Readonly<{ region: string | null; top: string | null }>): ReactElement {
  const t = useText(officeText)
  const { change } = useAddress()
  const { region, top } = props
  const read = useRead(
    readRegion,
    { params: { code: region ?? '' } },
    { enabled: region !== null, staleTime: 600_000 },
  )
  const start = top?.slice(0, regionDigits(top)) ?? ''
  const path = [...(read.data?.ancestors ?? []), ...(read.data ? [read.data.region] : [])]
    .filter(one => (top === null ? one.level !== 'province' : one.code.startsWith(start)))
    .toSorted((a, b) => a.code.localeCompare(b.code))
  return (
    <nav className="co-path" aria-label={t('progress.path.label')}>
      {top === null && (
        <button
          type="button"
          className="co-link"
          disabled={region === null}
          onClick={() => change({ at: undefined })}
        >
          {t('progress.path.all')}
        </button>
      )}
      {path.map((one, i) => (
        <span key={one.code} className="co-path-step">
          {(i > 0 || top === null) && <Icon name="right" size={12} />}
          <button
            type="button"
            className="co-link"
            disabled={one.code === region}
            onClick={() => change({ at: one.code === top ? undefined : one.code })}
          >
            {one.name}
          </button>
        </span>
      ))}
    </nav>
  )
}

type KpiProps = Readonly<{ label: string; value: number; of?: number; to: string | null }>

function Kpi({ label, value, of, to }: KpiProps): ReactElement {
  const t = useText(officeText)
  const share = of === undefined || of === 0 ? null : `${((value / of) * 100).toFixed(1)}%`
  const inside = (
    <>
      <span className="co-kpi-label">{label}</span>
      <span className="co-kpi-value">{formatCount(value)}</span>
      <span className="co-kpi-share">{share && t('progress.kpi.share', { share })}</span>
    </>
  )
  return to === null || value === 0 ? (
    <span className="co-kpi">{inside}</span>
  ) : (
    <Link className="co-kpi" to={to}>
      {inside}
    </Link>
  )
}

function Totals(
  props: Readonly<{
    total: Progress
    region: string | null
    linked: boolean
    city: boolean
  }>,
): ReactElement {
  const t = useText(officeText)
  const { to } = useAddress()
  const { total, region, linked } = props
  const list = (given: Record<string, string>) =>
    linked ? to('/collect/reports', { ...given, ...(region && { at: region }) }) : null
  const done = props.city
    ? { value: total.acceptedCity, states: 'accepted:city' }
    : { value: total.acceptedCounty, states: 'accepted:county,accepted:city' }
  return (
    <section className="co-totals" aria-label={t('progress.title.page')}>
      <div className="co-kpis">
        <Kpi label={t('progress.kpi.owed')} value={total.owed} to={list({})} />
        <Kpi
          label={t('progress.kpi.submitted')}
          value={total.submitted}
          of={total.owed}
          to={list({ states: 'submitted,accepted:county,accepted:city' })}
        />
        <Kpi
          label={t('progress.kpi.onTime')}
          value={total.onTime}
          of={total.owed}
          to={list({ onTime: 'true' })}
        />
        <Kpi
          label={t('progress.kpi.returned')}
          value={total.returned}
          of={total.owed}
          to={list({ states: 'returned' })}
        />
        <Kpi
          label={t('progress.kpi.query')}
          value={total.query}
          of={total.owed}
          to={list({ findings: 'query' })}
        />
        <Kpi
          label={t('progress.kpi.accepted')}
          value={done.value}
          of={total.owed}
          to={list({ states: done.states })}
        />
      </div>
      <StateBar row={total} />
      <BarLegend row={total} />
    </section>
  )
}

function Board({ collection }: Readonly<{ collection: CollectionItem }>): ReactElement {
  const t = useText(officeText)
  const rights = useOfficeRights()
  const [scope] = useScope()
  const { search, change, to } = useAddress()
  const [remind, setRemind] = useState<Reminded | null>(null)
  const live = useLive(['collect'])
  const { collectionId } = collection
  const at = placeOf(search, scope)
  const top = useRead(getProgress, { params: { collectionId } }, { staleTime: 600_000 })
  const read = useRead(
    getProgress,
    { params: { collectionId }, query: at ? { region: at } : {} },
    { topics: ['collect.report', 'collect.collection'], placeholderData: last => last },
  )
  if (!read.data && read.error?.problem.status === 404) {
    return <EmptyState title={t('progress.empty.title')}>{t('progress.empty.hint')}</EmptyState>
  }
  if (!read.data) return <Unread read={read} lines={12} />
  const { total, rows, region, at: asOf } = read.data
  const missing = notIn(total)
  return (
    <>
      <div className="co-toolbar">
        <RegionPath region={region} top={top.data?.region ?? null} />
        <LiveMark state={live} at={asOf} />
        {rights.read && (
          <Link className="zt-button" to={to('/collect/reports', { at: region ?? undefined })}>
            {t('progress.units.open')}
          </Link>
        )}
        <Link className="zt-button" to={to('/collect/rules', { at: region ?? undefined })}>
          {t('progress.rules.open')}
        </Link>
        {rights.review && <RemindersButton collectionId={collectionId} />}
        {rights.review && missing > 0 && (
          <Button
            look="primary"
            icon="bell"
            onClick={() =>
              setRemind({
                place: total.name || t('progress.path.all'),
                count: missing,
                filter: { ...(region && { region }), states: notInStates.split(',') as never },
              })
            }
          >
            {t('progress.remind.all', { count: formatCount(missing) })}
          </Button>
        )}
      </div>
      <ReadFailure read={read} />
      <Totals total={total} region={region} linked={rights.read} city={levelAt(region) === 'city'} />
      <RegionViews
        edition={collection.regionEdition}
        region={region}
        rows={rows}
        linked={rights.read}
        onDrill={code => change({ at: code })}
        {...(rights.review && {
          onRemind: (row: Progress) =>
            setRemind({
              place: row.name,
              count: notIn(row),
              filter: { region: row.regionCode, states: notInStates.split(',') as never },
            }),
        })}
      />
      <RemindDialog collectionId={collectionId} remind={remind} onClose={() => setRemind(null)} />
    </>
  )
}

const views = ['table', 'bars', 'tiles', 'map'] as const

/** The regions one level below as a table, as bars, as tiles or as a map; the address says which. */
function RegionViews(
  props: ComponentProps<typeof ProgressTable> & ComponentProps<typeof ProgressMap>,
): ReactElement {
  const t = useText(officeText)
  const { search, change } = useAddress()
  const view = views.find(one => one === search.get('view')) ?? 'table'
  const Regions = { table: ProgressTable, bars: ProgressBars, tiles: ProgressTiles, map: ProgressMap }[view]
  const isEmpty = props.rows.length === 0
  return (
    <>
      <Segments
        label={t('progress.view.label')}
        value={view}
        items={views.map(value => ({ value, label: t(`progress.view.${value}`) }))}
        onChange={next => change({ view: next === 'table' ? undefined : next })}
      />
      {isEmpty ? (
        <EmptyState title={t('progress.empty.title')}>{t('progress.empty.hint')}</EmptyState>
      ) : (
        <Regions {...props} />
      )}
    </>
  )
}

export function ProgressBoard(): ReactElement {
  const t = useText(officeText)
  return (
    <WithCollection title={t('progress.title.page')}>
      {collection => <Board key={collection.collectionId} collection={collection} />}
    </WithCollection>
  )
}
