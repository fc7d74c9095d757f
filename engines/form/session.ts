/**
 * A form being filled: values, typing problems, findings, undo. Every change gives a new session and leaves the old
 * one as it was; computed cells follow and only the rules that depend on the change are run again. No clock, no store.
 */
import { checkOf, type FormCheck } from './check-form.ts'
import { evaluateForm, type Finding, type FormForeign, findingsOf } from './evaluation.ts'
import type { FormSpec, FormValues, Scalar } from './model.ts'
import type { CellAddress, PlaceLine, Refused } from './paste.ts'
import { type FormProgram, programOf } from './program.ts'
import { filledOver, type Pasted, pastedAt, pastedLines } from './session-paste.ts'
import {
  addedRows,
  type CellConversion,
  type Entry,
  edited,
  enter,
  type FormEdit,
  isEditable,
  keyOf,
  movedRow,
  type OpenOptions,
  refusal,
  removedRow,
  type Setting,
  type State,
  type TypingProblem,
  valueAt,
} from './session-state.ts'
import { codelistsOf } from './values.ts'

export type {
  CellConversion,
  Entry,
  FormEdit,
  OpenOptions,
  RowAddress,
  TypingProblem,
} from './session-state.ts'
export type { CellAddress, PlaceLine, Refused }

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
  /**
   * A block of tab-separated text with its top left corner on a cell, its figures in `unit`; one step for undo. Lines
   * that begin with the names of rows go into those, as with `pasteLines`.
   */
  paste: (at: CellAddress, block: string, unit?: string) => AfterPaste
  /**
   * Texts over a rectangle of places, from the start again where there are more places than texts; places that may not
   * be typed into are passed over and told. One step for undo.
   */
  fill: (places: readonly PlaceLine[], texts: readonly (readonly string[])[], unit?: string) => AfterPaste
  /** A table whose lines name rows of the section, which are added where they are missing; one step for undo. */
  pasteLines: (section: string, block: string, unit?: string) => AfterPaste
  /** Rows and values together, as one step for undo; what may not be typed into is left as it is. */
  apply: (edit: FormEdit) => FormSession
  addRow: (section: string, key: string) => FormSession
  removeRow: (section: string, key: string) => FormSession
  /** To a place counted from 0, the last where there is none so far down. */
  moveRow: (section: string, key: string, to: number) => FormSession
  /** New data from outside (last period arrived): everything is evaluated again. */
  withForeign: (foreign: FormForeign) => FormSession
  undo: () => FormSession
  redo: () => FormSession
  /** As `checkForm` on the values now. */
  check: () => FormCheck
}>

export type AfterPaste = Omit<Pasted, 'state'> & Readonly<{ session: FormSession }>

type History = Readonly<{ past: readonly State[]; future: readonly State[] }>

const historyLimit = 200

function sessionOf(setting: Setting, state: State, history: History): FormSession {
  const { program } = setting
  const { values } = state.evaluation
  const step = (next: State): FormSession =>
    next === state
      ? sessionOf(setting, state, history)
      : sessionOf(setting, next, { past: [...history.past, state].slice(-historyLimit), future: [] })
  const after = ({ state, ...told }: Pasted): AfterPaste => ({ session: step(state), ...told })
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
    paste: (at: CellAddress, block: string, unit?: string) =>
      after(pastedAt(setting, state, at, block, unit)),
    fill: (places: readonly PlaceLine[], texts: readonly (readonly string[])[], unit?: string) =>
      after(filledOver(setting, state, places, texts, unit)),
    pasteLines: (section: string, block: string, unit?: string) =>
      after(pastedLines(setting, state, section, block, unit)),
    addRow: (section: string, key: string) => step(addedRows(setting, state, section, [key])),
    removeRow: (section: string, key: string) => step(removedRow(setting, state, section, key)),
    moveRow: (section: string, key: string, to: number) =>
      step(movedRow(setting, state, { section, key }, to)),
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
