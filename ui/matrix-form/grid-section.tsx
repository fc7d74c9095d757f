import { type CSSProperties, memo, type ReactElement, type ReactNode } from 'react'
import { type Grid, type GridHead, type GridRow, type StubColumn, unitText } from '#engines/form/index.ts'
import { type Locale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import type { Block, Slot } from './board.ts'
import { rowId } from './find.ts'
import { FormCell } from './form-cell.tsx'
import { useForm } from './form-host.ts'
import { type FormNow, FormNowContext, useFormNow } from './form-now.ts'
import { formText } from './locale/text.ts'

const leastLeafWidth = 116

/** In pixels: frozen columns need to know how far from the left they stand. */
function stubWidth(grid: Grid, stub: StubColumn, locale: Locale): number {
  if (stub === 'name') return 244
  if (stub === 'code') return Math.max(4, ...grid.rows.map(row => row.code?.length ?? 0)) * 8 + 24
  if (locale === 'zh-CN') return 84
  const longest = Math.max(...grid.rows.map(row => unitText(row.unitOfMeasure ?? '', locale).length))
  return Math.min(Math.max(84, longest * 7 + 24), 160)
}

function stubOffset(grid: Grid, column: number, locale: Locale): number {
  return grid.stubColumns.slice(0, column).reduce((sum, stub) => sum + stubWidth(grid, stub, locale), 0)
}

function Head({ grid, head }: Readonly<{ grid: Grid; head: GridHead }>): ReactElement {
  const locale = useLocale()
  const unit = useUnitText()
  const { local } = useForm()
  return (
    <th
      scope={head.colSpan > 1 ? 'colgroup' : 'col'}
      rowSpan={head.rowSpan}
      colSpan={head.colSpan}
      className={head.stub ? 'zt-grid-stub' : undefined}
      style={head.stub ? { left: stubOffset(grid, head.column, locale) } : undefined}
    >
      {local(head.name)}
      {head.unitOfMeasure && <span className="zt-unit">{`(${unit(head.unitOfMeasure)})`}</span>}
    </th>
  )
}

function GridHeadRows({ grid, extra }: Readonly<{ grid: Grid; extra: boolean }>): ReactElement {
  const t = useText(formText)
  const locale = useLocale()
  return (
    <thead>
      {grid.headRows.map((heads, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: heading rows have no identity but their level
        <tr key={row}>
          {heads.map(head => (
            <Head key={head.column} grid={grid} head={head} />
          ))}
          {extra && row === 0 && (
            <th scope="col" rowSpan={grid.headRows.length + 1} className="zt-grid-extra">
              <span className="zt-hidden">{t('form.rows.actions')}</span>
            </th>
          )}
        </tr>
      ))}
      <tr className="zt-grid-numbers">
        {grid.columnNumbers.map((number, column) => (
          <td
            key={number}
            className={column < grid.stubColumns.length ? 'zt-grid-stub' : undefined}
            style={column < grid.stubColumns.length ? { left: stubOffset(grid, column, locale) } : undefined}
          >
            {number}
          </td>
        ))}
      </tr>
    </thead>
  )
}

function StubCells({ grid, row, hit }: Readonly<{ grid: Grid; row: GridRow; hit: boolean }>): ReactElement {
  const locale = useLocale()
  const t = useText(formText)
  const { local } = useForm()
  const unit = useUnitText()
  const texts = { unit: unit(row.unitOfMeasure), code: row.code ?? '' }
  return (
    <>
      {grid.stubColumns.map((stub, column) => {
        const style = { left: stubOffset(grid, column, locale) }
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
            title={row.explanation && local(row.explanation)}
          >
            <span style={{ paddingInlineStart: `${row.indent * 1.2}em` }} className="zt-grid-indent">
              {row.ofWhich && (
                <span className={row.ofWhichMark ? undefined : 'zt-grid-unseen'}>
                  {t('form.grid.ofWhich')}
                </span>
              )}
              <span>{local(row.name)}</span>
            </span>
          </th>
        )
      })}
    </>
  )
}

/** What stands at the end of a row, e.g. its delete button. */
type RowExtra = (row: GridRow) => ReactNode

type RowProps = Readonly<{
  grid: Grid
  row: GridRow
  slots: readonly (Slot | null)[]
  now: FormNow
  /** The columns that are selected, none where `from` is beyond `to`. */
  from: number
  to: number
  /** A search found it by its name or code. */
  hit: boolean
  rowExtra: RowExtra | undefined
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
    (a.found === b.found || found(a) === found(b))
  )
}

const sameRow = (a: RowProps, b: RowProps): boolean =>
  a.grid === b.grid &&
  a.row === b.row &&
  a.slots === b.slots &&
  a.from === b.from &&
  a.to === b.to &&
  a.hit === b.hit &&
  a.rowExtra === b.rowExtra &&
  (a.now === b.now || a.slots.every(slot => slot === null || sameCell(a.now, b.now, slot)))

/** A row that shows the same is not drawn again: a keystroke costs one row, however long the table is. */
const GridBodyRow = memo(function GridBodyRow(props: RowProps): ReactElement {
  const { grid, row, slots, now, from, to, hit, rowExtra } = props
  const t = useText(formText)
  const unit = useUnitText()
  const { local } = useForm()
  return (
    <FormNowContext value={now}>
      <tr className={row.group ? 'zt-grid-group' : undefined}>
        <StubCells grid={grid} row={row} hit={hit} />
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
}>

const noSlots: readonly (Slot | null)[] = []

/** A matrix or `rows` section as the table of the statutory layout. */
export function GridSection({ block, blockIndex, label, rowExtra }: GridSectionProps): ReactElement {
  const now = useFormNow()
  const { range, found } = now
  const locale = useLocale()
  const grid = block.grid!
  const extra = rowExtra ? 44 : 0
  const stubs = stubOffset(grid, grid.stubColumns.length, locale)
  const least = `${stubs + grid.leaves.length * leastLeafWidth + extra}px`
  const isIn = (line: number) =>
    range !== null &&
    range.block === blockIndex &&
    (range.bottom > range.top || range.right > range.left) &&
    line >= range.top &&
    line <= range.bottom
  return (
    <div className="zt-grid-place">
      <table className="zt-grid" style={{ '--zt-grid-least': least } as CSSProperties}>
        <caption className="zt-hidden">{label}</caption>
        <colgroup>
          {grid.stubColumns.map(stub => (
            <col key={stub} style={{ width: stubWidth(grid, stub, locale) }} />
          ))}
          {grid.leaves.map(leaf => (
            <col key={leaf.key} />
          ))}
          {rowExtra && <col className="zt-grid-extra-column" style={{ width: extra }} />}
        </colgroup>
        <GridHeadRows grid={grid} extra={rowExtra !== undefined} />
        <tbody>
          {grid.rows.map((row, line) => (
            <GridBodyRow
              key={row.rowKey ?? row.row}
              grid={grid}
              row={row}
              slots={block.lines[line] ?? noSlots}
              now={now}
              from={isIn(line) ? range!.left : 0}
              to={isIn(line) ? range!.right : -1}
              hit={found?.rows.has(rowId(blockIndex, line)) ?? false}
              rowExtra={rowExtra}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
