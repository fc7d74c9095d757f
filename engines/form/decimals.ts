/**
 * Decimal text: what people type or paste, made canonical, exactly.
 *
 * Numbers never pass through a binary double: a cell holds at most 18 digits, which a double cannot. The
 * canonical form has the cell's scale in full (`-12.50` at scale 2), no plus sign, no minus zero.
 */
import type { Detail, ValueProblemCode } from './messages.ts'

export const maxDigits = 18

export type Parsed<T> = Readonly<{ value: T }> | Readonly<{ code: ValueProblemCode; detail: Detail }>

type Parts = Readonly<{ negative: boolean; whole: string; fraction: string }>

const number = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/

function parts(text: string): Parts | null {
  const match = number.exec(text)
  if (!match || (match[2] === undefined && !match[3])) return null
  const whole = (match[2] ?? '').replace(/[, ]/g, '')
  const fraction = match[3] ?? ''
  const shifted = shift(whole, fraction, Number(match[4] ?? 0))
  return { negative: match[1] === '-', whole: shifted[0], fraction: shifted[1] }
}

/** Moves the point `places` to the right. */
function shift(whole: string, fraction: string, places: number): readonly [whole: string, fraction: string] {
  const left = whole.padStart(whole.length + Math.max(0, -places), '0')
  const right = fraction.padEnd(fraction.length + Math.max(0, places), '0')
  const digits = left + right
  const point = left.length + places
  return [digits.slice(0, point).replace(/^0+/, '') || '0', digits.slice(point).replace(/0+$/, '')]
}

/** The exact decimal text with its point moved to the right, `1.2` by 4 is `12000`; null where it is no number. */
export function shiftDecimal(typed: string, places: number): string | null {
  const found = parts(plain(typed))
  if (!found) return null
  const [whole, fraction] = shift(found.whole, found.fraction, places)
  return `${found.negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** The exact sum of decimal texts, each as `shiftDecimal` gives it. */
export function sumDecimals(texts: readonly string[]): string {
  const scale = Math.max(0, ...texts.map(text => (text.split('.')[1] ?? '').length))
  const sum = texts.reduce((total, text) => total + BigInt(shiftDecimal(text, scale) ?? 0), 0n)
  return shiftDecimal(String(sum), -scale) as string
}

/** A decimal text at `scale` digits after the point, a half away from zero (四舍五入). */
export function roundDecimal(text: string, scale: number): string {
  const [, sign = '', digits = '0', beyond = ''] =
    /^(-?)(\d+)(?:\.(\d*))?$/.exec(shiftDecimal(text, scale) ?? '') ?? []
  const rounded = BigInt(digits) + (beyond >= '5' ? 1n : 0n)
  return shiftDecimal(`${rounded === 0n ? '' : sign}${rounded}`, -scale) as string
}

/** Full-width digits, signs and separators become ASCII, `(12)` becomes `-12`, currency signs go. */
export function plain(text: string): string {
  const ascii = text
    .normalize('NFKC')
    .replace(/[\u2212\u2012\u2013\ufe63]/g, '-')
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .trim()
    .replace(/^([+-]?)\s*[¥$]\s*/, '$1')
  const bracketed = /^\(\s*[¥]?([^()+-]+)\)$/.exec(ascii)
  return (bracketed ? `-${bracketed[1]!.trim()}` : ascii).replace(/^([+-])\s+/, '$1')
}

/** The percent sign is meaningful where the cell is a ratio (÷100) or is itself measured in %. */
function percent(text: string, unit: string | undefined): Parsed<{ text: string; places: number }> {
  const sign = /\s*([%‰])$/.exec(text)
  if (!sign) return { value: { text, places: 0 } }
  const body = text.slice(0, sign.index)
  const places = sign[1] === '%' ? -2 : -3
  if (unit === sign[1]) return { value: { text: body, places: 0 } }
  if (unit === undefined) return { value: { text: body, places } }
  return { code: 'PERCENT_NOT_EXPECTED', detail: { unit } }
}

/** Compares canonical or bound decimals: negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: string, b: string): number {
  const scale = Math.max(...[a, b].map(text => (text.split('.')[1] ?? '').length))
  const scaled = (text: string) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return BigInt(`${whole}${fraction.padEnd(scale, '0')}`)
  }
  const difference = scaled(a) - scaled(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

type DecimalType = Readonly<{ scale: number; min?: string; max?: string }>

const canonicalAt = new Map<number, RegExp>()

/** Text that is already canonical at this scale, as programs and saved forms send it: nothing about it is to be read. */
function isCanonical(text: string, scale: number): boolean {
  let pattern = canonicalAt.get(scale)
  if (!pattern) {
    const digits = maxDigits - scale
    const whole = digits > 0 ? `(?:0|[1-9]\\d{0,${digits - 1}})` : '0'
    pattern = new RegExp(`^(?:-(?=.*[1-9]))?${whole}${scale > 0 ? `\\.\\d{${scale}}` : ''}$`)
    canonicalAt.set(scale, pattern)
  }
  return pattern.test(text)
}

/** A typed number at the cell's scale; `unit` is the cell's unit of measure, which decides what a percent sign means. */
export function parseDecimal(type: DecimalType, typed: string, unit?: string): Parsed<string> {
  if (isCanonical(typed, type.scale)) return withinBounds(type, typed)
  const shown = typed.trim().slice(0, 40)
  const stripped = percent(plain(typed), unit)
  if ('code' in stripped) return stripped
  const found = parts(stripped.value.text)
  if (!found) return { code: 'NOT_A_NUMBER', detail: { text: shown } }
  const [whole, fraction] = shift(found.whole, found.fraction, stripped.value.places)
  if (fraction.length > type.scale) return { code: 'TOO_MANY_DECIMALS', detail: { scale: type.scale } }
  if (whole !== '0' && whole.length > maxDigits - type.scale)
    return { code: 'TOO_MANY_DIGITS', detail: { digits: maxDigits - type.scale } }
  const magnitude = type.scale > 0 ? `${whole}.${fraction.padEnd(type.scale, '0')}` : whole
  const value = found.negative && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude
  return withinBounds(type, value)
}

function withinBounds(type: DecimalType, value: string): Parsed<string> {
  if (type.min !== undefined && compareDecimals(value, type.min) < 0)
    return { code: 'BELOW_MINIMUM', detail: { min: type.min } }
  if (type.max !== undefined && compareDecimals(value, type.max) > 0)
    return { code: 'ABOVE_MAXIMUM', detail: { max: type.max } }
  return { value }
}

/** `-1234.50` → `-1,234.50`; `null` → empty. */
export function groupThousands(value: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(value) ?? []
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`
}

/** Whether a text is a plain decimal such as a bound: `-12`, `0.5`. */
export function isDecimal(text: string): boolean {
  return /^-?\d{1,18}(\.\d{1,18})?$/.test(text)
}
