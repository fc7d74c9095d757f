import type { ReactElement } from 'react'
import { Icon } from '../components/icon.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { DataTableProps } from './data-table.tsx'
import { nextSort, type TableView } from './table-view.ts'
import type { ColumnWidths } from './use-column-widths.ts'

type TableHeadProps<Row> = DataTableProps<Row> &
  Readonly<{
    shown: readonly Row[]
    view: TableView
    setView: (view: TableView) => void
    widths: ColumnWidths
  }>

const resizeKeys: Readonly<Record<string, number>> = { ArrowLeft: -16, ArrowRight: 16 }

export function TableHead<Row>(props: TableHeadProps<Row>): ReactElement {
  const { columns, shown, keyOf, selection, view, setView, widths } = props
  const t = useText(uiText)
  const choosable = shown.map(keyOf).filter(key => selection?.allows?.(key) !== false)
  const every = choosable.length > 0 && choosable.every(key => selection?.keys.has(key))
  const toggleAll = () => {
    const keys = new Set(selection?.keys)
    for (const key of choosable) every ? keys.delete(key) : keys.add(key)
    selection?.onChange(keys)
  }
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className="zt-table-check">
            <input
              type="checkbox"
              aria-label={t('ui.table.selectAll')}
              checked={every}
              disabled={choosable.length === 0}
              onChange={toggleAll}
            />
          </th>
        )}
        {columns.map(column => {
          const sorted = view.sort?.key === column.key ? view.sort : null
          const width = widths.widths[column.key] ?? column.width
          return (
            <th
              key={column.key}
              scope="col"
              style={width === undefined ? undefined : { width, minWidth: width }}
              className={`zt-align-${column.align ?? 'left'}`}
              aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
            >
              {column.value ? (
                <button
                  type="button"
                  className="zt-table-sort"
                  title={column.hint}
                  onClick={() => setView({ ...view, page: 1, sort: nextSort(view.sort, column.key) })}
                >
                  {column.title}
                  {sorted && <Icon name={sorted.descending ? 'down' : 'up'} size={12} />}
                </button>
              ) : (
                column.title
              )}
              <button
                type="button"
                className="zt-table-resize"
                aria-label={t('ui.table.resize', { column: column.title })}
                tabIndex={-1}
                onPointerDown={event => widths.drag(column.key, event)}
                onKeyDown={event => {
                  const by = resizeKeys[event.key]
                  const now = event.currentTarget.closest('th')?.offsetWidth ?? 120
                  if (by) widths.resize(column.key, now + by)
                }}
              />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
