/** A workbook of any layout as it was read: what each filled cell of its visible sheets holds. Rows and columns count from 1. */

/** `uncached` is a formula that was saved without its result. */
export type SourceKind = 'number' | 'text' | 'date' | 'boolean' | 'error' | 'uncached'

/** `text` is what a person sees but for the format; a number shown in per cent says so (`12.5%`). */
export type SourceCell = Readonly<{ kind: SourceKind; text: string }>

export type Spot = Readonly<{ row: number; column: number }>

export type SourceSheet = Readonly<{
  name: string
  rowCount: number
  columnCount: number
  /** By `spotKey`; of merged cells only the first holds anything. */
  cells: ReadonlyMap<number, SourceCell>
  /** The first cell of the merged area, for every other cell of it. */
  merged: ReadonlyMap<number, Spot>
}>

export type SourceBook = Readonly<{
  sheets: readonly SourceSheet[]
  /** Names of hidden sheets; nothing is taken from them. */
  hidden: readonly string[]
}>

const COLUMNS = 16_384

export const spotKey = ({ row, column }: Spot): number => row * COLUMNS + column
export const spotOf = (key: number): Spot => ({ row: Math.floor(key / COLUMNS), column: key % COLUMNS })

export const sheetNamed = (book: SourceBook, name: string): SourceSheet | undefined =>
  book.sheets.find(sheet => sheet.name === name)

/** The cell a person sees at a place: in a merged area its first. */
export function cellSeen(sheet: SourceSheet, at: Spot): SourceCell | undefined {
  return sheet.cells.get(spotKey(sheet.merged.get(spotKey(at)) ?? at))
}

/** What is written at the place itself, so that a merged figure is counted once. */
export const cellAt = (sheet: SourceSheet, at: Spot): SourceCell | undefined => sheet.cells.get(spotKey(at))
