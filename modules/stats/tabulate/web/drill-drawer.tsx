import { Drawer } from 'antd'
import { type ReactElement, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { addressKey, bracketedUnit, formatPeriod, unitText } from '#engines/form/index.ts'
import type { Grid, GridColumn, LocalText } from '#engines/table/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { groupDigits } from '#ui/i18n/format.ts'
import { type Locale, useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { drillCell } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import type { Draft, Source } from './draft.ts'
import { placeIn, type Target, targetAt } from './drill-address.ts'
import { partOf } from './drill-share.ts'
import { headsOver } from './grid-head.tsx'
import type { CellPlace } from './grid-table.tsx'

const PAGE_SIZE = 50

type Run = Pick<Draft, 'formVersionId' | 'section' | 'definition'>
type Cell = Readonly<{ run: Run; source: Source; grid: Grid; place: CellPlace }>
type Paging = Readonly<{ page: number; onPage: (page: number) => void }>

type Props = Omit<Cell, 'place'> & Paging & Readonly<{ target: Target; onClose: () => void }>

/** The reports a number is made of, each a way down to its report and the revisions of it. */
export function DrillDrawer(props: Props): ReactElement {
  const { source, target, page, onPage, onClose } = props
  const t = useText(tabulateText)
  const local = useLocalText()
  // As it was computed when it was opened: a table that moves on must not change which reports are shown.
  const [{ run, grid }] = useState(props)
  const place = placeIn(grid, target)
  const rows = place ? [...ancestors(grid, place.row), place.row].map(row => grid.rows[row]!) : []
  const heads = place ? headsOver(grid.head, place.column) : []
  const named = (parts: readonly Readonly<{ label: LocalText }>[], between: string) =>
    parts.map(part => local(part.label)).join(between)
  return (
    <Drawer
      open
      size="min(920px, 100vw)"
      onClose={onClose}
      title={
        <div className="tb-drill-title">
          <span>{t('drill.drawer.title')}</span>
          {place && <span className="tb-drill-path">{`${named(rows, ' › ')} · ${named(heads, ' · ')}`}</span>}
        </div>
      }
    >
      {place ? (
        <Reports run={run} source={source} grid={grid} place={place} page={page} onPage={onPage} />
      ) : (
        <EmptyState title={t('drill.gone.title')}>{t('drill.gone.text')}</EmptyState>
      )}
    </Drawer>
  )
}

const ancestors = (grid: Grid, row: number): readonly number[] => {
  const parent = grid.rows[row]?.parent ?? -1
  return parent < 0 ? [] : [...ancestors(grid, parent), parent]
}

function Reports({ run, source, grid, place, page, onPage }: Cell & Paging): ReactElement {
  const t = useText(tabulateText)
  const locale = useLocale()
  const column = grid.columns[place.column]!
  const reports = useRead(
    drillCell,
    { body: { ...run, target: targetAt(grid, place), page, pageSize: PAGE_SIZE } },
    { retry: false, placeholderData: previous => previous },
  )
  const pages = reports.data && Math.max(1, Math.ceil(reports.data.total / PAGE_SIZE))
  useEffect(() => {
    if (pages && page > pages) onPage(pages)
  }, [page, pages, onPage])
  if (!reports.data || !pages) return <Unread read={reports} lines={10} />
  const { total, items } = reports.data
  const value = grid.rows[place.row]!.cells[place.column]
  return (
    <>
      <ReadFailure read={reports} />
      <p className="tb-drill-head">
        <b>{t('drill.total.text', { count: groupDigits(String(total)) })}</b>
        {value && <span>{t('drill.value.text', { value: shownValue(t, column, value, locale) })}</span>}
      </p>
      {items.length === 0 && <EmptyState title={t('drill.empty.title')}>{t('drill.empty.text')}</EmptyState>}
      {items.length > 0 && (
        <ReportTable data={reports.data} run={run} source={source} grid={grid} place={place} />
      )}
      {pages > 1 && (
        <p className="tb-drill-pages">
          <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {t('drill.page.previous')}
          </Button>
          <span>{t('drill.page.label', { page, pages })}</span>
          <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>
            {t('drill.page.next')}
          </Button>
        </p>
      )}
    </>
  )
}

function shownValue(t: Translate, { unitOfMeasure }: GridColumn, value: string, locale: Locale): string {
  const digits = groupDigits(value)
  if (!unitOfMeasure) return digits
  return t('drill.value.unit', { value: digits, unit: unitText(unitOfMeasure, locale) })
}

type Item = ReplyOf<typeof drillCell>['items'][number]

type TableProps = Cell & Readonly<{ data: NonNullable<ReturnType<typeof useRead<typeof drillCell>>['data']> }>

function ReportTable({ data, run, source, grid, place }: TableProps): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const locale = useLocale()
  const cells = data.columns.map(
    name => source.columns.find(column => column.name === name) ?? { name, label: { 'zh-CN': name } },
  )
  const reportOf = ({ collectionId, unitId, row }: Item) => {
    const cell = data.columns[0] ?? (row ? source.columns[0]?.name : undefined)
    const key = cell && addressKey(row ? { cell, row: row.key } : { cell })
    return `/collect/reports/${collectionId}/${unitId}${key ? `?cell=${encodeURIComponent(key)}` : ''}`
  }
  const share = partOf(run.definition.columns, source, grid.columns[place.column]!)
  const whole = grid.rows[place.row]!.cells[place.column]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="tb-drill-scroll" tabIndex={0} aria-label={t('drill.drawer.title')}>
      <table className="tb-drill">
        <thead>
          <tr>
            <th scope="col">{t('drill.column.unit')}</th>
            {source.section !== undefined && <th scope="col">{t('drill.column.row')}</th>}
            <th scope="col">{t('drill.column.region')}</th>
            <th scope="col">{t('drill.column.period')}</th>
            <th scope="col">{t('drill.column.state')}</th>
            {cells.map(cell => (
              <th key={cell.name} scope="col" className="zt-number">
                <span className="tb-drill-measure">
                  {local(cell.label ?? { 'zh-CN': cell.name })}
                  {'unitOfMeasure' in cell && cell.unitOfMeasure && (
                    <span className="tb-unit">{bracketedUnit(cell.unitOfMeasure, locale)}</span>
                  )}
                </span>
              </th>
            ))}
            {share && (
              <th scope="col" className="zt-number">
                {t('drill.column.share')}
              </th>
            )}
            <th scope="col">{t('drill.column.revision')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(item => (
            <tr key={`${item.unitId} ${item.collectionId} ${item.row?.key ?? ''}`}>
              <td>
                <Link to={reportOf(item)}>{item.unitName}</Link>
                {item.creditCode && <span className="tb-code">{item.creditCode}</span>}
              </td>
              {source.section !== undefined && (
                <td>
                  {item.row && local(item.row.name)}
                  {item.row && <span className="tb-code">{item.row.key}</span>}
                </td>
              )}
              <td>{item.regionName}</td>
              <td>{formatPeriod(item.period, locale)}</td>
              <td>{stateText(t, item.state)}</td>
              {data.columns.map(name => (
                <td key={name} className="zt-number">
                  {groupDigits(item.values[name] ?? '')}
                </td>
              ))}
              {share && <td className="zt-number">{share(item.values, whole ?? null)}</td>}
              <td>
                {item.revisionNo > 0 && (
                  <Link to={reportOf(item)}>{t('drill.revision.text', { number: item.revisionNo })}</Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const states = {
  owed: 'report.state.owed',
  draft: 'report.state.draft',
  returned: 'report.state.returned',
  submitted: 'report.state.submitted',
  'accepted:county': 'report.state.accepted-county',
  'accepted:city': 'report.state.accepted-city',
} as const
type Translate = ReturnType<typeof useText<(typeof tabulateText)['zh-CN']>>

const stateText = (t: Translate, state: string): string =>
  Object.hasOwn(states, state) ? t(states[state as keyof typeof states]) : state
