/**
 * A form tried out where it is designed: filled in place, its rules running, and nothing stored. What rules look at
 * elsewhere (last period, a year ago, the register, other forms) is typed in as well.
 */
import {
  type Codelists,
  cellIndex,
  codelistsOf,
  compileForm,
  type FormForeign,
  type FormProgram,
  type FormSession,
  type FormSpec,
  type FormValues,
  foreignNeeds,
  formCells,
  type LocalText,
  openForm,
  parseValue,
  prefillValues,
  programOf,
  registerFields,
  type Scalar,
  type ValueType,
} from '#engines/form/index.ts'

export type Past = 'previous' | 'yearAgo'

/** A value from elsewhere, by the name rules give it: `unit#staff`, `B204-1#M13`. */
export type Elsewhere = Readonly<{ key: string; source: string; label: LocalText; type: ValueType }>

export type TrialForm = Readonly<{
  spec: FormSpec
  program: FormProgram
  /** The same cells without rules: how earlier periods are filled in. */
  layout: FormProgram
  /** Its rules run; else they have errors and only the layout is shown. */
  runs: boolean
  pasts: readonly Past[]
  elsewhere: readonly Elsewhere[]
  codelists: Codelists
}>

export type Trial = Readonly<{
  form: TrialForm
  period: string
  main: FormSession
  previous: FormSession
  yearAgo: FormSession
  /** What was typed for each of `elsewhere`. */
  typed: Readonly<Record<string, string>>
}>

export function trialForm(spec: FormSpec, forms: readonly FormSpec[], outside: Codelists): TrialForm {
  const layout = layoutOf(spec, forms)
  const { program } = compileForm(spec, { forms })
  return {
    spec,
    layout,
    program: program ?? layout,
    runs: program !== undefined,
    pasts: program ? pastsOf(program) : [],
    elsewhere: program ? elsewhereOf(program, forms) : [],
    codelists: outside,
  }
}

function pastsOf(program: FormProgram): readonly Past[] {
  const needs = foreignNeeds(program)
  const from = new Set(formCells(program.spec).map(place => place.spec.prefill?.from))
  const read = (['previous', 'yearAgo'] as const).filter(past => needs[past].length > 0 || from.has(past))
  return program.spec.frequency === 'A' && read.length > 0 ? ['previous'] : read
}

function elsewhereOf(program: FormProgram, forms: readonly FormSpec[]): readonly Elsewhere[] {
  const needs = foreignNeeds(program)
  const prefilled = formCells(program.spec).flatMap(({ spec: { prefill } }) =>
    prefill?.from === 'register' ? [prefill.field] : [],
  )
  const register = [...new Set([...needs.register, ...prefilled])].map(field => ({
    key: `unit#${field}`,
    source: 'unit',
    label: { 'zh-CN': field },
    type: registerType(field),
  }))
  const others = Object.entries(needs.forms).flatMap(([code, cells]) => {
    const spec = forms.find(form => form.code === code)
    const index = spec && cellIndex(spec)
    return cells.flatMap(cell => {
      const place = index?.get(cell)
      return place
        ? [{ key: `${code}#${cell}`, source: code, label: place.label, type: place.spec.type }]
        : []
    })
  })
  return [...register, ...others]
}

function registerType(field: string): ValueType {
  const type = registerFields[field]
  if (type?.kind === 'decimal') return { kind: 'decimal', scale: type.scale }
  if (type?.kind === 'date' || type?.kind === 'boolean') return { kind: type.kind }
  return { kind: 'text', maxLength: 200 }
}

/** Without rules and without what must be filled in; where formulas have errors, their cells are open. */
function layoutOf(spec: FormSpec, forms: readonly FormSpec[]): FormProgram {
  const { templates: _templates, messages: _messages, ...rest } = spec
  const change = (by: (key: string, value: unknown) => unknown): FormSpec => ({
    ...(JSON.parse(JSON.stringify(rest, by)) as FormSpec),
    rules: '',
  })
  const open = (key: string, value: unknown) => (key === 'required' ? undefined : value)
  const { program } = compileForm(change(open), { forms })
  if (program) return program
  const plain = change((key, value) =>
    key === 'formula' ? undefined : key === 'kind' && value === 'computed' ? 'input' : open(key, value),
  )
  return programOf(plain)
}

const nothing: FormValues = { cells: {} }

export function openTrial(form: TrialForm, period: string): Trial {
  const past = openForm(form.layout, { values: nothing, foreign: { period }, codelists: form.codelists })
  return restarted({ form, period, main: past, previous: past, yearAgo: past, typed: {} })
}

/** From the beginning, prefilled with what is known of other periods and the register by now. */
export function restarted(trial: Trial): Trial {
  const { form } = trial
  const foreign = foreignOf(trial)
  const { values } = prefillValues(form.spec, {
    ...(foreign.previous && { previous: foreign.previous }),
    ...(foreign.yearAgo && { yearAgo: foreign.yearAgo }),
    ...(foreign.register && { register: foreign.register }),
    codelists: form.codelists,
  })
  return {
    ...trial,
    main: openForm(form.program, { values, initial: values, foreign, codelists: form.codelists }),
  }
}

/** The trial of an edited form: values stay in the cells that can still hold them. */
export function carried(form: TrialForm, trial: Trial, now: string): Trial {
  const period = form.spec.frequency === trial.form.spec.frequency ? trial.period : now
  const open = (program: FormProgram, session: FormSession) =>
    openForm(program, {
      values: fitting(form, session.values),
      foreign: { period },
      codelists: form.codelists,
    })
  const past = { previous: open(form.layout, trial.previous), yearAgo: open(form.layout, trial.yearAgo) }
  return again({ ...trial, ...past, form, period, main: open(form.program, trial.main) })
}

function fitting({ spec, codelists }: TrialForm, values: FormValues): FormValues {
  const index = cellIndex(spec)
  const lists = codelistsOf(spec, codelists)
  const cellsIn = (cells: FormValues['cells'], section: string | null) =>
    Object.fromEntries(
      Object.entries(cells).flatMap(([code, value]) => {
        const place = index.get(code)
        if (!place || value === null || place.repeated !== (section !== null)) return []
        if (section !== null && place.section !== section) return []
        const parsed = parseValue(place.spec.type, String(value), { codelists: lists })
        return 'value' in parsed && parsed.value !== null ? [[code, parsed.value]] : []
      }),
    )
  const rows = spec.sections.flatMap(section => {
    const list = section.kind === 'rows' && values.rows?.[section.id]
    if (!list) return []
    return [[section.id, list.map(row => ({ key: row.key, cells: cellsIn(row.cells, section.id) }))] as const]
  })
  return { cells: cellsIn(values.cells, null), rows: Object.fromEntries(rows) }
}

const again = (trial: Trial): Trial => ({ ...trial, main: trial.main.withForeign(foreignOf(trial)) })

export const inPeriod = (trial: Trial, period: string): Trial => again({ ...trial, period })
export const withPast = (trial: Trial, past: Past, session: FormSession): Trial =>
  again({ ...trial, [past]: session })
export const withTyped = (trial: Trial, key: string, text: string): Trial =>
  again({ ...trial, typed: { ...trial.typed, [key]: text } })

/** What was typed as a value; blank and unreadable text give none. */
export function typedValue(trial: Trial, { key, type }: Elsewhere): Scalar {
  const parsed = parseValue(type, trial.typed[key] ?? '', { codelists: trial.form.codelists })
  return 'value' in parsed ? parsed.value : null
}

export const isUnread = (trial: Trial, one: Elsewhere): boolean =>
  (trial.typed[one.key] ?? '').trim() !== '' && typedValue(trial, one) === null

/** Where nothing was filled in there was no report. */
function reported({ values }: FormSession): FormValues | null {
  const filled = (cells: FormValues['cells']) => Object.values(cells).some(value => value !== null)
  const rows = Object.values(values.rows ?? {}).flat()
  return filled(values.cells) || rows.length > 0 ? values : null
}

function foreignOf(trial: Trial): FormForeign {
  const { form } = trial
  const of = (source: string) =>
    Object.fromEntries(
      form.elsewhere
        .filter(one => one.source === source)
        .map(one => [one.key.slice(source.length + 1), typedValue(trial, one)]),
    )
  const codes = new Set(form.elsewhere.map(one => one.source).filter(source => source !== 'unit'))
  const forms = [...codes].map(code => [code, anyOf(of(code))] as const)
  return {
    period: trial.period,
    previous: reported(trial.previous),
    // Of an annual form the period before is the year before.
    yearAgo: reported(form.spec.frequency === 'A' ? trial.previous : trial.yearAgo),
    register: of('unit'),
    forms: Object.fromEntries(forms),
  }
}

const anyOf = (cells: FormValues['cells']): FormValues | null =>
  Object.values(cells).some(value => value !== null) ? { cells } : null
