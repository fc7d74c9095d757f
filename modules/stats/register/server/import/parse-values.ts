/** What a cell of a file means as a field of a unit; what it cannot mean becomes an error of that cell. */
import { type BilingualText, Problem, type ProblemType, problemBody } from '#kernel/contract/index.ts'
import { type ImportLine, registerProblems, sizeClasses, type UnitField, unitKinds } from '../../contract.ts'
import { normaliseCreditCode, normaliseLocalCode } from '../../credit-code.ts'
import { attributeFault, creditCodeFaultOf, type Fault } from '../check-values.ts'
import type { FieldValues } from '../dated-state.ts'
import { registerTypeCodes, registerTypes } from '../register-types.ts'

export type CellError = ImportLine['errors'][number]
/** Lists a whole file is held against. */
export type Lists = Readonly<{ regions: ReadonlySet<string>; industries: ReadonlySet<string> }>
type Value = FieldValues[string]
type Parsed = Readonly<{ value: Value }> | Fault

export const cellError = (
  type: ProblemType,
  at: Readonly<{ field: string; heading: string | null; value: string }>,
  detail: Readonly<Record<string, unknown>>,
): CellError => ({
  ...at,
  code: type.code,
  message: problemBody(new Problem(type, detail)).message,
})

const byText = (items: readonly Readonly<{ code: string; text: Readonly<Record<string, string>> }>[]) =>
  new Map(
    items.flatMap(item =>
      [item.code, ...Object.values(item.text)].map(text => [text.toLowerCase(), item.code] as const),
    ),
  )

const kinds = byText(unitKinds)
// 统计上的单位规模代码: 1 大型, 2 中型, 3 小型, 4 微型.
const sizes = new Map([
  ...byText(sizeClasses),
  ...(['large', 'medium', 'small', 'micro'] as const).map((code, at) => [String(at + 1), code] as const),
  ...(['大', '中', '小', '微'] as const).map(
    (text, at) => [text, ['large', 'medium', 'small', 'micro'][at] as string] as const,
  ),
])
const types = byText(registerTypes)
const flags = new Map<string, boolean>([
  ...['是', '1', 'true', 'yes', 'y', '√', '规上'].map(text => [text, true] as const),
  ...['否', '0', 'false', 'no', 'n', '×', '规下'].map(text => [text, false] as const),
])

const oneOf = (items: readonly Readonly<{ text: BilingualText }>[]): BilingualText => ({
  'zh-CN': items.map(item => item.text['zh-CN']).join(' / '),
  en: items.map(item => item.text.en).join(' / '),
})

const invalid = (field: UnitField, value: string, expected: BilingualText): Parsed => ({
  type: registerProblems.fieldInvalid,
  detail: { field: field.text, value, expected },
})

const dayOf = (text: string): string => {
  const parts =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  return parts ? [parts[1], parts[2]!.padStart(2, '0'), parts[3]!.padStart(2, '0')].join('-') : text
}

const decimalOf = (text: string): string => {
  const plain = text.replaceAll(/[,，\s]/g, '')
  return /^-?\d+(\.\d+)?$/.test(plain)
    ? plain
        .replace(/^(-?)0+(?=\d)/, '$1')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : text
}

const byField: Readonly<Record<string, (text: string, field: UnitField, lists: Lists) => Parsed>> = {
  creditCode: text => {
    const code = normaliseCreditCode(text)
    return (creditCodeFaultOf(code) as Parsed | null) ?? { value: code }
  },
  kind: (text, field) => {
    const code = kinds.get(text.toLowerCase())
    return code ? { value: code } : invalid(field, text, oneOf(unitKinds))
  },
  regionCode: (text, _, lists) => {
    const code = /^\d{6}$|^\d{9}$/.test(text) ? text.padEnd(12, '0') : text
    return lists.regions.has(code)
      ? { value: code }
      : { type: registerProblems.regionUnknown, detail: { code: text } }
  },
  industryCode: (text, _, lists) => {
    const code = text.replace(/^[A-Z](?=\d)/, '')
    return lists.industries.has(code)
      ? { value: code }
      : { type: registerProblems.industryUnknown, detail: { code: text } }
  },
  registerType: text => {
    const code = registerTypeCodes.has(text) ? text : types.get(text.toLowerCase())
    return code ? { value: code } : { type: registerProblems.registerTypeUnknown, detail: { code: text } }
  },
  sizeClass: (text, field) => {
    const code = sizes.get(text.toLowerCase())
    return code ? { value: code } : invalid(field, text, oneOf(sizeClasses))
  },
  aboveThreshold: (text, field) => {
    const flag = flags.get(text.toLowerCase())
    return flag === undefined ? invalid(field, text, { 'zh-CN': '是 / 否', en: 'yes / no' }) : { value: flag }
  },
}

const canonical = (field: UnitField, text: string): string => {
  if (field.name === 'localCode') return normaliseLocalCode(text) ?? ''
  if (field.type === 'date') return dayOf(text)
  if (field.type === 'integer' || field.type === 'decimal') return decimalOf(text)
  return text
}

/** One cell, trimmed and not blank. */
export function parseCell(field: UnitField, text: string, lists: Lists): Parsed {
  const special = byField[field.name]
  if (special) return special(text, field, lists)
  const value = canonical(field, text)
  return (attributeFault(field, value) as Parsed | null) ?? { value }
}
