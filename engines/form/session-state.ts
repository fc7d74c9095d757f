/** What a session holds between two changes, and the changes: values entered, rows added and taken away. */
import { type CellPlace, cellIndex, rowsSection } from './cells.ts'
import { type Change, type Evaluation, type FormForeign, forgetRow, reevaluate } from './evaluation.ts'
import { message } from './messages.ts'
import type { CellValues, FormRow, FormSpec, FormValues, LocalText, Scalar } from './model.ts'
import type { CellAddress } from './paste.ts'
import type { FormProgram } from './program.ts'
import { rowOf } from './rows.ts'
import { type Conversion, unitOf } from './unit-conversion.ts'
import { type Codelists, parseValue } from './values.ts'

/** What was typed and could not be taken; the cell is blank meanwhile. */
export type TypingProblem = CellAddress & Readonly<{ text: string; code: string; message: LocalText }>

export type CellConversion = CellAddress & Conversion

export type OpenOptions = Readonly<{
  values: FormValues
  foreign: FormForeign
  /** What prefilling gave: locked cells that have a value here cannot be changed. */
  initial?: FormValues
  codelists?: Codelists
}>

export type Entry = Readonly<{ at: CellAddress; value: Scalar }>
export type RowAddress = Readonly<{ section: string; key: string }>
/** Rows are taken away first, then added; entries may name cells of the rows added. */
export type FormEdit = Readonly<{
  removed?: readonly RowAddress[]
  added?: readonly RowAddress[]
  entries: readonly Entry[]
}>

export type State = Readonly<{
  evaluation: Evaluation
  problems: ReadonlyMap<string, TypingProblem>
  conversions: readonly CellConversion[]
}>
export type Setting = Readonly<{ program: FormProgram; options: OpenOptions; codelists: Codelists }>

export const keyOf = (at: CellAddress): string => `${at.cell}\n${at.row ?? ''}`

function cellsAt(values: FormValues, place: CellPlace, row: string | undefined): CellValues | undefined {
  if (!place.repeated) return row === undefined ? values.cells : undefined
  return row === undefined ? undefined : rowOf(values, place.section, row)?.cells
}

export function valueAt(spec: FormSpec, values: FormValues | undefined, at: CellAddress): Scalar {
  const place = cellIndex(spec).get(at.cell)
  return (values && place && cellsAt(values, place, at.row)?.[at.cell]) ?? null
}

export function isEditable(setting: Setting, values: FormValues, at: CellAddress): boolean {
  const place = cellIndex(setting.program.spec).get(at.cell)
  if (!place || !cellsAt(values, place, at.row)) return false
  const { kind, locked } = place.spec
  if (kind === 'closed' || kind === 'computed') return false
  return !(locked && valueAt(setting.program.spec, setting.options.initial, at) !== null)
}

function sameProblems(a: State['problems'], b: State['problems']): boolean {
  return a.size === b.size && [...a].every(([key, problem]) => b.get(key)?.text === problem.text)
}

/** What is written into the form's own cells or into one row, which is copied once however much that is. */
type Written = Readonly<{ change: Change & { cells: string[] }; cells: Record<string, Scalar> }>

const rowId = (section: string, row: string): string => `${section}\n${row}`
const OWN = ''

function writeInto(
  written: Map<string, Written>,
  values: FormValues,
  place: CellPlace,
  at: CellAddress,
  value: Scalar,
): void {
  const id = at.row === undefined ? OWN : rowId(place.section, at.row)
  const known = written.get(id)
  const cells = known?.cells ?? cellsAt(values, place, at.row) ?? {}
  if (value === (cells[at.cell] ?? null)) return
  const row = at.row === undefined ? {} : { section: place.section, row: at.row }
  const into = known ?? { change: { cells: [], ...row }, cells: { ...cells } }
  if (value === null) delete into.cells[at.cell]
  else into.cells[at.cell] = value
  into.change.cells.push(at.cell)
  written.set(id, into)
}

function withWritten(values: FormValues, written: ReadonlyMap<string, Written>): FormValues {
  const cells = written.get(OWN)?.cells ?? values.cells
  if (!values.rows) return { ...values, cells }
  const rows = Object.entries(values.rows).map(([section, list]) => [
    section,
    list.map(row => {
      const own = written.get(rowId(section, row.key))
      return own ? { ...row, cells: own.cells } : row
    }),
  ])
  return { ...values, cells, rows: Object.fromEntries(rows) as NonNullable<FormValues['rows']> }
}

/** Applies entries that are known to be editable, then evaluates once. */
export function enter(setting: Setting, state: State, entries: readonly Entry[]): State {
  const { spec } = setting.program
  const before = state.evaluation.values
  const problems = new Map(
    [...state.problems].filter(([, { code }]) => !refusals.some(said => said === code)),
  )
  const written = new Map<string, Written>()
  const conversions: CellConversion[] = []
  for (const { at, value } of entries) {
    const place = cellIndex(spec).get(at.cell)!
    const unitOfMeasure = unitOf(spec, place, at.row, setting.codelists)
    const context = {
      codelists: setting.codelists,
      converts: true,
      ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }),
    }
    const parsed = value === null ? { value: null } : parseValue(place.spec.type, String(value), context)
    if ('problem' in parsed) problems.set(keyOf(at), { ...at, text: String(value), ...parsed.problem })
    else problems.delete(keyOf(at))
    if ('conversion' in parsed && parsed.conversion) conversions.push({ ...at, ...parsed.conversion })
    writeInto(written, before, place, at, 'value' in parsed ? parsed.value : null)
  }
  if (written.size === 0)
    return sameProblems(problems, state.problems) ? state : { ...state, problems, conversions }
  const changes = [...written.values()].map(({ change }) => change)
  const values = withWritten(before, written)
  const evaluation = reevaluate(setting.program, state.evaluation, values, setting.options.foreign, changes)
  return { evaluation, problems, conversions }
}

/** The keys among these that may become rows of a section, in order, as far as it has room. */
function newKeys(
  setting: Setting,
  values: FormValues,
  id: string,
  keys: readonly string[],
): readonly string[] {
  const section = rowsSection(setting.program.spec, id)
  if (!section) return []
  const listed = new Set(setting.codelists(section.codelist)?.map(({ code }) => code))
  const room = section.maxRows - (values.rows?.[id]?.length ?? 0)
  return [...new Set(keys)]
    .filter(key => listed.has(key) && !rowOf(values, id, key))
    .slice(0, Math.max(0, room))
}

export function addedRows(setting: Setting, state: State, id: string, keys: readonly string[]): State {
  const { values } = state.evaluation
  const added = newKeys(setting, values, id, keys)
  if (added.length === 0) return state
  const rows = added.map((key): FormRow => ({ key, cells: {} }))
  const next: FormValues = {
    ...values,
    rows: { ...values.rows, [id]: [...(values.rows?.[id] ?? []), ...rows] },
  }
  const everything = [...cellIndex(setting.program.spec).keys(), 'unit', 'period', 'row']
  const changes = added.map(row => ({ cells: everything, section: id, row }))
  const evaluation = reevaluate(setting.program, state.evaluation, next, setting.options.foreign, changes)
  return { ...state, evaluation, conversions: [] }
}

export function removedRow(setting: Setting, state: State, id: string, key: string): State {
  const values = state.evaluation.values
  const rows = values.rows?.[id]
  if (!rows?.some(row => row.key === key)) return state
  const next: FormValues = { ...values, rows: { ...values.rows, [id]: rows.filter(row => row.key !== key) } }
  const cells = cellIndex(setting.program.spec)
  const elsewhere = (at: CellAddress) => at.row !== key || cells.get(at.cell)?.section !== id
  const problems = new Map([...state.problems].filter(([, problem]) => elsewhere(problem)))
  return { evaluation: forgetRow({ ...state.evaluation, values: next }, id, key), problems, conversions: [] }
}

/** To a place counted from 0; values, findings and what could not be read go with the row. */
export function movedRow(
  setting: Setting,
  state: State,
  { section: id, key }: RowAddress,
  to: number,
): State {
  const { values } = state.evaluation
  const rows = values.rows?.[id] ?? []
  const at = rows.findIndex(row => row.key === key)
  const place = Math.max(0, Math.min(Math.trunc(to), rows.length - 1))
  if (!rowsSection(setting.program.spec, id) || at < 0 || Number.isNaN(place) || place === at) return state
  const moved = rows.toSpliced(at, 1).toSpliced(place, 0, rows[at]!)
  const next: FormValues = { ...values, rows: { ...values.rows, [id]: moved } }
  return { ...state, evaluation: { ...state.evaluation, values: next }, conversions: [] }
}

export function edited(
  setting: Setting,
  state: State,
  { removed = [], added = [], entries }: FormEdit,
): State {
  let next = state
  for (const { section, key } of removed) next = removedRow(setting, next, section, key)
  for (const section of new Set(added.map(one => one.section))) {
    const keys = added.filter(one => one.section === section).map(({ key }) => key)
    next = addedRows(setting, next, section, keys)
  }
  const { values } = next.evaluation
  return enter(
    setting,
    next,
    entries.filter(({ at }) => isEditable(setting, values, at)),
  )
}

const refusals = ['LOCKED_CELL', 'CLOSED_CELL', 'UNKNOWN_CELL'] as const

/** A value for a cell that cannot take it is said, never swallowed; the next change clears what was said. */
export function refusal(setting: Setting, at: CellAddress, value: Scalar): TypingProblem {
  const place = cellIndex(setting.program.spec).get(at.cell)
  const code = !place ? 'UNKNOWN_CELL' : place.spec.kind === 'closed' ? 'CLOSED_CELL' : 'LOCKED_CELL'
  const text = value === null ? '' : String(value)
  return { ...at, text, code, message: message(code, { cell: at.cell }) }
}
