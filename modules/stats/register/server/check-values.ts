/** Values of a unit held against the lists they come from; raises the problem of the first that does not fit. */
import { Problem, type ProblemType } from '#kernel/contract/index.ts'
import { covers, type Reach, type ReadTx } from '#kernel/db/tx.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import { creditCodeProblems, registerProblems, type UnitField, unitField } from '../contract.ts'
import { creditCodeFault, normaliseCreditCode } from '../credit-code.ts'
import type { FieldValues } from './dated-state.ts'
import { industryNames } from './industry-queries.ts'
import { registerTypeCodes } from './register-types.ts'

export type Fault = Readonly<{ type: ProblemType; detail: Readonly<Record<string, string>> }>

export const creditCodeFaultOf = (code: string): Fault | null => {
  const fault = creditCodeFault(code)
  return fault ? { type: creditCodeProblems[fault], detail: { code } } : null
}

/** The code as it is kept; raises the fault's problem. Blank is null. */
export function checkedCreditCode(typed: string | null | undefined): string | null {
  const code = normaliseCreditCode(typed ?? '')
  if (code === '') return null
  const fault = creditCodeFaultOf(code)
  if (fault) throw new Problem(fault.type, fault.detail)
  return code
}

const expectations: Readonly<Record<UnitField['type'], (field: UnitField) => string>> = {
  text: field => `≤ ${field.maxLength}`,
  code: () => 'code',
  boolean: () => 'true / false',
  date: () => 'YYYY-MM-DD',
  integer: () => '0, 1, 2 …',
  decimal: () => '1234.56',
}

/** A day of the calendar as PostgreSQL has it: there is no year 0. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !text.startsWith('0000') &&
    !Number.isNaN(at.getTime()) &&
    at.toISOString().startsWith(text)
  )
}

const shapes: Readonly<Record<UnitField['type'], (text: string) => boolean>> = {
  // Control characters have no place in a name or an address.
  text: text => !/\p{Cc}/u.test(text),
  code: () => true,
  boolean: text => text === 'true' || text === 'false',
  date: isDay,
  integer: text => /^(0|[1-9]\d*)$/.test(text),
  decimal: text => /^-?(0|[1-9]\d*)(\.\d{1,2})?$/.test(text),
}

/** What is wrong with one attribute's text, or null. */
export function attributeFault(field: UnitField, value: string): Fault | null {
  if (value.length <= field.maxLength && shapes[field.type](value)) return null
  const detail = { field: field.text['zh-CN'], value, expected: expectations[field.type](field) }
  return { type: registerProblems.fieldInvalid, detail }
}

function checkAttribute(name: string, value: string): void {
  const field = unitField(name)
  if (!field || field.core) {
    throw new Problem(registerProblems.fieldInvalid, { field: name, value, expected: '—' })
  }
  const fault = value === '' ? null : attributeFault(field, value)
  if (fault) throw new Problem(fault.type, fault.detail)
}

const CORE = new Set(['name', 'regionCode', 'industryCode', 'registerType', 'sizeClass', 'aboveThreshold'])

/** Checks the given fields: shapes, lists, and that the region lies within `reach`. */
export async function checkFields(tx: ReadTx, reach: Reach, fields: FieldValues): Promise<void> {
  const { name, regionCode, industryCode, registerType } = fields
  if (typeof name === 'string' && (name.trim() === '' || /\p{Cc}/u.test(name))) {
    throw new Problem(registerProblems.fieldInvalid, { field: '单位详细名称', value: name, expected: '—' })
  }
  if (typeof regionCode === 'string') {
    const known = await regionNames(tx, [regionCode])
    if (!known.has(regionCode)) throw new Problem(registerProblems.regionUnknown, { code: regionCode })
    if (!covers(reach, { regionCode, unitId: null })) {
      throw new Problem(registerProblems.regionOutside, { code: regionCode })
    }
  }
  if (typeof industryCode === 'string') {
    const known = await industryNames(tx, [industryCode])
    if (!known.has(industryCode)) throw new Problem(registerProblems.industryUnknown, { code: industryCode })
  }
  if (typeof registerType === 'string' && !registerTypeCodes.has(registerType)) {
    throw new Problem(registerProblems.registerTypeUnknown, { code: registerType })
  }
  for (const [field, value] of Object.entries(fields)) {
    if (!CORE.has(field) && typeof value === 'string') checkAttribute(field, value)
  }
}
