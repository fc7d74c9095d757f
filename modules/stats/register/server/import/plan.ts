/** What a file would do to the register: pure comparison of candidates with what the register knows. */
import { createHash } from 'node:crypto'
import { covers, type Reach } from '#kernel/db/tx.ts'
import { type ImportLine, importProblems, registerProblems, unitField } from '../../contract.ts'
import { applyChange, changedFields, type DatedState, type FieldValues, stateOn } from '../dated-state.ts'
import type { KnownUnit } from '../queries.ts'
import type { Candidate } from './map-rows.ts'
import { type CellError, cellError } from './parse-values.ts'

export type Known = Readonly<{
  byCreditCode: ReadonlyMap<string, KnownUnit>
  byLocalCode: ReadonlyMap<string, KnownUnit>
  states: ReadonlyMap<number, readonly DatedState[]>
}>

export type Planned = ImportLine &
  Readonly<{
    /** Of a new unit. */
    entering?: Readonly<{
      creditCode: string | null
      localCode: string | null
      kind: string
      validFrom: string
      fields: FieldValues
    }>
    /** Of a changed one. */
    written?: readonly DatedState[]
  }>

type Frame = Readonly<{ known: Known; reach: Reach; validFrom: string }>

const FIXED = ['kind', 'entryDate', 'creditCode', 'localCode'] as const
const REQUIRED = ['name', 'kind', 'regionCode'] as const

const textOf = (value: FieldValues[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value)

const problemOf = (
  type: Parameters<typeof cellError>[0],
  field: string,
  value: string,
  detail: Readonly<Record<string, unknown>> = {},
): CellError => cellError(type, { field, heading: null, value }, detail)

/** One line a candidate, in the order of the file. */
export function planImport(candidates: readonly Candidate[], frame: Frame): readonly Planned[] {
  const seen = new Map<string, number>()
  return candidates.map(candidate => {
    const duplicate = firstSeen(candidate, seen)
    if (candidate.errors.length > 0 || duplicate.length > 0) {
      return refused(candidate, [...candidate.errors, ...duplicate])
    }
    return planOne(candidate, frame)
  })
}

function firstSeen(candidate: Candidate, seen: Map<string, number>): readonly CellError[] {
  return (['creditCode', 'localCode'] as const).flatMap(field => {
    const code = textOf(candidate.values[field])
    if (code === null) return []
    const line = seen.get(`${field}:${code}`)
    if (line !== undefined) return [problemOf(importProblems.duplicate, field, code, { line })]
    seen.set(`${field}:${code}`, candidate.line)
    return []
  })
}

const base = ({ line, values }: Candidate) => ({
  line,
  code: textOf(values.creditCode) ?? textOf(values.localCode) ?? '',
  name: textOf(values.name) ?? '',
})

const refused = (
  candidate: Candidate,
  errors: readonly CellError[],
  unitId: number | null = null,
): Planned => ({
  ...base(candidate),
  outcome: 'error',
  unitId,
  changes: [],
  errors: [...errors],
})

function planOne(candidate: Candidate, frame: Frame): Planned {
  const { values } = candidate
  const credit = textOf(values.creditCode)
  const local = textOf(values.localCode)
  if (credit === null && local === null) {
    return refused(candidate, [problemOf(registerProblems.codeMissing, 'creditCode', '')])
  }
  const { byCreditCode, byLocalCode } = frame.known
  const found = [credit && byCreditCode.get(credit), local && byLocalCode.get(local)].filter(unit => !!unit)
  if (found.length === 2 && found[0]!.unit_id !== found[1]!.unit_id) {
    return refused(candidate, [problemOf(importProblems.twoUnits, 'creditCode', credit!)])
  }
  const region = textOf(values.regionCode)
  if (region !== null && !covers(frame.reach, { regionCode: region, unitId: null })) {
    return refused(candidate, [
      problemOf(registerProblems.regionOutside, 'regionCode', region, { code: region }),
    ])
  }
  return found[0] ? planChange(candidate, found[0], frame) : planEntry(candidate, frame)
}

function planEntry(candidate: Candidate, frame: Frame): Planned {
  const { values } = candidate
  const missing = REQUIRED.filter(name => textOf(values[name]) === null)
  if (missing.length > 0) {
    return refused(
      candidate,
      missing.map(name => {
        const { text } = unitField(name)!
        return problemOf(importProblems.required, name, '', { field: text })
      }),
    )
  }
  const fields = {
    industryCode: null,
    registerType: null,
    sizeClass: null,
    aboveThreshold: false,
    ...dated(values),
  }
  return {
    ...base(candidate),
    outcome: 'new',
    unitId: null,
    changes: Object.keys(values).map(field => ({ field, before: null, after: textOf(values[field]) })),
    errors: [],
    entering: {
      creditCode: textOf(values.creditCode),
      localCode: textOf(values.localCode),
      kind: String(values.kind),
      validFrom: textOf(values.entryDate) ?? frame.validFrom,
      fields,
    },
  }
}

const dated = (values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => unitField(name)?.dated))

function planChange(candidate: Candidate, unit: KnownUnit, frame: Frame): Planned {
  const { values } = candidate
  const id = unit.unit_id
  if (!covers(frame.reach, { regionCode: unit.region_code, unitId: id })) {
    return refused(candidate, [problemOf(importProblems.unitOutside, 'creditCode', base(candidate).code)])
  }
  if (unit.exited_on) {
    const detail = { date: unit.exited_on }
    return refused(
      candidate,
      [problemOf(importProblems.unitExited, 'creditCode', base(candidate).code, detail)],
      id,
    )
  }
  const wrong = fixedErrors(values, unit)
  if (wrong.length > 0) return refused(candidate, wrong, id)
  const states = frame.known.states.get(id) ?? []
  const fields = dated(values)
  const written = applyChange(states, frame.validFrom, fields)
  if (!written) {
    const detail = { entry: unit.valid_from }
    return refused(
      candidate,
      [problemOf(registerProblems.beforeEntry, 'entryDate', frame.validFrom, detail)],
      id,
    )
  }
  const before = stateOn(states, frame.validFrom)!.fields
  const names = changedFields(before, { ...before, ...fields })
  return {
    ...base(candidate),
    name: textOf(values.name) ?? textOf(before.name) ?? '',
    outcome: written.length > 0 ? 'changed' : 'unchanged',
    unitId: id,
    changes: names.map(field => ({
      field,
      before: textOf(before[field]),
      after: textOf(fields[field]),
    })),
    errors: [],
    written,
  }
}

function fixedErrors(values: FieldValues, unit: KnownUnit): readonly CellError[] {
  const stored: Readonly<Record<(typeof FIXED)[number], string | null>> = {
    kind: unit.kind,
    entryDate: unit.valid_from,
    creditCode: unit.credit_code,
    localCode: unit.local_code,
  }
  return FIXED.flatMap(name => {
    const given = textOf(values[name])
    if (given === null || given === stored[name]) return []
    const detail = { field: unitField(name)!.text, value: stored[name] ?? '—' }
    return [problemOf(importProblems.fixed, name, given, detail)]
  })
}

/**
 * SHA-256 over what the plan rests on: the file, the settings, and for every code in it the unit and version behind
 * it. Equal before and after means the preview still holds.
 */
export function fingerprintOf(
  sha256: Buffer,
  settings: unknown,
  lines: readonly Planned[],
  known: Known,
): Buffer {
  const hash = createHash('sha256').update(sha256).update(JSON.stringify(settings))
  const versions = new Map(
    [...known.byCreditCode.values(), ...known.byLocalCode.values()].map(unit => [unit.unit_id, unit.version]),
  )
  for (const line of lines) {
    const version = line.unitId === null ? '' : versions.get(line.unitId)
    hash.update(`\n${line.line}|${line.outcome}|${line.code}|${line.unitId ?? ''}|${version}`)
  }
  return hash.digest()
}
