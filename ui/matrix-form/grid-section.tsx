import { type CSSProperties, Fragment, type ReactElement, type ReactNode } from 'react'
import { type Grid, type GridHead, type GridRow, type StubColumn, unitText } from '#engines/form/index.ts'
import { type Locale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import type { Block, Slot } from './board.ts'
import { rowId } from './find.ts'
import { FormCell } from './form-cell.tsx'
import { useForm } from './form-host.ts'
import { useFormNow } from './form-now.ts'
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

type RowProps = Readonly<{
  grid: Grid
  row: GridRow
  slots: readonly (Slot | null)[]
  selected: (column: number) => boolean
  /** A search found it by its name or code. */
  hit: boolean
  extra?: ReactNode
}>

function GridBodyRow({ grid, row, slots, selected, hit, extra }: RowProps): ReactElement {
  const t = useText(formText)
  const unit = useUnitText()
  const { local } = useForm()
  return (
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
          <td key={printed.key} className={selected(column) ? 'zt-grid-cell zt-selected' : 'zt-grid-cell'}>
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
      {extra !== undefined && <td className="zt-grid-extra">{extra}</td>}
    </tr>
  )
}

type GridSectionProps = Readonly<{
  block: Block
  blockIndex: number
  label: string
  /** What stands at the end of a row, e.g. its delete button. */
  rowExtra?: (row: GridRow) => ReactNode
}>

/** A matrix or `rows` section as the table of the statutory layout. */
export function GridSection({ block, blockIndex, label, rowExtra }: GridSectionProps): ReactElement {
  const { range, found } = useFormNow()
  const locale = useLocale()
  const grid = block.grid!
  const extra = rowExtra ? 44 : 0
  const stubs = stubOffset(grid, grid.stubColumns.length, locale)
  const least = `${stubs + grid.leaves.length * leastLeafWidth + extra}px`
  const isIn = (line: number, column: number) =>
    range !== null &&
    range.block === blockIndex &&
    (range.bottom > range.top || range.right > range.left) &&
    line >= range.top &&
    line <= range.bottom &&
    column >= range.left &&
    column <= range.right
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
            <Fragment key={row.rowKey ?? row.row}>
              <GridBodyRow
                grid={grid}
                row={row}
                slots={block.lines[line] ?? []}
                selected={column => isIn(line, column)}
                hit={found?.rows.has(rowId(blockIndex, line)) ?? false}
                {...(rowExtra ? { extra: rowExtra(row) } : {})}
              />
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
