import { type KeyboardEvent, type ReactElement, type ReactNode, useMemo, useRef, useState } from 'react'
import { EmptyState, Skeleton } from '../components/states.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { ReadPage } from './read-all.ts'
import type { Filters } from './table-filters.tsx'
import { TableHead } from './table-head.tsx'
import { TableFoot, TableTools } from './table-tools.tsx'
import {
  type CellValue,
  type CsvColumn,
  firstView,
  pageOf,
  searchRows,
  sortRows,
  type TableView,
} from './table-view.ts'
import { useColumnWidths } from './use-column-widths.ts'
import './data-table.css'

export type Column<Row> = Readonly<{
  key: string
  title: string
  /** What the numbers mean and how they are sorted, told at the head. */
  hint?: string
  width?: number
  align?: 'left' | 'right' | 'center'
  /** What is shown, where that is not plainly `value` or `text`. */
  cell?: (row: Row) => ReactNode
  /** Plain value for sorting, searching and CSV. Where the server sorts, only the heads it knows have one. */
  value?: (row: Row) => CellValue
  /** What stands in the CSV, where that is not `value`; a column with neither takes no part in it. */
  text?: (row: Row) => CellValue
}>

export type DataTableProps<Row> = Readonly<{
  /** Names the table in the browser's memory of column widths. */
  id: string
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Given, the server searches, sorts and pages; otherwise the table does. */
  server?: Readonly<{
    view: TableView
    total: number
    onView: (view: TableView) => void
    /** How every page is read for an export (`pagesOf`); without it there is none. */
    readPage?: ReadPage<Row>
  }>
  /** The view where the table itself searches, sorts and pages, but the address keeps it. */
  kept?: Readonly<{ view: TableView; onView: (view: TableView) => void }>
  pageSize?: number
  loading?: boolean
  /** What to do next, when there is nothing at all. */
  empty?: ReactNode
  /** Enter or double click on a row. */
  onOpen?: (row: Row) => void
  selection?: Readonly<{
    keys: ReadonlySet<string>
    onChange: (keys: ReadonlySet<string>) => void
    /** Rows that may be chosen; all, where it is not given. */
    allows?: (key: string) => boolean
  }>
  /** Shown beside the count while rows are selected. */
  bulkActions?: ReactNode
  /** Buttons of the screen, at the left of the search. */
  tools?: ReactNode
  /** What narrows the list; on a phone it folds into one button. */
  filters?: Filters
  /** What is done to all that is found, in a line of its own; while rows are selected, what is done to those. */
  acts?: ReactNode
  /** What the CSV holds beside or instead of the columns on the screen. */
  exportColumns?: readonly CsvColumn<Row>[]
  /** Instead of the CSV made here, e.g. a download made by the server. */
  onExport?: (format: 'csv' | 'xlsx') => void
  exportFormats?: readonly ('csv' | 'xlsx')[]
  searchable?: boolean
  /** The address keys of filters, order and page size; given, people keep views of the list by name. */
  views?: readonly string[]
}>

function useShownRows<Row>(props: DataTableProps<Row>, view: TableView) {
  const { rows, columns, server } = props
  return useMemo(() => {
    if (server) return { all: rows, shown: rows, total: server.total }
    const values = Object.fromEntries(columns.map(column => [column.key, column.value]))
    const all = sortRows(searchRows(rows, view.search, values), view.sort, values)
    return { all, shown: pageOf(all, view), total: all.length }
  }, [rows, columns, server, view])
}

function moveRowFocus(event: KeyboardEvent<HTMLTableRowElement>): boolean {
  const rows = [...(event.currentTarget.parentElement?.children ?? [])] as HTMLElement[]
  const at = rows.indexOf(event.currentTarget)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  if (to === undefined) return false
  event.preventDefault()
  rows[to]?.focus()
  return true
}

/** A dense list: sticky head, count, search, sort, pages, selection, remembered widths, export. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { columns, keyOf, selection, onOpen, server, kept = server, label } = props
  const t = useText(uiText)
  const [own, setOwn] = useState(() => firstView(props.pageSize))
  const view = kept?.view ?? own
  const setView = kept?.onView ?? setOwn
  const { all, shown, total } = useShownRows(props, view)
  const widths = useColumnWidths(props.id)
  const body = useRef<HTMLTableSectionElement>(null)

  const toggle = (key: string) => {
    if (!selection || selection.allows?.(key) === false) return
    const keys = new Set(selection.keys)
    if (!keys.delete(key)) keys.add(key)
    selection.onChange(keys)
  }
  const onRowKey = (event: KeyboardEvent<HTMLTableRowElement>, row: Row) => {
    if (event.target !== event.currentTarget || moveRowFocus(event)) return
    if (event.key === 'Enter' && onOpen) onOpen(row)
    else if (event.key === ' ' && selection) toggle(keyOf(row))
    else return
    event.preventDefault()
  }
  const interactive = onOpen !== undefined || selection !== undefined
  return (
    <div className="zt-table">
      <TableTools {...props} view={view} setView={setView} all={all} total={total} />
      <section
        className="zt-table-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('ui.table.scroll', { label })}
      >
        <table>
          <caption className="zt-hidden">{label}</caption>
          <TableHead {...props} shown={shown} view={view} setView={setView} widths={widths} />
          <tbody ref={body}>
            {shown.map((row, i) => {
              const key = keyOf(row)
              const selected = selection?.keys.has(key) ?? false
              return (
                <tr
                  key={key}
                  tabIndex={interactive ? (i === 0 ? 0 : -1) : undefined}
                  aria-selected={selection ? selected : undefined}
                  className={onOpen ? 'zt-table-open' : undefined}
                  onKeyDown={event => onRowKey(event, row)}
                  onDoubleClick={() => onOpen?.(row)}
                >
                  {selection && (
                    <td className="zt-table-check">
                      <input
                        type="checkbox"
                        aria-label={t('ui.table.selectRow')}
                        checked={selected}
                        disabled={selection.allows?.(key) === false}
                        onChange={() => toggle(key)}
                      />
                    </td>
                  )}
                  {columns.map(column => (
                    <td key={column.key} className={`zt-align-${column.align ?? 'left'}`}>
                      {(column.cell ?? column.value ?? column.text)?.(row)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
        {props.loading && shown.length === 0 && <Skeleton lines={8} />}
        {!props.loading && shown.length === 0 && (
          <EmptyState
            title={view.search ? t('ui.table.noMatch', { search: view.search }) : t('ui.table.empty')}
          >
            {view.search ? t('ui.table.emptyHint') : (props.empty ?? t('ui.table.emptyHint'))}
          </EmptyState>
        )}
      </section>
      <TableFoot view={view} setView={setView} total={total} />
    </div>
  )
}
