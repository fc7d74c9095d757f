/** Where the texts of a pasted block go: cell by cell from its top left corner, over the section as it is printed. */
import { type CellPlace, cellIndex } from './cells.ts'
import { parseBlock } from './clipboard.ts'
import { matrixLayout, rowItem, rowsLayout } from './layout.ts'
import type { FormSpec, FormValues, LocalText } from './model.ts'

/** One place for one value; `row` only inside a `rows` section. */
export type CellAddress = Readonly<{ cell: string; row?: string }>

/** Pasted text that has no cell to go to; `row` and `column` count from 0 in the block. */
export type Refused = Readonly<{
  row: number
  column: number
  text: string
  cell?: string
  /** It lies beyond the table. */
  outside?: true
  /** Nothing of the line was taken; the message names it. */
  wholeLine?: true
  message: LocalText
}>

export type PastedEntry = Readonly<{ at: CellAddress; value: string }>
export type PastePlan = Readonly<{ entries: readonly PastedEntry[]; refused: readonly Refused[] }>

type Lines = readonly PlaceLine[]

function linesOf(spec: FormSpec, values: FormValues, place: CellPlace): Lines {
  const section = spec.sections.find(({ id }) => id === place.section)
  if (section?.kind === 'matrix')
    return matrixLayout(spec, section).rows.map(row =>
      row.slots.map(slot => (slot.kind === 'cell' ? { cell: slot.cell.code } : null)),
    )
  if (section?.kind === 'rows') {
    const items = (values.rows?.[section.id] ?? []).map(row => rowItem(spec, section, row.key))
    return rowsLayout(spec, section, items).rows.map(row =>
      row.slots.map(slot => (slot.kind === 'cell' ? { cell: slot.cell.code, row: row.rowKey! } : null)),
    )
  }
  const fields = { header: spec.header, signers: spec.signers, section: section?.fields ?? [] }[place.part]
  return fields.map(field => [{ cell: field.cell.code }])
}

const outside: LocalText = { 'zh-CN': '超出表格范围', en: 'Outside the table' }
const notEditable: LocalText = { 'zh-CN': '此格不能填写', en: 'This cell cannot be filled in' }

/** Null where a place takes nothing, undefined beyond the table. */
export type PlaceLine = readonly (CellAddress | null | undefined)[]

/** One line of texts over one line of cells; `row` is its number in the block. */
export function planLine(
  texts: readonly string[],
  cells: PlaceLine,
  row: number,
  editable: (at: CellAddress) => boolean,
): PastePlan {
  const entries: PastedEntry[] = []
  const refused: Refused[] = []
  for (const [column, text] of texts.entries()) {
    const cell = cells[column]
    const trimmed = text.trim()
    if (cell && editable(cell)) entries.push({ at: cell, value: text })
    else if (trimmed !== '' && !(cell === null && trimmed === '×')) {
      const told =
        cell === undefined ? { outside: true as const, message: outside } : { message: notEditable }
      refused.push({ row, column, text, ...(cell && { cell: cell.cell }), ...told })
    }
  }
  return { entries, refused }
}

/** Splits a block into entries for editable cells and texts refused; blanks and × over a closed place are neither. */
export function planPaste(
  spec: FormSpec,
  values: FormValues,
  at: CellAddress,
  block: string,
  editable: (at: CellAddress) => boolean,
): PastePlan {
  const place = cellIndex(spec).get(at.cell)
  const lines = place ? linesOf(spec, values, place) : []
  const isCorner = (cell: CellAddress | null | undefined) => cell?.cell === at.cell && cell.row === at.row
  const top = lines.findIndex(line => line.some(isCorner))
  const left = lines[top]?.findIndex(isCorner) ?? 0
  const plans = parseBlock(block).map((texts, row) =>
    planLine(texts, top < 0 ? [] : (lines[top + row]?.slice(left) ?? []), row, editable),
  )
  return { entries: plans.flatMap(plan => plan.entries), refused: plans.flatMap(plan => plan.refused) }
}
