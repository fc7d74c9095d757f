/**
 * A form made ready to run: its cells as a VTL data set, its computed cells and rules compiled.
 *
 * Names in rules: cells by their code; `prev#M14` the same unit one period earlier, `yago#M13` a year earlier,
 * `unit#industry` a field of the register, `F203#R05` another form of the same unit and period. In a rule that reads
 * a row's cells, `prev` and `yago` also hold the cells of the row with the same key.
 */
import {
  type Computed,
  compileComputed,
  compileRuleset,
  type Diagnostic,
  type ForeignSchema,
  needs,
  type Ruleset,
  type ScalarType,
  type Schema,
} from '#engines/vtl/index.ts'
import { type CellPlace, computedCells, formCells } from './cells.ts'
import type { FormSpec, ValueType } from './model.ts'

/** Register fields that rules may name and cells may be prefilled from, with their types. */
export const registerFields: Readonly<Record<string, ScalarType>> = {
  creditCode: { kind: 'string' },
  localCode: { kind: 'string' },
  name: { kind: 'string' },
  unitType: { kind: 'string' },
  region: { kind: 'string' },
  regionName: { kind: 'string' },
  industry: { kind: 'string' },
  industryName: { kind: 'string' },
  registrationType: { kind: 'string' },
  sizeClass: { kind: 'string' },
  aboveThreshold: { kind: 'boolean' },
  status: { kind: 'string' },
  entryDate: { kind: 'date' },
  openedOn: { kind: 'date' },
  address: { kind: 'string' },
  postcode: { kind: 'string' },
  telephone: { kind: 'string' },
  legalRepresentative: { kind: 'string' },
  mainActivity: { kind: 'string' },
  staff: { kind: 'decimal', scale: 0 },
  revenue: { kind: 'decimal', scale: 2 },
  assets: { kind: 'decimal', scale: 2 },
}

/** A form's name in rules: `B204-1` is `B204_1`, `202-1` is `T202_1`. */
export function datasetName(formCode: string): string {
  const name = formCode.replace(/\W/g, '_')
  return /^[A-Za-z]/.test(name) ? name : `T${name}`
}

function scalarType(type: ValueType): ScalarType {
  if (type.kind === 'decimal') return { kind: 'decimal', scale: type.scale }
  if (type.kind === 'date' || type.kind === 'boolean') return { kind: type.kind }
  return { kind: 'string' }
}

type Measures = Record<string, ScalarType>

function measures(places: readonly CellPlace[]): Measures {
  return Object.fromEntries(places.map(place => [place.code, scalarType(place.spec.type)]))
}

const blankIsZero = (spec: FormSpec) => (spec.blankIsZero ? { blankIsZero: true } : {})

function openCells(spec: FormSpec): readonly CellPlace[] {
  return formCells(spec).filter(place => place.spec.kind !== 'closed')
}

/**
 * The form as a VTL data set. `foreignSpecs` are the other forms that rules may name; their cells outside of rows
 * are in reach. `fields` replaces the register fields known by default.
 */
export function datasetSchema(
  spec: FormSpec,
  foreignSpecs: readonly FormSpec[] = [],
  fields: Readonly<Record<string, ScalarType>> = registerFields,
): Schema {
  const places = openCells(spec)
  const rows: Record<string, Measures> = {}
  for (const section of spec.sections)
    if (section.kind === 'rows')
      rows[section.id] = measures(places.filter(place => place.section === section.id))
  const earlier: ForeignSchema = { measures: measures(places), ...blankIsZero(spec) }
  const others = foreignSpecs.map((other): [string, ForeignSchema] => [
    datasetName(other.code),
    { measures: measures(openCells(other).filter(place => !place.repeated)), ...blankIsZero(other) },
  ])
  const hasRows = Object.keys(rows).length > 0
  return {
    name: datasetName(spec.code),
    identifiers: {
      unit: { kind: 'string' },
      period: { kind: 'period' },
      ...(hasRows ? { row: { kind: 'string' as const } } : {}),
    },
    measures: measures(places.filter(place => !place.repeated)),
    ...(hasRows ? { rows } : {}),
    foreign: { ...Object.fromEntries(others), prev: earlier, yago: earlier, unit: { measures: fields } },
    ...blankIsZero(spec),
  }
}

export type ProgramOptions = Readonly<{
  forms?: readonly FormSpec[]
  registerFields?: Readonly<Record<string, ScalarType>>
}>

/** A form that can be filled and checked. */
export type FormProgram = Readonly<{
  kind: 'program'
  spec: FormSpec
  schema: Schema
  computed: Computed
  ruleset: Ruleset
  /** Codes of the other forms, by their name in rules. */
  forms: ReadonlyMap<string, string>
}>

export type CompiledForm = Readonly<{ program?: FormProgram; diagnostics: readonly Diagnostic[] }>

/** Compiles formulas and rules; `program` is absent where they have errors. */
export function compileForm(spec: FormSpec, options: ProgramOptions = {}): CompiledForm {
  const others = (options.forms ?? []).filter(form => form.code !== spec.code)
  const schema = datasetSchema(spec, others, options.registerFields)
  const formulas = Object.fromEntries(computedCells(spec).map(({ place, formula }) => [place.code, formula]))
  const cells = compileComputed(formulas, schema)
  const source = { rules: spec.rules, ...(spec.templates ? { templates: spec.templates } : {}) }
  const edits = compileRuleset(source, schema, cells.computed)
  const diagnostics = [...cells.diagnostics, ...edits.diagnostics]
  if (!cells.computed || !edits.ruleset) return { diagnostics }
  const forms = new Map(others.map(form => [datasetName(form.code), form.code]))
  const { computed } = cells
  const { ruleset } = edits
  return { diagnostics, program: { kind: 'program', spec, schema, computed, ruleset, forms } }
}

const programs = new WeakMap<FormSpec, FormProgram>()

/**
 * The program of a published form, compiled once per spec object when no other form is named by its rules.
 * Throws where the form does not compile: such a form is never published.
 */
export function programOf(form: FormProgram | FormSpec): FormProgram {
  if ('kind' in form) return form
  const known = programs.get(form)
  if (known) return known
  const { program, diagnostics } = compileForm(form)
  if (!program)
    throw new Error(`form ${form.code} does not compile: ${diagnostics.map(d => d.code).join(' ')}`)
  programs.set(form, program)
  return program
}

export type ForeignNeeds = Readonly<{
  previous: readonly string[]
  yearAgo: readonly string[]
  register: readonly string[]
  /** By form code. */
  forms: Readonly<Record<string, readonly string[]>>
}>

/** Exactly the outside data that a form's rules and formulas read, so that a browser can be given no more. */
export function foreignNeeds(program: FormProgram): ForeignNeeds {
  const { foreign } = needs(program.ruleset)
  const forms = [...program.forms].flatMap(([name, code]) => (foreign[name] ? [[code, foreign[name]]] : []))
  return {
    previous: foreign.prev ?? [],
    yearAgo: foreign.yago ?? [],
    register: foreign.unit ?? [],
    forms: Object.fromEntries(forms),
  }
}
