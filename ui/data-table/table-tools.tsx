import type { ReactElement } from 'react'
import { Button, IconButton } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Menu } from '../components/menu.tsx'
import { useTyped } from '../components/use-typed.ts'
import { formatCount } from '../i18n/format.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { Column, DataTableProps } from './data-table.tsx'
import { pageSizes } from './table-address.ts'
import { TableFilters } from './table-filters.tsx'
import { type CsvColumn, pageCount, type TableView } from './table-view.ts'
import { useTableExport } from './use-table-export.tsx'
import { ViewsMenu } from './views-menu.tsx'

type Shown<Row> = Readonly<{
  view: TableView
  setView: (view: TableView) => void
  all: readonly Row[]
  total: number
}>

const csvColumns = <Row,>(columns: readonly Column<Row>[]): readonly CsvColumn<Row>[] =>
  columns.flatMap(({ title, text, value = text }) => (value ? [{ title, value: text ?? value }] : []))

function ExportMenu<Row>(props: DataTableProps<Row> & Shown<Row>): ReactElement | null {
  const t = useText(uiText)
  const { server, onExport } = props
  const csv = useTableExport({
    name: props.label,
    columns: props.exportColumns ?? csvColumns(props.columns),
    keyOf: props.keyOf,
    rows: server?.readPage ?? props.all,
  })
  const can = onExport !== undefined || server === undefined || server.readPage !== undefined
  const formats = props.exportFormats ?? (can ? ['csv' as const] : [])
  if (formats.length === 0) return null
  const words = { csv: t('ui.table.exportCsv'), xlsx: t('ui.table.exportExcel') }
  return (
    <>
      <Menu
        items={formats.map(format => ({
          key: format,
          label: words[format],
          onSelect: () => (onExport ? onExport(format) : csv.start()),
        }))}
      >
        <Icon name="download" />
        {t('ui.table.export')}
      </Menu>
      {csv.status}
    </>
  )
}

function Selected<Row>({ selection, bulkActions }: DataTableProps<Row>): ReactElement {
  const t = useText(uiText)
  return (
    <span className="zt-table-count" role="status">
      <b>{t('ui.table.selected', { count: selection?.keys.size ?? 0 })}</b>
      <Button look="quiet" onClick={() => selection?.onChange(new Set())}>
        {t('ui.table.clearSelection')}
      </Button>
      {bulkActions}
    </span>
  )
}

const hasSelected = <Row,>({ selection }: DataTableProps<Row>): boolean => (selection?.keys.size ?? 0) > 0

function Count<Row>(props: DataTableProps<Row> & Shown<Row>): ReactElement {
  const t = useText(uiText)
  const { rows, total, server, view } = props
  if (hasSelected(props) && !props.acts) return <Selected {...props} />
  const filtered = !server && view.search !== ''
  return (
    <span className="zt-table-count" role="status">
      {filtered
        ? t('ui.table.filtered', { shown: formatCount(total), count: formatCount(rows.length) })
        : t('ui.table.count', { count: formatCount(total) })}
    </span>
  )
}

function SearchBox({ search, onSearch }: Readonly<{ search: string; onSearch: (search: string) => void }>) {
  const t = useText(uiText)
  return (
    <span className="zt-table-search">
      <Icon name="search" />
      <input
        type="search"
        className="zt-input"
        aria-label={t('ui.table.search')}
        placeholder={t('ui.table.searchHint')}
        {...useTyped(search, onSearch)}
      />
    </span>
  )
}

function Acts<Row>(props: DataTableProps<Row>): ReactElement | null {
  const t = useText(uiText)
  if (!props.acts) return null
  return (
    <div className="zt-table-acts" role="toolbar" aria-label={t('ui.table.acts')}>
      {hasSelected(props) ? <Selected {...props} /> : props.acts}
    </div>
  )
}

export function TableTools<Row>(props: DataTableProps<Row> & Shown<Row>): ReactElement {
  const { view, setView, searchable = true, filters } = props
  return (
    <>
      <div className="zt-table-tools">
        <Count {...props} />
        <div className="zt-table-actions">
          {filters && <TableFilters filters={filters} total={props.total} />}
          {props.tools}
          {searchable && (
            <SearchBox search={view.search} onSearch={search => setView({ ...view, page: 1, search })} />
          )}
          {props.views && <ViewsMenu list={props.id} keys={props.views} />}
          <ExportMenu {...props} />
        </div>
      </div>
      <Acts {...props} />
    </>
  )
}

export function TableFoot(
  props: Readonly<{ view: TableView; setView: (view: TableView) => void; total: number }>,
): ReactElement | null {
  const t = useText(uiText)
  const { view, setView, total } = props
  const pages = pageCount(total, view.pageSize)
  const page = Math.min(view.page, pages)
  if (total <= 20) return null
  return (
    <div className="zt-table-foot">
      <label>
        {t('ui.table.pageSize')}{' '}
        <select
          value={view.pageSize}
          onChange={event => setView({ ...view, page: 1, pageSize: Number(event.target.value) })}
        >
          {pageSizes.map(size => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <IconButton
        icon="left"
        label={t('ui.table.previous')}
        disabled={page <= 1}
        onClick={() => setView({ ...view, page: page - 1 })}
      />
      <span className="zt-table-page">{t('ui.table.page', { page, pages })}</span>
      <IconButton
        icon="right"
        label={t('ui.table.next')}
        disabled={page >= pages}
        onClick={() => setView({ ...view, page: page + 1 })}
      />
    </div>
  )
}
