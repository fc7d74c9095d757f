import type { KeyboardEvent, ReactElement, ReactNode } from 'react'
import type { RowDimension } from '#engines/table/index.ts'
import { IconButton } from '#ui/components/button.tsx'
import { Checkbox } from '#ui/components/field.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import { ConditionRows, conditionLabel } from './condition-rows.tsx'
import {
  acrossId,
  canTurn,
  type DimensionChoice,
  dimensionChoices,
  idOf,
  industryOrder,
  regionOrder,
  rowDimension,
  toggledLevel,
  turnedAcross,
  turnedDown,
} from './dimensions.ts'
import { moved } from './draft.ts'
import { type Dragged, dragSource, useDropTarget } from './drag.ts'

export function useDimensionName(): (choice: DimensionChoice) => string {
  const t = useText(tabulateText)
  const local = useLocalText()
  return choice => (typeof choice.label === 'string' ? t(choice.label as never) : local(choice.label))
}

/** The dimensions not yet used: drag them, or click to add to the rows. */
export function Palette({ source, definition, onChange }: Builder): ReactElement {
  const t = useText(tabulateText)
  const nameOf = useDimensionName()
  const used = new Set([
    ...definition.rows.map(idOf),
    ...(definition.across ? [acrossId(definition.across)] : []),
  ])
  const free = dimensionChoices(source).filter(choice => !used.has(choice.id))
  return (
    <fieldset className="tb-palette">
      <legend>{t('design.palette.label')}</legend>
      {free.map(choice => (
        <button
          key={choice.id}
          type="button"
          className="tb-chip"
          title={t('design.palette.add', { name: nameOf(choice) })}
          {...dragSource({ from: 'palette', dimension: choice.id }, nameOf(choice))}
          onClick={() => onChange({ ...definition, rows: [...definition.rows, newRow(choice.id)] })}
        >
          {nameOf(choice)}
        </button>
      ))}
    </fieldset>
  )
}

export const newRow = (id: string): RowDimension => rowDimension(id, { key: 'k1', label: conditionLabel(1) })

export function RowsSection(props: Builder): ReactElement {
  const { source, definition, onChange } = props
  const t = useText(tabulateText)
  const nameOf = useDimensionName()
  const { rows } = definition
  const put = (next: readonly RowDimension[]) => onChange({ ...definition, rows: [...next] })
  const receive = (item: Dragged, at: number) => {
    if (item.from === 'palette') put(rows.toSpliced(at, 0, newRow(item.dimension)))
    if (item.from === 'rows') put(moved(rows, item.index, at))
    if (item.from === 'across') onChange(turnedDown(definition, at))
  }
  const target = useDropTarget(
    item => item.from !== 'columns',
    item => receive(item, rows.length),
  )
  const choices = dimensionChoices(source)
  return (
    <section className="tb-section">
      <h2>{t('design.rows.title')}</h2>
      <ol className={target.over ? 'tb-shelf tb-over' : 'tb-shelf'} ref={target.ref}>
        {rows.length === 0 && <li className="tb-shelf-empty">{t('design.rows.empty')}</li>}
        {rows.map((row, at) => {
          const choice = choices.find(one => one.id === idOf(row))
          const name = choice ? nameOf(choice) : idOf(row)
          return (
            <ShelfItem
              key={idOf(row)}
              name={name}
              index={at}
              shelf="rows"
              last={at === rows.length - 1}
              onReceive={item => receive(item, at)}
              onMove={to => put(moved(rows, at, to))}
              onRemove={() => put(rows.toSpliced(at, 1))}
              {...(canTurn(row) && { onTurn: () => onChange(turnedAcross(definition, at)) })}
            >
              <RowOptions {...props} row={row} inner={at > 0} onRow={next => put(rows.with(at, next))} />
            </ShelfItem>
          )
        })}
      </ol>
      <Checkbox
        label={t('design.total.label')}
        checked={definition.total !== false}
        onChange={total => {
          const { total: _, ...rest } = definition
          onChange(total ? rest : { ...rest, total: false })
        }}
      />
    </section>
  )
}

type RowOptionsProps = Builder &
  Readonly<{ row: RowDimension; inner: boolean; onRow: (row: RowDimension) => void }>

function RowOptions(props: RowOptionsProps): ReactElement {
  const { row, inner, onRow } = props
  const t = useText(tabulateText)
  return (
    <>
      {row.kind === 'region' && (
        <Levels
          order={regionOrder}
          levels={row.levels}
          label={level => t(`level.region.${level}`)}
          onChange={levels => onRow({ ...row, levels })}
        />
      )}
      {row.kind === 'industry' && (
        <Levels
          order={industryOrder}
          levels={row.levels}
          label={level => t(`level.industry.${level}`)}
          onChange={levels => onRow({ ...row, levels })}
        />
      )}
      {row.kind === 'conditions' && (
        <ConditionRows {...props} row={row} onRow={conditions => onRow({ ...row, conditions })} />
      )}
      {inner && (
        <Checkbox
          label={t('design.level.crossed')}
          checked={row.crossed ?? false}
          onChange={crossed => {
            const { crossed: _, ...rest } = row
            onRow((crossed ? { ...rest, crossed: true } : rest) as RowDimension)
          }}
        />
      )}
    </>
  )
}

function Levels<L extends string>(
  props: Readonly<{
    order: readonly L[]
    levels: readonly L[]
    label: (level: L) => string
    onChange: (levels: readonly L[]) => void
  }>,
): ReactElement {
  return (
    <div className="tb-levels">
      {props.order.map(level => (
        <button
          key={level}
          type="button"
          className="tb-level"
          aria-pressed={props.levels.includes(level)}
          onClick={() => props.onChange(toggledLevel(props.order, props.levels, level))}
        >
          {props.label(level)}
        </button>
      ))}
    </div>
  )
}

/** Says to the eye that this can be dragged; keys and buttons do the same. */
export const Grip = (): ReactElement => (
  <span className="tb-grip">
    <Icon name="grip" />
  </span>
)

type ShelfItemProps = Readonly<{
  name: string
  /** Shown instead of the whole name, where that is long. */
  short?: string
  index: number
  shelf: 'rows' | 'columns'
  last: boolean
  onReceive: (item: Dragged) => void
  /** Before the place `to`, counted before the move. */
  onMove: (to: number) => void
  onRemove: () => void
  /** To the other axis of the table. */
  onTurn?: () => void
  tools?: ReactNode
  children?: ReactNode
}>

/** One thing on a shelf: dragged by its head, moved by arrow keys on its name, or by its buttons. */
export function ShelfItem(props: ShelfItemProps): ReactElement {
  const { name, index, shelf, last, onMove, onRemove, onTurn } = props
  const t = useText(tabulateText)
  const target = useDropTarget(
    item => item.from === shelf || (item.from !== 'columns' && shelf === 'rows'),
    props.onReceive,
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const act = {
      ArrowUp: index > 0 ? () => onMove(index - 1) : undefined,
      ArrowDown: last ? undefined : () => onMove(index + 2),
      ArrowRight: onTurn,
      Delete: onRemove,
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <li className={target.over ? 'tb-item tb-over-item' : 'tb-item'} ref={target.ref}>
      <div
        className="tb-item-head"
        title={t('design.item.drag')}
        {...dragSource({ from: shelf, index }, props.short ?? name)}
      >
        <Grip />
        <button
          type="button"
          className="tb-item-name"
          title={name}
          aria-label={t(onTurn ? 'design.item.keysTurn' : 'design.item.keys', { name })}
          onKeyDown={onKeyDown}
        >
          {props.short ?? name}
        </button>
        {props.tools}
        <span className="tb-item-moves">
          <IconButton
            icon="up"
            label={t('design.item.up', { name })}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          />
          <IconButton
            icon="down"
            label={t('design.item.down', { name })}
            disabled={last}
            onClick={() => onMove(index + 2)}
          />
          {onTurn && <IconButton icon="right" label={t('design.item.turn', { name })} onClick={onTurn} />}
          <IconButton icon="close" label={t('design.item.remove', { name })} onClick={onRemove} />
        </span>
      </div>
      {props.children}
    </li>
  )
}
