/** The places of a form that a workbook may fill, each with the address it is taken from. */
import {
  areaOf,
  fillableCells,
  fillableColumns,
  type Matching,
  parseSources,
  rowsSections,
  type Source,
  type SourceBook,
  sheetNamed,
  sourcesText,
} from '#engines/exchange/own-workbook/index.ts'
import type { CellPlace, FormSpec, FormValues, RowsSection } from '#engines/form/index.ts'

/** A cell; in a table of rows the first key, and the column of each heading. */
export type Slot =
  | Readonly<{ id: string; kind: 'cell'; place: CellPlace }>
  | Readonly<{ id: string; kind: 'key'; section: RowsSection }>
  | Readonly<{ id: string; kind: 'column'; section: RowsSection; place: CellPlace }>

export type SlotGroup = Readonly<{
  id: string
  section?: FormSpec['sections'][number]
  slots: readonly Slot[]
}>

/** In the order of the form: head, sections, signers. */
export function slotGroups(spec: FormSpec, initial: FormValues): readonly SlotGroup[] {
  const cells = fillableCells(spec, initial)
  const of = (id: string): readonly Slot[] =>
    cells.filter(({ section }) => section === id).map(place => ({ id: place.code, kind: 'cell', place }))
  const tables = new Map(rowsSections(spec).map(section => [section.id, section]))
  const sections = spec.sections.map((section): SlotGroup => {
    const table = tables.get(section.id)
    if (!table) return { id: section.id, section, slots: of(section.id) }
    const columns = fillableColumns(spec, table)
    return {
      id: section.id,
      section,
      slots: [
        { id: `${table.id}#`, kind: 'key', section: table },
        ...columns.map(place => ({ id: place.code, kind: 'column' as const, section: table, place })),
      ],
    }
  })
  const groups = [{ id: 'header', slots: of('header') }, ...sections, { id: 'signers', slots: of('signers') }]
  return groups.filter(({ slots }) => slots.length > 0)
}

export function slotSources(matching: Matching, slot: Slot): readonly Source[] {
  if (slot.kind === 'cell') return matching.cells[slot.place.code]?.sources ?? []
  const table = matching.rows[slot.section.id]
  if (!table) return []
  if (slot.kind === 'key') return [{ sheet: table.sheet, at: table.key }]
  const column = table.columns[slot.place.code]
  const row = areaOf(table.key)?.from.row
  return column && row !== undefined ? [{ sheet: table.sheet, at: `${column.column}${row}` }] : []
}

export const slotText = (matching: Matching, slot: Slot): string => sourcesText(slotSources(matching, slot))

export function slotUnit(matching: Matching, slot: Slot): string | undefined {
  if (slot.kind === 'cell') return matching.cells[slot.place.code]?.unit
  return slot.kind === 'column' ? matching.rows[slot.section.id]?.columns[slot.place.code]?.unit : undefined
}

export type SlotProblem = 'SYNTAX' | 'UNKNOWN_SHEET' | 'TOO_MANY' | 'ONE_CELL' | 'KEY_FIRST' | 'OTHER_SHEET'
export type SlotResult =
  | Readonly<{ matching: Matching; problem?: undefined }>
  | Readonly<{ problem: SlotProblem; matching?: undefined }>

const without = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([own]) => own !== key))

const unitAs = (unit: string | undefined) => (unit === undefined ? {} : { unit })

function withTable(
  matching: Matching,
  slot: Exclude<Slot, { kind: 'cell' }>,
  sources: readonly Source[],
): SlotResult {
  const { id } = slot.section
  const table = matching.rows[id]
  const [source, ...others] = sources
  if (!source) {
    if (slot.kind === 'key' || !table) return { matching: { ...matching, rows: without(matching.rows, id) } }
    const columns = without(table.columns, slot.place.code)
    return { matching: { ...matching, rows: { ...matching.rows, [id]: { ...table, columns } } } }
  }
  const area = areaOf(source.at)
  if (!area || others.length > 0 || source.at.includes(':')) return { problem: 'ONE_CELL' }
  if (slot.kind === 'key') {
    const columns = table?.sheet === source.sheet ? table.columns : {}
    const next = { sheet: source.sheet, key: source.at, columns }
    return { matching: { ...matching, rows: { ...matching.rows, [id]: next } } }
  }
  if (!table) return { problem: 'KEY_FIRST' }
  if (table.sheet !== source.sheet) return { problem: 'OTHER_SHEET' }
  const column = { column: source.at.replace(/\d+$/, ''), ...unitAs(slotUnit(matching, slot)) }
  const columns = { ...table.columns, [slot.place.code]: column }
  return { matching: { ...matching, rows: { ...matching.rows, [id]: { ...table, columns } } } }
}

/** Takes a place from these sources; none of them clears it. */
export function withSources(matching: Matching, slot: Slot, sources: readonly Source[]): SlotResult {
  if (slot.kind !== 'cell') return withTable(matching, slot, sources)
  const { code } = slot.place
  if (sources.length === 0) return { matching: { ...matching, cells: without(matching.cells, code) } }
  const next = { sources, ...unitAs(slotUnit(matching, slot)) }
  return { matching: { ...matching, cells: { ...matching.cells, [code]: next } } }
}

/** The same by what a person typed; a place without a sheet is on the one that is shown. */
export function withText(
  matching: Matching,
  slot: Slot,
  text: string,
  shown: string,
  book: SourceBook,
): SlotResult {
  const own = slotSources(matching, slot)[0]?.sheet
  const sheet = own !== undefined && sheetNamed(book, own) ? own : shown
  const names = book.sheets.map(({ name }) => name)
  const parsed = parseSources(text, sheet, names)
  return parsed.sources ? withSources(matching, slot, parsed.sources) : parsed
}

export function withUnit(matching: Matching, slot: Slot, unit: string | undefined): Matching {
  if (slot.kind === 'key') return matching
  const { code } = slot.place
  if (slot.kind === 'cell') {
    const cell = matching.cells[code]
    if (!cell) return matching
    return { ...matching, cells: { ...matching.cells, [code]: { sources: cell.sources, ...unitAs(unit) } } }
  }
  const table = matching.rows[slot.section.id]
  const column = table?.columns[code]
  if (!table || !column) return matching
  const columns = { ...table.columns, [code]: { column: column.column, ...unitAs(unit) } }
  return { ...matching, rows: { ...matching.rows, [slot.section.id]: { ...table, columns } } }
}

export function withSheetUnit(matching: Matching, sheet: string, unit: string | undefined): Matching {
  const units = without(matching.units, sheet)
  return { ...matching, units: unit === undefined ? units : { ...units, [sheet]: unit } }
}

/** What `proposed` knows and `matching` lacks. */
export function filledUp(matching: Matching, proposed: Matching): Matching {
  return {
    units: { ...proposed.units, ...matching.units },
    cells: { ...proposed.cells, ...matching.cells },
    rows: { ...proposed.rows, ...matching.rows },
  }
}

export const matchedCount = (matching: Matching, groups: readonly SlotGroup[]): number =>
  groups.flatMap(({ slots }) => slots).filter(slot => slotSources(matching, slot).length > 0).length
