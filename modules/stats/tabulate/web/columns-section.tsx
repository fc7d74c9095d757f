import { Select as CellSelect } from 'antd'
import { type ReactElement, useState } from 'react'
import { Button, IconButton } from '#ui/components/button.tsx'
import { Menu } from '#ui/components/menu.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import { ColumnDialog } from './column-dialog.tsx'
import { derivations } from './derive.ts'
import { type FlatColumn, flatColumns, freshKey, moved, nestColumns, withoutColumn } from './draft.ts'
import { ShelfItem } from './rows-section.tsx'

type Editing = Readonly<{ column: FlatColumn; isNew: boolean }>

type Cell = Builder['source']['columns'][number]

function CellPick(
  props: Readonly<{ source: Builder['source']; onPick: (cell: Cell) => void }>,
): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const cells = props.source.columns.filter(column => column.type.kind === 'decimal')
  return (
    <CellSelect
      showSearch={{ optionFilterProp: 'label' }}
      value={null}
      aria-label={t('design.columns.pick')}
      placeholder={t('design.columns.pick')}
      options={cells.map(cell => ({
        value: cell.name,
        label: `${cell.name} ${local(cell.label ?? { 'zh-CN': cell.name })}`,
      }))}
      onChange={(name: string | null) => {
        const cell = cells.find(one => one.name === name)
        if (cell) props.onPick(cell)
      }}
    />
  )
}

/** The measures: picked from the form's cells, derived from one another, or described in the dialog. */
export function ColumnsSection(props: Builder): ReactElement {
  const { source, definition, onChange } = props
  const t = useText(tabulateText)
  const local = useLocalText()
  const [editing, setEditing] = useState<Editing | null>(null)
  const columns = flatColumns(definition.columns)
  const put = (next: readonly FlatColumn[]) => onChange({ ...definition, columns: nestColumns(next) })
  const remove = (key: string) => {
    const left = withoutColumn(columns, key)
    const { order, ...rest } = definition
    const kept = order && left.some(column => column.key === order.column) ? { order } : {}
    onChange({ ...rest, ...kept, columns: nestColumns(left) })
  }
  const addSum = ({ name, label = { 'zh-CN': name } }: Cell) => {
    const measure = { kind: 'sum', column: name } as const
    put([...columns, { key: freshKey(columns), label, measure, headings: [] }])
  }
  const finish = (column: FlatColumn) => {
    const at = columns.findIndex(one => one.key === column.key)
    put(at < 0 ? [...columns, column] : columns.with(at, column))
    setEditing(null)
  }
  const insertAfter = (key: string, column: FlatColumn) => {
    const at = columns.findIndex(one => one.key === key)
    put(columns.toSpliced(at + 1, 0, column))
  }
  return (
    <section className="tb-section">
      <h2>{t('design.columns.title')}</h2>
      <CellPick source={source} onPick={addSum} />
      <ol className="tb-shelf">
        {columns.length === 0 && <li className="tb-shelf-empty">{t('design.columns.empty')}</li>}
        {columns.map((column, at) => {
          const name = [...column.headings, column.label].map(local).join(' · ')
          return (
            <ShelfItem
              key={column.key}
              name={name}
              short={local(column.label)}
              index={at}
              shelf="columns"
              last={at === columns.length - 1}
              onReceive={item => item.from === 'columns' && put(moved(columns, item.index, at))}
              onMove={to => put(moved(columns, at, to))}
              onRemove={() => remove(column.key)}
              tools={
                <ColumnTools
                  column={column}
                  name={name}
                  columns={columns}
                  onEdit={() => setEditing({ column, isNew: false })}
                  onDerive={derived => insertAfter(column.key, derived)}
                />
              }
            />
          )
        })}
      </ol>
      <Button
        icon="plus"
        onClick={() => setEditing({ column: newColumn(columns, t('measure.kind.units')), isNew: true })}
      >
        {t('design.columns.add')}
      </Button>
      {editing && (
        <ColumnDialog
          {...props}
          columns={columns}
          editing={editing.column}
          isNew={editing.isNew}
          onDone={finish}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  )
}

const newColumn = (columns: readonly FlatColumn[], label: string): FlatColumn => ({
  key: freshKey(columns),
  label: { 'zh-CN': label },
  measure: { kind: 'units' },
  headings: [],
})

function ColumnTools(
  props: Readonly<{
    column: FlatColumn
    name: string
    columns: readonly FlatColumn[]
    onEdit: () => void
    onDerive: (column: FlatColumn) => void
  }>,
): ReactElement {
  const { column, name, columns } = props
  const t = useText(tabulateText)
  const choices = derivations(column, freshKey(columns))
  return (
    <>
      {choices.length > 0 && (
        <Menu
          label={t('design.item.derive', { name })}
          className="zt-button zt-button-quiet zt-button-icon"
          items={choices.map(choice => ({
            key: choice.name,
            label: t(choice.name),
            onSelect: () => props.onDerive(choice.column),
          }))}
        >
          {'ƒ'}
        </Menu>
      )}
      <IconButton icon="more" label={t('design.item.edit', { name })} onClick={props.onEdit} />
    </>
  )
}
