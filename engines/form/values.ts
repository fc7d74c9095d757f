/**
 * Values at the edge: what a person types or pastes becomes a canonical value of the cell's type, or a problem
 * with a code and a sentence in both languages. Nothing is rounded, cut or dropped in silence.
 */
import { groupThousands, type Parsed, parseDecimal } from './decimals.ts'
import { message, type ValueProblemCode } from './messages.ts'
import type { FormSpec, LocalText, Scalar, ValueType } from './model.ts'
import { type Conversion, type Converted, parseMeasured } from './unit-conversion.ts'

export type ValueProblem = Readonly<{ code: ValueProblemCode; message: LocalText }>
export type ParseResult =
  | Readonly<{ value: Scalar; conversion?: Conversion }>
  | Readonly<{ problem: ValueProblem }>

/** One item of a code list; `name` lets a respondent type or paste the name. */
export type CodelistItem = Readonly<{
  code: string
  name: LocalText
  unitOfMeasure?: string
  /** What tells it from others of the same name: the township of a village. */
  within?: LocalText
}>
/** Code lists a form names but does not hold (regions, industries). Undefined: not to be had here, and no code is taken. */
export type Codelists = (name: string) => readonly CodelistItem[] | undefined

export type ParseContext = Readonly<{
  unitOfMeasure?: string
  codelists?: Codelists
  /** Figures may name another magnitude of the unit, where a person sees what becomes of them. */
  converts?: boolean
}>

/** The form's own code lists first, then those of the surroundings. */
export function codelistsOf(spec: FormSpec, outside?: Codelists): Codelists {
  return name => spec.codelists?.[name] ?? outside?.(name)
}

const yes = new Set(['true', '是', '有', 'yes', 'y', '1', '√', '✓'])
const no = new Set(['false', '否', '无', 'no', 'n', '0', '×', '✗', 'x'])

const patterns = new Map<string, RegExp>()
function wholePattern(source: string): RegExp {
  const known = patterns.get(source)
  if (known) return known
  const made = new RegExp(`^(?:${source})$`, 'u')
  patterns.set(source, made)
  return made
}

/** Lines and tabs are text; other control characters are not, nor are halves of a surrogate pair. */
function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) || !text.isWellFormed()
}

function parseText(type: Extract<ValueType, { kind: 'text' }>, text: string): Parsed<string> {
  if (hasControl(text)) return { code: 'CONTROL_CHARACTER', detail: {} }
  const value = text.replace(/\r\n?/g, '\n').normalize('NFC')
  if ([...value].length > type.maxLength) return { code: 'TOO_LONG', detail: { max: type.maxLength } }
  if (type.pattern !== undefined && !wholePattern(type.pattern).test(value))
    return { code: 'PATTERN_MISMATCH', detail: { text: text.slice(0, 40) } }
  return { value }
}

function parseDate(text: string): Parsed<string> {
  const plain = text.normalize('NFKC').trim()
  const match =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(plain)?.toSpliced(2, 1) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  const [, year = '', month = '', day = ''] = match ?? []
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = match ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value) && year >= '1000'
  return exists ? { value } : { code: 'NOT_A_DATE', detail: { text: plain.slice(0, 40) } }
}

function parseBoolean(text: string): Parsed<boolean> {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  if (yes.has(plain)) return { value: true }
  if (no.has(plain)) return { value: false }
  return { code: 'NOT_A_BOOLEAN', detail: { text: plain.slice(0, 40) } }
}

function parseCode(codelist: string, text: string, codelists: Codelists | undefined): Parsed<string> {
  const plain = text.normalize('NFKC').trim()
  const items = codelists?.(codelist)
  const bad = { code: 'NOT_IN_CODELIST', detail: { text: plain.slice(0, 40), codelist } } as const
  if (!items) return { ...bad, code: 'CODELIST_MISSING' }
  const named = ({ name }: CodelistItem) =>
    [name['zh-CN'], name.en].some(text => text?.normalize('NFKC').toLowerCase() === plain.toLowerCase())
  const item = items.find(({ code }) => code === plain) ?? onlyOne(items.filter(named))
  return item ? { value: item.code } : bad
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}

function parseTyped(
  type: ValueType,
  text: string,
  context: ParseContext,
): Parsed<string | boolean> | Converted {
  switch (type.kind) {
    case 'decimal': {
      const measured = context.converts ? parseMeasured(type, text, context.unitOfMeasure) : null
      return measured ?? parseDecimal(type, text, context.unitOfMeasure)
    }
    case 'text':
      return parseText(type, text.trim())
    case 'date':
      return parseDate(text)
    case 'boolean':
      return parseBoolean(text)
    case 'code':
      return parseCode(type.codelist, text, context.codelists)
  }
}

/**
 * What was typed or pasted, as a canonical value: thousands separators, full-width characters, `(12)` for −12,
 * `12.5%` (12.5 where the unit is %, 0.125 where there is no unit), `1.2E7`, dates in the usual spellings.
 * Blank gives null. A result is either `value` or `problem`.
 */
export function parseValue(type: ValueType, text: string, context: ParseContext = {}): ParseResult {
  if (text.trim() === '') return { value: null }
  const parsed = parseTyped(type, text, context)
  if ('code' in parsed)
    return { problem: { code: parsed.code, message: message(parsed.code, parsed.detail) } }
  return parsed
}

/** A canonical value as shown: thousands separated, codes by name where the list is known, 是/否. */
export function formatValue(
  type: ValueType,
  value: Scalar | undefined,
  locale: 'zh-CN' | 'en' = 'zh-CN',
  context: ParseContext = {},
): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') {
    const words = locale === 'en' ? ['No', 'Yes'] : ['否', '是']
    return words[Number(value)] as string
  }
  if (type.kind === 'decimal') return groupThousands(value)
  if (type.kind !== 'code') return value
  const item = context.codelists?.(type.codelist)?.find(({ code }) => code === value)
  return item ? (item.name[locale] ?? item.name['zh-CN']) : value
}
