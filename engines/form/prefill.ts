/**
 * First values of a report: prefilled cells take theirs from the previous period, from a year ago or from the
 * register; rows that existed then are opened again. A source that does not fit the cell is reported, not bent.
 */
import { type CellPlace, formCells } from './cells.ts'
import type { CellValues, FormRow, FormSpec, FormValues, Prefill, Scalar } from './model.ts'
import { rowOf } from './rows.ts'
import { type Codelists, codelistsOf, parseValue, type ValueProblem } from './values.ts'

export type PrefillSources = Readonly<{
  previous?: FormValues
  yearAgo?: FormValues
  /** Register fields of the unit by name, as text. */
  register?: Readonly<Record<string, string | boolean | null>>
  codelists?: Codelists
}>

/** What was filled, from where: the office sees it beside the value, and locked cells are held against it. */
export type PrefillRecord = Readonly<{ cell: string; row?: string; from: Prefill['from']; value: Scalar }>
export type PrefillProblem = Readonly<{ cell: string; row?: string; from: Prefill['from'] }> & ValueProblem

export type Prefilled = Readonly<{
  values: FormValues
  filled: readonly PrefillRecord[]
  problems: readonly PrefillProblem[]
}>

function rowCells(values: FormValues | undefined, section: string, row: string): CellValues {
  return rowOf(values, section, row)?.cells ?? {}
}

function sourceValue(prefill: Prefill, sources: PrefillSources, section: string, row?: string): Scalar {
  if (prefill.from === 'register') {
    const register = sources.register
    return register && Object.hasOwn(register, prefill.field) ? (register[prefill.field] ?? null) : null
  }
  const values = sources[prefill.from]
  const cells = row === undefined ? (values?.cells ?? {}) : rowCells(values, section, row)
  return cells[prefill.cell] ?? null
}

type Sink = { filled: PrefillRecord[]; problems: PrefillProblem[] }

function fill(
  spec: FormSpec,
  places: readonly CellPlace[],
  sources: PrefillSources,
  sink: Sink,
  row?: string,
) {
  const cells: Record<string, Scalar> = {}
  const codelists = codelistsOf(spec, sources.codelists)
  for (const { code, section, spec: cell } of places) {
    const prefill = cell.prefill
    if (!prefill) continue
    const found = sourceValue(prefill, sources, section, row)
    if (found === null) continue
    const address = { cell: code, ...(row === undefined ? {} : { row }), from: prefill.from }
    const parsed = parseValue(cell.type, String(found), { codelists })
    if ('problem' in parsed) sink.problems.push({ ...address, ...parsed.problem })
    else if (parsed.value !== null) {
      cells[code] = parsed.value
      sink.filled.push({ ...address, value: parsed.value })
    }
  }
  return cells
}

/** Rows of last period first, then those only last year had, so that 上年同期 totals are whole. */
function rowKeys(section: string, places: readonly CellPlace[], sources: PrefillSources): readonly string[] {
  const from = new Set(places.map(place => place.spec.prefill?.from))
  const rows = [
    ...(from.has('previous') || from.has('yearAgo') ? (sources.previous?.rows?.[section] ?? []) : []),
    ...(from.has('yearAgo') ? (sources.yearAgo?.rows?.[section] ?? []) : []),
  ]
  return [...new Set(rows.map(({ key }) => key))]
}

/** Initial values of an empty report. `values` holds prefilled cells only; computed cells follow on opening. */
export function prefillValues(spec: FormSpec, sources: PrefillSources): Prefilled {
  const places = formCells(spec).filter(place => place.spec.kind === 'prefilled')
  const sink: Sink = { filled: [], problems: [] }
  const plain = places.filter(place => !place.repeated)
  const cells = fill(spec, plain, sources, sink)
  const rows: Record<string, readonly FormRow[]> = {}
  for (const section of spec.sections) {
    if (section.kind !== 'rows') continue
    const own = places.filter(place => place.section === section.id)
    const keys = rowKeys(section.id, own, sources).slice(0, section.maxRows)
    if (keys.length > 0)
      rows[section.id] = keys.map(key => ({ key, cells: fill(spec, own, sources, sink, key) }))
  }
  const values = Object.keys(rows).length > 0 ? { cells, rows } : { cells }
  return { values, filled: sink.filled, problems: sink.problems }
}

/** A cell that nothing was filled into stays open: a new unit has no last year. */
function changed(initial: CellValues, cells: CellValues, code: string): boolean {
  const filled = initial[code] ?? null
  return filled !== null && filled !== (cells[code] ?? null)
}

/** Cells that the respondent may not overtype and that differ from what was filled in, for the server to refuse. */
export function changedLockedCells(
  spec: FormSpec,
  initial: FormValues,
  values: FormValues,
): readonly Readonly<{ cell: string; row?: string }>[] {
  return formCells(spec).flatMap((place): { cell: string; row?: string }[] => {
    const { code, section, spec: cell } = place
    if (cell.kind !== 'prefilled' || !cell.locked) return []
    if (!place.repeated) return changed(initial.cells, values.cells, code) ? [{ cell: code }] : []
    return (values.rows?.[section] ?? [])
      .filter(row => changed(rowCells(initial, section, row.key), row.cells, code))
      .map(row => ({ cell: code, row: row.key }))
  })
}
