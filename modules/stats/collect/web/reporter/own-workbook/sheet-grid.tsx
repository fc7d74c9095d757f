import { type MouseEvent, type ReactElement, useEffect, useState } from 'react'
import { cellSeen, columnLetters, type SourceSheet, spotKey } from '#engines/exchange/own-workbook/index.ts'
import { Button } from '#ui/components/button.tsx'
import { useText } from '#ui/i18n/text.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import type { Picking } from './match-step.tsx'

/** So many rows are drawn at once, and so many columns at all. */
const ROWS = 120
const COLUMNS = 80
const COLUMN_OF_KEY = spotKey({ row: 1, column: 0 })

type Props = Readonly<{
  sheet: SourceSheet
  /** The cells of the form that a place feeds, by `spotKey`. */
  feeds: ReadonlyMap<number, readonly string[]>
  chosen: ReadonlySet<number>
  onPick: (at: string, how: Picking) => void
}>

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

const howOf = (event: MouseEvent): Picking =>
  event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'add' : 'take'

/** The sheet as it is, a stretch of its rows at a time; keys reach its cells through the list of addresses. */
export function SheetGrid({ sheet, feeds, chosen, onPick }: Props): ReactElement {
  const t = useText(ownWorkbookText)
  const [from, setFrom] = useState(1)
  const to = Math.min(from + ROWS - 1, sheet.rowCount)
  const first = [...chosen][0]
  const wanted = first === undefined ? undefined : Math.floor(first / COLUMN_OF_KEY)
  useEffect(() => {
    if (wanted === undefined) return
    setFrom(old => (wanted >= old && wanted < old + ROWS ? old : Math.max(1, wanted - 20)))
  }, [wanted])
  const columns = range(1, Math.min(sheet.columnCount, COLUMNS))
  const step = (by: number) => setFrom(Math.max(1, Math.min(from + by, sheet.rowCount)))
  return (
    <>
      <div className="zr-own-sheet">
        <table aria-label={t('own.grid.label', { name: sheet.name })}>
          <thead>
            <tr>
              <td />
              {columns.map(column => (
                <th key={column} scope="col">
                  {columnLetters(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {range(from, to).map(row => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {columns.map(column => (
                  <GridCell
                    key={column}
                    sheet={sheet}
                    row={row}
                    column={column}
                    feeds={feeds.get(spotKey({ row, column }))}
                    chosen={chosen.has(spotKey({ row, column }))}
                    onPick={onPick}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sheet.rowCount > ROWS && (
        <p className="zr-own-paging">
          <Button disabled={from === 1} onClick={() => step(-ROWS)}>
            {t('own.grid.earlier', { count: ROWS })}
          </Button>
          <span className="zr-soft">{t('own.grid.rows', { from, to, total: sheet.rowCount })}</span>
          <Button disabled={to === sheet.rowCount} onClick={() => step(ROWS)}>
            {t('own.grid.later', { count: ROWS })}
          </Button>
        </p>
      )}
      {sheet.columnCount > COLUMNS && (
        <p className="zr-soft">{t('own.grid.columnsCut', { count: COLUMNS })}</p>
      )}
    </>
  )
}

type CellProps = Readonly<{
  sheet: SourceSheet
  row: number
  column: number
  feeds: readonly string[] | undefined
  chosen: boolean
  onPick: (at: string, how: Picking) => void
}>

function GridCell({ sheet, row, column, feeds, chosen, onPick }: CellProps): ReactElement {
  const t = useText(ownWorkbookText)
  const at = { row, column }
  const isMerged = sheet.merged.has(spotKey(at))
  const cell = isMerged ? undefined : cellSeen(sheet, at)
  const address = `${columnLetters(column)}${row}`
  const looks = [
    cell && cell.kind !== 'text' && 'zr-own-figure',
    isMerged && 'zr-own-merged',
    feeds && 'zr-own-fed',
    chosen && 'zr-own-now',
  ]
  const says = feeds ? t('own.grid.feeds', { address, cells: feeds.join(t('own.notes.and')) }) : address
  return (
    <td className={looks.filter(Boolean).join(' ') || undefined}>
      <button
        type="button"
        tabIndex={-1}
        title={cell && cell.text.length > 12 ? `${says} ${cell.text}` : says}
        aria-label={`${says} ${cell?.text ?? ''}`}
        data-at={address}
        onClick={event => onPick(address, howOf(event))}
      >
        {cell?.text}
      </button>
    </td>
  )
}
