import { type CSSProperties, memo, type ReactElement, type ReactNode, useMemo, useRef } from 'react'
import { type Grid, type GridHead, type GridRow, type StubColumn, unitText } from '#engines/form/index.ts'
import { type Locale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import { type Block, explainedItem, type Slot } from './board.ts'
import { ExplainButton } from './explanation.tsx'
import { rowId } from './find.ts'
import { FormCell } from './form-cell.tsx'
import { useForm } from './form-host.ts'
import { type FormNow, FormNowContext, useFormNow } from './form-now.ts'
import { formText } from './locale/text.ts'
import { isChunked, useRowChunks } from './row-chunks.ts'

const leastLeafWidth = 116

/** In pixels: frozen columns need to know how far from the left they stand. */
function stubWidth(grid: Grid, stub: StubColumn, locale: Locale): number {
  if (stub === 'name') return 244
  if (stub === 'code') return Math.max(4, ...grid.rows.map(row => row.code?.length ?? 0)) * 8 + 24
  if (locale === 'zh-CN') return 84
  const longest = Math.max(...grid.rows.map(row => unitText(row.unitOfMeasure ?? '', locale).length))
  return Math.min(Math.max(84, longest * 7 + 24), 160)
}

type StubPlace = Readonly<{ stub: StubColumn; width: number; left: number }>
type Stubs = Readonly<{ places: readonly StubPlace[]; width: number }>

/** Goes through all rows: once for a table. */
function stubsOf(grid: Grid, locale: Locale): Stubs {
  let width = 0
  const places = grid.stubColumns.map((stub): StubPlace => {
    const place = { stub, width: stubWidth(grid, stub, locale), left: width }
    width += place.width
    return place
  })
  return { places, width }
}

function Head({ stubs, head }: Readonly<{ stubs: Stubs; head: GridHead }>): ReactElement {
  const unit = useUnitText()
  const { local } = useForm()
  return (
    <th
      scope={head.colSpan > 1 ? 'colgroup' : 'col'}
      rowSpan={head.rowSpan}
      colSpan={head.colSpan}
      className={head.stub ? 'zt-grid-stub' : undefined}
      style={head.stub ? { left: stubs.places[head.column]!.left } : undefined}
    >
      {local(head.name)}
      {head.unitOfMeasure && <span className="zt-unit">{`(${unit(head.unitOfMeasure)})`}</span>}
    </th>
  )
}

type GridHeadRowsProps = Readonly<{ grid: Grid; stubs: Stubs; extra: boolean; numbered: boolean }>

function GridHeadRows({ grid, stubs, extra, numbered }: GridHeadRowsProps): ReactElement {
  const t = useText(formText)
  return (
    <thead>
      {grid.headRows.map((heads, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: heading rows have no identity but their level
        <tr key={row} aria-rowindex={numbered ? row + 1 : undefined}>
          {heads.map(head => (
            <Head key={head.column} stubs={stubs} head={head} />
          ))}
          {extra && row === 0 && (
            <th scope="col" rowSpan={grid.headRows.length + 1} className="zt-grid-extra">
              <span className="zt-hidden">{t('form.rows.actions')}</span>
            </th>
          )}
        </tr>
      ))}
      <tr className="zt-grid-numbers" aria-rowindex={numbered ? headCount(grid) : undefined}>
        {grid.columnNumbers.map((number, column) => (
          <td
            key={number}
            className={column < stubs.places.length ? 'zt-grid-stub' : undefined}
            style={column < stubs.places.length ? { left: stubs.places[column]!.left } : undefined}
          >
            {number}
          </td>
        ))}
      </tr>
    </thead>
  )
}

function StubCells({
  stubs,
  row,
  hit,
}: Readonly<{ stubs: Stubs; row: GridRow; hit: boolean }>): ReactElement {
  const t = useText(formText)
  const { local } = useForm()
  const unit = useUnitText()
  const item = explainedItem(row)
  const texts = { unit: unit(row.unitOfMeasure), code: row.code ?? '' }
  return (
    <>
      {stubs.places.map(({ stub, left }) => {
        const style = { left }
        if (stub !== 'name') {
          return (
            <td key={stub} className={`zt-grid-stub zt-grid-${stub}`} style={style}>
              {texts[stub]}
            </td>
          )
        }
        return (
          <th
            key={stub}
            scope="row"
            className={hit ? 'zt-grid-stub zt-grid-name zt-grid-hit' : 'zt-grid-stub zt-grid-name'}
            style={style}
          >
            <span style={{ paddingInlineStart: `${row.indent * 1.2}em` }} className="zt-grid-indent">
              {row.ofWhich && (
                <span className={row.ofWhichMark ? undefined : 'zt-grid-unseen'}>
                  {t('form.grid.ofWhich')}
                </span>
              )}
              <span>{local(row.name)}</span>
              {item && <ExplainButton item={item} tabbed={row.group} />}
            </span>
          </th>
        )
      })}
    </>
  )
}

/** What stands at the end of a row, e.g. its delete button. */
type RowExtra = (row: GridRow) => ReactNode

/** Its heads and the line of column numbers. */
const headCount = (grid: Grid): number => grid.headRows.length + 1

type RowProps = Readonly<{
  grid: Grid
  stubs: Stubs
  row: GridRow
  slots: readonly (Slot | null)[]
  now: FormNow
  /** The columns that are selected, none where `from` is beyond `to`. */
  from: number
  to: number
  /** A search found it by its name or code. */
  hit: boolean
  rowExtra: RowExtra | undefined
  /** Which of all rows it is, where not all of them are in the document. */
  rowIndex: number | undefined
}>

/** Whether a cell shows the same in both. */
function sameCell(a: FormNow, b: FormNow, slot: Slot): boolean {
  const typed = ({ editing }: FormNow) => (editing?.key === slot.key ? editing.text : null)
  const found = ({ found }: FormNow) => [found?.cells.has(slot.key), found?.now?.key === slot.key].join()
  return (
    a.session.get(slot.address) === b.session.get(slot.address) &&
    typed(a) === typed(b) &&
    a.unread.get(slot.key)?.text === b.unread.get(slot.key)?.text &&
    a.byCell.get(slot.key)?.[0]?.level === b.byCell.get(slot.key)?.[0]?.level &&
    a.toFill.has(slot.key) === b.toFill.has(slot.key) &&
    (a.found === b.found || found(a) === found(b))
  )
}

const sameRow = (a: RowProps, b: RowProps): boolean =>
  a.grid === b.grid &&
  a.stubs === b.stubs &&
  a.rowIndex === b.rowIndex &&
  a.row === b.row &&
  a.slots === b.slots &&
  a.from === b.from &&
  a.to === b.to &&
  a.hit === b.hit &&
  a.rowExtra === b.rowExtra &&
  (a.now === b.now || a.slots.every(slot => slot === null || sameCell(a.now, b.now, slot)))

/** A row that shows the same is not drawn again: a keystroke costs one row, however long the table is. */
const GridBodyRow = memo(function GridBodyRow(props: RowProps): ReactElement {
  const { grid, stubs, row, slots, now, from, to, hit, rowExtra, rowIndex } = props
  const t = useText(formText)
  const unit = useUnitText()
  const { local } = useForm()
  return (
    <FormNowContext value={now}>
      <tr className={row.group ? 'zt-grid-group' : undefined} aria-rowindex={rowIndex}>
        <StubCells stubs={stubs} row={row} hit={hit} />
        {row.slots.map((printed, column) => {
          const slot = slots[column]
          if (printed.kind !== 'cell' || !slot) {
            const closed = printed.kind === 'closed'
            return (
              <td key={printed.key} className={closed ? 'zt-grid-closed' : 'zt-grid-blank'}>
                {closed && <span title={t('form.cell.closed')}>{'×'}</span>}
              </td>
            )
          }
          const heads = grid.leaves[column]!.path.map(node => local(node.name))
          return (
            <td
              key={printed.key}
              className={column >= from && column <= to ? 'zt-grid-cell zt-selected' : 'zt-grid-cell'}
            >
              <span className="zt-grid-card-label" aria-hidden="true">
                {heads.join(' / ')}
                {slot.unitOfMeasure && !row.unitOfMeasure && (
                  <span className="zt-unit">{unit(slot.unitOfMeasure)}</span>
                )}
              </span>
              <FormCell slot={slot} {...(row.rowKey === undefined ? {} : { rowName: local(row.name) })} />
            </td>
          )
        })}
        {rowExtra && <td className="zt-grid-extra">{rowExtra(row)}</td>}
      </tr>
    </FormNowContext>
  )
}, sameRow)

type GridSectionProps = Readonly<{
  block: Block
  blockIndex: number
  label: string
  /** The same function as long as it gives the same. */
  rowExtra?: RowExtra
  /** How wide that is, in pixels. */
  extraWidth?: number
}>

const noSlots: readonly (Slot | null)[] = []

/** Draws the row of a line. */
function useRows({ block, blockIndex, rowExtra }: GridSectionProps, stubs: Stubs) {
  const now = useFormNow()
  const { range, found } = now
  const grid = block.grid!
  const numbered = isChunked(grid.rows.length)
  const isIn = (line: number) =>
    range !== null &&
    range.block === blockIndex &&
    (range.bottom > range.top || range.right > range.left) &&
    line >= range.top &&
    line <= range.bottom
  return (row: GridRow, line: number): ReactElement => (
    <GridBodyRow
      key={row.rowKey ?? row.row}
      grid={grid}
      stubs={stubs}
      row={row}
      slots={block.lines[line] ?? noSlots}
      now={now}
      from={isIn(line) ? range!.left : 0}
      to={isIn(line) ? range!.right : -1}
      hit={found?.rows.has(rowId(blockIndex, line)) ?? false}
      rowExtra={rowExtra}
      rowIndex={numbered ? headCount(grid) + line + 1 : undefined}
    />
  )
}

/** Stands for the rows of a chunk that is not drawn. */
function Gap({ columns, height }: Readonly<{ columns: number; height: number }>): ReactElement {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus; its rows are counted by index
    <tr className="zt-grid-gap" aria-hidden="true">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

/** A matrix or `rows` section as the table of the statutory layout. */
export function GridSection(props: GridSectionProps): ReactElement {
  const { block, blockIndex, label, rowExtra, extraWidth = 0 } = props
  const { wanted } = useFormNow()
  const locale = useLocale()
  const grid = block.grid!
  const extra = rowExtra ? extraWidth : 0
  const stubs = useMemo(() => stubsOf(grid, locale), [grid, locale])
  const least = `${stubs.width + grid.leaves.length * leastLeafWidth + extra}px`
  const table = useRef<HTMLTableElement>(null)
  const line = wanted?.block === blockIndex ? wanted.line : undefined
  const { chunks, onFocus } = useRowChunks(table, grid.rows.length, line)
  const drawRow = useRows(props, stubs)
  return (
    <div className="zt-grid-place">
      <table
        ref={table}
        className="zt-grid"
        style={{ '--zt-grid-least': least } as CSSProperties}
        aria-rowcount={chunks ? headCount(grid) + grid.rows.length : undefined}
      >
        <caption className="zt-hidden">{label}</caption>
        <colgroup>
          {stubs.places.map(({ stub, width }) => (
            <col key={stub} style={{ width }} />
          ))}
          {grid.leaves.map(leaf => (
            <col key={leaf.key} />
          ))}
          {rowExtra && <col className="zt-grid-extra-column" style={{ width: extra }} />}
        </colgroup>
        <GridHeadRows grid={grid} stubs={stubs} extra={rowExtra !== undefined} numbered={chunks !== null} />
        {chunks ? (
          chunks.map(({ index, from, to, drawn, height }) => (
            <tbody key={index} data-chunk={index} onFocus={onFocus}>
              {drawn ? (
                grid.rows.slice(from, to).map((row, i) => drawRow(row, from + i))
              ) : (
                <Gap columns={grid.columnCount + (rowExtra ? 1 : 0)} height={height} />
              )}
            </tbody>
          ))
        ) : (
          <tbody>{grid.rows.map(drawRow)}</tbody>
        )}
      </table>
    </div>
  )
}
