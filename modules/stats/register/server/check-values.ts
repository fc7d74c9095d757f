/** Values of a unit held against the lists they come from; raises the problem of the first that does not fit. */
import { type BilingualText, Problem, type ProblemType } from '#kernel/contract/index.ts'
import { covers, type Reach, type ReadTx } from '#kernel/db/tx.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import { creditCodeProblems, registerProblems, type UnitField, unitField } from '../contract.ts'
import { creditCodeFault, normaliseCreditCode } from '../credit-code.ts'
import type { FieldValues } from './dated-state.ts'
import { industryNames } from './industry-queries.ts'
import { registerTypeCodes } from './register-types.ts'

export type Fault = Readonly<{ type: ProblemType; detail: Readonly<Record<string, unknown>> }>

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

const expectations: Readonly<Record<UnitField['type'], (field: UnitField) => BilingualText>> = {
  text: field => ({
    'zh-CN': `不超过 ${field.maxLength} 字，不含控制字符`,
    en: `at most ${field.maxLength} characters, no control characters`,
  }),
  code: () => ({ 'zh-CN': '目录中的代码', en: 'a code of its list' }),
  boolean: () => ({ 'zh-CN': '是或否（true / false）', en: 'true or false' }),
  date: () => ({ 'zh-CN': '日期，如 2026-01-31', en: 'a date such as 2026-01-31' }),
  integer: () => ({ 'zh-CN': '非负整数，如 120', en: 'a whole number such as 120' }),
  decimal: () => ({
    'zh-CN': '至多两位小数的数，如 1234.56',
    en: 'a number with at most two decimals such as 1234.56',
  }),
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
  const detail = { field: field.text, value, expected: expectations[field.type](field) }
  return { type: registerProblems.fieldInvalid, detail }
}

function checkAttribute(name: string, value: string): void {
  const field = unitField(name)
  if (!field || field.core) {
    throw new Problem(registerProblems.fieldInvalid, {
      field: { 'zh-CN': name, en: name },
      value,
      expected: { 'zh-CN': '名录没有此指标', en: 'the register has no such field' },
    })
  }
  const fault = value === '' ? null : attributeFault(field, value)
  if (fault) throw new Problem(fault.type, fault.detail)
}

const CORE = new Set(['name', 'regionCode', 'industryCode', 'registerType', 'sizeClass', 'aboveThreshold'])

/** Checks the given fields: shapes, lists, and that the region lies within `reach`. */
export async function checkFields(tx: ReadTx, reach: Reach, fields: FieldValues): Promise<void> {
  const { name, regionCode, industryCode, registerType } = fields
  if (typeof name === 'string' && (name.trim() === '' || /\p{Cc}/u.test(name))) {
    throw new Problem(registerProblems.fieldInvalid, {
      field: unitField('name')!.text,
      value: name,
      expected: { 'zh-CN': '不能为空，不含控制字符', en: 'it may not be empty or have control characters' },
    })
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
