import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type RefObject,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Grid } from '#engines/table/index.ts'
import { useRowHeight } from '#ui/appearance/appearance.ts'
import { useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import { GridHeads } from './grid-head.tsx'
import { GridLine, type Look } from './grid-line.tsx'
import { columnRanges, hasChildren, rowKeys, visibleRows } from './grid-rows.ts'
import { useWindow } from './use-window.ts'

export type CellPlace = Readonly<{ row: number; column: number }>

type Props = Readonly<{
  grid: Grid
  look: Look
  collapsed: ReadonlySet<string>
  onCollapsed: (collapsed: ReadonlySet<string>) => void
  /** Absent where the reader may not see units. */
  onDrill?: ((place: CellPlace) => void) | undefined
}>

/** Which cell of the screen an event is in; the stub is column -1. */
function placeOf(target: EventTarget): CellPlace | null {
  const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset.at
  const [row, column] = at?.split(' ').map(Number) ?? []
  return row === undefined || column === undefined ? null : { row, column }
}

type Screen = Readonly<{
  keys: readonly string[]
  /** Rows on screen, by their place in the grid. */
  visible: readonly number[]
  shown: ReturnType<typeof useWindow>
  scroll: RefObject<HTMLDivElement | null>
  setAt: (place: CellPlace) => void
}>

/** Where arrows, pages and ends lead from a cell. */
const stepsFrom = (
  [line, column]: readonly [number, number],
  page: number,
  [lastLine, lastColumn]: readonly [number, number],
  ctrl: boolean,
): Readonly<Record<string, readonly [number, number]>> => ({
  ArrowDown: [line + 1, column],
  ArrowUp: [line - 1, column],
  ArrowRight: [line, column + 1],
  ArrowLeft: [line, column - 1],
  PageDown: [line + page, column],
  PageUp: [line - page, column],
  Home: ctrl ? [0, -1] : [line, -1],
  End: ctrl ? [lastLine, lastColumn] : [line, lastColumn],
})

/** A click folds or drills; the keyboard walks, folds and drills. */
function useCellMoves({ grid, collapsed, onCollapsed, onDrill }: Props, screen: Screen) {
  const { keys, visible, shown, scroll, setAt } = screen
  const toggle = (row: number, fold: boolean) => {
    const next = new Set(collapsed)
    if (fold) next.add(keys[row]!)
    else next.delete(keys[row]!)
    onCollapsed(next)
  }
  const focusOn = (line: number, column: number) => {
    const to = {
      row: Math.max(0, Math.min(visible.length - 1, line)),
      column: Math.max(-1, Math.min(grid.columns.length - 1, column)),
    }
    setAt(to)
    shown.reveal(to.row)
    requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLElement>(`[data-at="${to.row} ${to.column}"]`)?.focus(),
    )
  }
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (!place) return
    const row = visible[place.row]!
    if ((event.target as HTMLElement).closest('.tb-fold')) toggle(row, !collapsed.has(keys[row]!))
    else if (place.column >= 0) onDrill?.({ row, column: place.column })
  }
  const onFocus = (event: FocusEvent) => {
    const place = placeOf(event.target)
    if (place) setAt(place)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target)
    if (!place) return
    const { row: line, column } = place
    const row = visible[line]!
    const page = Math.max(1, shown.page - 2)
    const ends = [visible.length - 1, grid.columns.length - 1] as const
    const step = stepsFrom([line, column], page, ends, event.ctrlKey)[event.key]
    if (column === -1 && (event.key === '+' || event.key === '-') && hasChildren(grid, row)) {
      toggle(row, event.key === '-')
    } else if ((event.key === 'Enter' || event.key === ' ') && column === -1 && hasChildren(grid, row)) {
      toggle(row, !collapsed.has(keys[row]!))
    } else if (event.key === 'Enter' && column >= 0 && onDrill) {
      onDrill({ row, column })
    } else if (step) focusOn(...step)
    else return
    event.preventDefault()
  }
  return { onClick, onFocus, onKeyDown }
}

/** The result: merged heads that stay in view, a tree of rows, one cell at a time in the order of Tab. */
export function GridTable(props: Props): ReactElement {
  const { grid, look, collapsed, onDrill } = props
  const t = useText(tabulateText)
  const scroll = useRef<HTMLDivElement>(null)
  const keys = useMemo(() => rowKeys(grid), [grid])
  const visible = useMemo(() => visibleRows(grid, keys, collapsed), [grid, keys, collapsed])
  const ranges = useMemo(() => columnRanges(grid), [grid])
  const [at, setAt] = useState<CellPlace>({ row: 0, column: 0 })
  const shown = useWindow(scroll, visible.length, useRowHeight())

  const { onClick, onFocus, onKeyDown } = useCellMoves(props, { keys, visible, shown, scroll, setAt })
  return (
    <div ref={scroll} className="tb-scroll" onScroll={shown.onScroll}>
      <table
        className={onDrill ? 'tb-grid tb-grid-drill' : 'tb-grid'}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table walked by arrows is a grid
        role="grid"
        aria-label={t('grid.table.label')}
        aria-rowcount={visible.length + grid.headRows}
        aria-colcount={grid.columns.length + 1}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
      >
        <GridHeads grid={grid} />
        <tbody>
          {shown.before > 0 && <Spacer height={shown.before} />}
          {visible.slice(shown.first, shown.last).map((index, offset) => {
            const line = shown.first + offset
            return (
              <GridLine
                key={keys[index]}
                row={grid.rows[index]!}
                line={line}
                ariaRow={line + grid.headRows + 1}
                focused={at.row === line ? at.column : undefined}
                fold={hasChildren(grid, index) ? (collapsed.has(keys[index]!) ? 'folded' : 'open') : 'none'}
                look={look}
                ranges={ranges}
              />
            )
          })}
          {shown.after > 0 && <Spacer height={shown.after} />}
        </tbody>
      </table>
    </div>
  )
}

const Spacer = ({ height }: Readonly<{ height: number }>): ReactElement => <tr style={{ height }} />
