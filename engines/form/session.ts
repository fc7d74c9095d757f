/**
 * A form being filled: values, typing problems, findings, undo. Every change gives a new session and leaves the old
 * one as it was; computed cells follow and only the rules that depend on the change are run again. No clock, no store.
 */
import { type CellPlace, cellIndex, rowsSection } from './cells.ts'
import { checkOf, type FormCheck } from './check-form.ts'
import {
  type Change,
  type Evaluation,
  evaluateForm,
  type Finding,
  type FormForeign,
  findingsOf,
  forgetRow,
  reevaluate,
} from './evaluation.ts'
import { message } from './messages.ts'
import type { CellValues, FormRow, FormSpec, FormValues, LocalText, Scalar } from './model.ts'
import { type CellAddress, type PastePlan, planPaste, type Refused } from './paste.ts'
import { type FormProgram, programOf } from './program.ts'
import { type Conversion, saidIn, unitOf } from './unit-conversion.ts'
import { type Codelists, codelistsOf, parseValue } from './values.ts'

export type { CellAddress, Refused }

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

export type FormSession = Readonly<{
  spec: FormSpec
  values: FormValues
  findings: readonly Finding[]
  problems: readonly TypingProblem[]
  /** What the last change converted from another magnitude of the cell's unit. */
  conversions: readonly CellConversion[]
  canUndo: boolean
  canRedo: boolean
  get: (at: CellAddress) => Scalar
  /** Whether the respondent may type here. */
  editable: (at: CellAddress) => boolean
  /** Typed text or a canonical value; text that does not fit becomes a problem. */
  set: (at: CellAddress, value: Scalar) => FormSession
  /** Many values as one step for undo; cells that may not be typed into are left as they are. */
  setAll: (entries: readonly Entry[]) => FormSession
  /** A block of tab-separated text with its top left corner on a cell, its figures in `unit`; one step for undo. */
  paste: (
    at: CellAddress,
    block: string,
    unit?: string,
  ) => Readonly<{ session: FormSession; refused: readonly Refused[] }>
  /** Rows and values together, as one step for undo; what may not be typed into is left as it is. */
  apply: (edit: FormEdit) => FormSession
  addRow: (section: string, key: string) => FormSession
  removeRow: (section: string, key: string) => FormSession
  /** New data from outside (last period arrived): everything is evaluated again. */
  withForeign: (foreign: FormForeign) => FormSession
  undo: () => FormSession
  redo: () => FormSession
  /** As `checkForm` on the values now. */
  check: () => FormCheck
}>

type State = Readonly<{
  evaluation: Evaluation
  problems: ReadonlyMap<string, TypingProblem>
  conversions: readonly CellConversion[]
}>
type PastedEntry = PastePlan['entries'][number]
type Setting = Readonly<{ program: FormProgram; options: OpenOptions; codelists: Codelists }>
type History = Readonly<{ past: readonly State[]; future: readonly State[] }>

const historyLimit = 200
const keyOf = (at: CellAddress) => `${at.cell}\n${at.row ?? ''}`

function cellsAt(values: FormValues, place: CellPlace, row: string | undefined): CellValues | undefined {
  if (!place.repeated) return row === undefined ? values.cells : undefined
  return values.rows?.[place.section]?.find(({ key }) => key === row)?.cells
}

function valueAt(spec: FormSpec, values: FormValues | undefined, at: CellAddress): Scalar {
  const place = cellIndex(spec).get(at.cell)
  return (values && place && cellsAt(values, place, at.row)?.[at.cell]) ?? null
}

function replaced(cells: CellValues, code: string, value: Scalar): CellValues {
  const next: Record<string, Scalar> = { ...cells }
  if (value === null) delete next[code]
  else next[code] = value
  return next
}

function withValue(values: FormValues, place: CellPlace, at: CellAddress, value: Scalar): FormValues {
  if (!place.repeated) return { ...values, cells: replaced(values.cells, at.cell, value) }
  const rows = (values.rows?.[place.section] ?? []).map(row =>
    row.key === at.row ? { ...row, cells: replaced(row.cells, at.cell, value) } : row,
  )
  return { ...values, rows: { ...values.rows, [place.section]: rows } }
}

function isEditable(setting: Setting, values: FormValues, at: CellAddress): boolean {
  const place = cellIndex(setting.program.spec).get(at.cell)
  if (!place || !cellsAt(values, place, at.row)) return false
  const { kind, locked } = place.spec
  if (kind === 'closed' || kind === 'computed') return false
  return !(locked && valueAt(setting.program.spec, setting.options.initial, at) !== null)
}

export type Entry = Readonly<{ at: CellAddress; value: Scalar }>
export type RowAddress = Readonly<{ section: string; key: string }>
/** Rows are taken away first, then added; entries may name cells of the rows added. */
export type FormEdit = Readonly<{
  removed?: readonly RowAddress[]
  added?: readonly RowAddress[]
  entries: readonly Entry[]
}>

function sameProblems(a: State['problems'], b: State['problems']): boolean {
  return a.size === b.size && [...a].every(([key, problem]) => b.get(key)?.text === problem.text)
}

/** Applies entries that are known to be editable, then evaluates once. */
function enter(setting: Setting, state: State, entries: readonly Entry[]): State {
  const { spec } = setting.program
  const problems = new Map(
    [...state.problems].filter(([, { code }]) => !refusals.some(said => said === code)),
  )
  const changes = new Map<string, { cells: string[]; section?: string; row?: string }>()
  const conversions: CellConversion[] = []
  let values = state.evaluation.values
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
    const next = 'value' in parsed ? parsed.value : null
    if (next === valueAt(spec, values, at)) continue
    values = withValue(values, place, at, next)
    const group = `${place.section}\n${at.row ?? ''}`
    const row = at.row === undefined ? {} : { section: place.section, row: at.row }
    const change = changes.get(at.row === undefined ? '' : group) ?? { cells: [], ...row }
    change.cells.push(at.cell)
    changes.set(at.row === undefined ? '' : group, change)
  }
  const all: readonly Change[] = [...changes.values()]
  if (all.length === 0)
    return sameProblems(problems, state.problems) ? state : { ...state, problems, conversions }
  const evaluation = reevaluate(setting.program, state.evaluation, values, setting.options.foreign, all)
  return { evaluation, problems, conversions }
}

function addedRow(setting: Setting, state: State, id: string, key: string): State {
  const section = rowsSection(setting.program.spec, id)
  const values = state.evaluation.values
  const rows = values.rows?.[id] ?? []
  const known = setting.codelists(section?.codelist ?? '')
  const listed = known?.some(({ code }) => code === key)
  if (!section || !listed || rows.length >= section.maxRows || rows.some(row => row.key === key)) return state
  const row: FormRow = { key, cells: {} }
  const next: FormValues = { ...values, rows: { ...values.rows, [id]: [...rows, row] } }
  const everything = [...cellIndex(setting.program.spec).keys(), 'unit', 'period', 'row']
  const change = { cells: everything, section: id, row: key }
  const evaluation = reevaluate(setting.program, state.evaluation, next, setting.options.foreign, [change])
  return { ...state, evaluation, conversions: [] }
}

function removedRow(setting: Setting, state: State, id: string, key: string): State {
  const values = state.evaluation.values
  const rows = values.rows?.[id]
  if (!rows?.some(row => row.key === key)) return state
  const next: FormValues = { ...values, rows: { ...values.rows, [id]: rows.filter(row => row.key !== key) } }
  const cells = cellIndex(setting.program.spec)
  const elsewhere = (at: CellAddress) => at.row !== key || cells.get(at.cell)?.section !== id
  const problems = new Map([...state.problems].filter(([, problem]) => elsewhere(problem)))
  return { evaluation: forgetRow({ ...state.evaluation, values: next }, id, key), problems, conversions: [] }
}

function edited(setting: Setting, state: State, { removed = [], added = [], entries }: FormEdit): State {
  let next = state
  for (const { section, key } of removed) next = removedRow(setting, next, section, key)
  for (const { section, key } of added) next = addedRow(setting, next, section, key)
  const { values } = next.evaluation
  return enter(
    setting,
    next,
    entries.filter(({ at }) => isEditable(setting, values, at)),
  )
}

const refusals = ['LOCKED_CELL', 'CLOSED_CELL', 'UNKNOWN_CELL'] as const

/** A value for a cell that cannot take it is said, never swallowed; the next change clears what was said. */
function refusal(setting: Setting, at: CellAddress, value: Scalar): TypingProblem {
  const place = cellIndex(setting.program.spec).get(at.cell)
  const code = !place ? 'UNKNOWN_CELL' : place.spec.kind === 'closed' ? 'CLOSED_CELL' : 'LOCKED_CELL'
  const text = value === null ? '' : String(value)
  return { ...at, text, code, message: message(code, { cell: at.cell }) }
}

/** Also where it is no value yet the text says its unit, so that it means the same wherever it is read again. */
function inUnit(setting: Setting, { at, value }: PastedEntry, unit: string): PastedEntry {
  const { spec } = setting.program
  const place = cellIndex(spec).get(at.cell)
  const own = place && unitOf(spec, place, at.row, setting.codelists)
  return { at, value: place?.spec.type.kind === 'decimal' ? saidIn(value, unit, own) : value }
}

function sessionOf(setting: Setting, state: State, history: History): FormSession {
  const { program } = setting
  const { values } = state.evaluation
  const step = (next: State): FormSession =>
    next === state
      ? sessionOf(setting, state, history)
      : sessionOf(setting, next, { past: [...history.past, state].slice(-historyLimit), future: [] })
  let findings: readonly Finding[] | undefined
  return Object.freeze({
    spec: program.spec,
    values,
    get findings() {
      findings ??= findingsOf(program, state.evaluation)
      return findings
    },
    problems: [...state.problems.values()],
    conversions: state.conversions,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    get: (at: CellAddress) => valueAt(program.spec, values, at),
    editable: (at: CellAddress) => isEditable(setting, values, at),
    set: (at: CellAddress, value: Scalar) => {
      if (isEditable(setting, values, at)) return step(enter(setting, state, [{ at, value }]))
      const problems = new Map(state.problems).set(keyOf(at), refusal(setting, at, value))
      return sessionOf(setting, { ...state, problems, conversions: [] }, history)
    },
    setAll: (entries: readonly Entry[]) => step(edited(setting, state, { entries })),
    apply: (edit: FormEdit) => step(edited(setting, state, edit)),
    paste: (at: CellAddress, block: string, unit?: string) => {
      const plan = planPaste(program.spec, values, at, block, cell => isEditable(setting, values, cell))
      const { refused } = plan
      const entries = unit === undefined ? plan.entries : plan.entries.map(one => inUnit(setting, one, unit))
      return { session: entries.length > 0 ? step(enter(setting, state, entries)) : step(state), refused }
    },
    addRow: (section: string, key: string) => step(addedRow(setting, state, section, key)),
    removeRow: (section: string, key: string) => step(removedRow(setting, state, section, key)),
    withForeign: (foreign: FormForeign) => {
      const changed: Setting = { ...setting, options: { ...setting.options, foreign } }
      const again = (old: State): State => ({
        ...old,
        evaluation: evaluateForm(program, old.evaluation.values, foreign),
      })
      return sessionOf(changed, again(state), {
        past: history.past.map(again),
        future: history.future.map(again),
      })
    },
    undo: () => {
      const last = history.past.at(-1)
      if (!last) return sessionOf(setting, state, history)
      const back = { ...last, conversions: [] }
      return sessionOf(setting, back, { past: history.past.slice(0, -1), future: [state, ...history.future] })
    },
    redo: () => {
      const [next, ...future] = history.future
      if (!next) return sessionOf(setting, state, history)
      return sessionOf(setting, next, { past: [...history.past, state], future })
    },
    check: () => checkOf(program, state.evaluation, values),
  })
}

/** Opens a report for filling; its computed cells are filled in and every rule is run once. */
export function openForm(form: FormProgram | FormSpec, options: OpenOptions): FormSession {
  const program = programOf(form)
  const setting: Setting = { program, options, codelists: codelistsOf(program.spec, options.codelists) }
  const evaluation = evaluateForm(program, options.values, options.foreign)
  return sessionOf(setting, { evaluation, problems: new Map(), conversions: [] }, { past: [], future: [] })
}
