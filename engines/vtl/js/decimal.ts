/**
 * Exact decimals in JavaScript: a scaled integer, kept as a number while it is a safe integer and as a bigint
 * beyond. Both kinds compare and mix correctly, so a value is never converted back.
 */
export type Exact = number | bigint

const powers: readonly bigint[] = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent))
const numberPowers: readonly number[] = Array.from({ length: 16 }, (_, exponent) =>
  Number(10n ** BigInt(exponent)),
)

const settle = (value: bigint): Exact =>
  value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value

export const fromBigInt = settle

export function add(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return BigInt(a) + BigInt(b)
}

export function subtract(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return BigInt(a) - BigInt(b)
}

export function multiply(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = a * b
    if (Number.isSafeInteger(result)) return result === 0 ? 0 : result
  }
  return BigInt(a) * BigInt(b)
}

export const negate = (a: Exact): Exact => (typeof a === 'number' ? 0 - a : -a)
export const absolute = (a: Exact): Exact => (a < 0 ? negate(a) : a)

/** Sign of the divisor, as VTL's `mod`; a divisor of zero gives the dividend. */
export function modulo(a: Exact, b: Exact): Exact {
  const x = BigInt(a)
  const y = BigInt(b)
  if (y === 0n) return a
  const rest = x % y
  return settle(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest)
}

export const shiftUp = (a: Exact, places: number): Exact =>
  places === 0 ? a : places < 16 ? multiply(a, numberPowers[places]!) : multiply(a, powers[places]!)

/** Whether the scaled integer has at most `digits` digits. */
export const fits = (a: Exact, digits: number): boolean => {
  // A safe integer has at most sixteen digits; comparing two numbers is much cheaper than a number with a bigint.
  if (typeof a === 'number') {
    const bound = numberPowers[digits]
    return bound === undefined || (a < bound && a > -bound)
  }
  const bound = powers[digits]!
  return a < bound && a > -bound
}

export type RoundingMode = 'round' | 'trunc' | 'floor' | 'ceil'

/** Divides by 10^places; `round` goes half away from zero. */
export function shiftDown(a: Exact, places: number, mode: RoundingMode): Exact {
  const value = BigInt(a)
  const unit = powers[places]!
  const quotient = value / unit
  const rest = value % unit
  if (rest === 0n || mode === 'trunc') return settle(quotient)
  const step = value < 0n ? -1n : 1n
  const up = mode === 'round' ? rest * step * 2n >= unit : mode === 'floor' ? step < 0n : step > 0n
  return settle(up ? quotient + step : quotient)
}

const decimalPattern = /^([+-]?)(\d+)(?:\.(\d+))?$/

/** The common case, read by hand: up to fifteen digits written at exactly `scale` decimals. Null where it is another. */
function parsePlain(text: string, scale: number): number | null {
  const negative = text.charCodeAt(0) === 45
  const first = negative ? 1 : 0
  const point = scale === 0 ? text.length : text.length - scale - 1
  const digits = text.length - first - (scale === 0 ? 0 : 1)
  if (digits > 15 || point <= first) return null
  let value = 0
  for (let at = first; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (at === point) {
      if (code !== 46) return null
    } else {
      if (code < 48 || code > 57) return null
      value = value * 10 + code - 48
    }
  }
  return negative ? 0 - value : value
}

/**
 * The scaled integer of a decimal text, rounded half away from zero where it has more decimals than `scale`;
 * null where it is not a decimal or has more than `digits` digits.
 */
export function parseDecimal(text: string, scale: number, digits: number): Exact | null {
  const plain = parsePlain(text, scale)
  if (plain !== null) return fits(plain, digits) ? plain : null
  const match = decimalPattern.exec(text)
  if (!match) return null
  const fraction = match[3] ?? ''
  const kept = match[2]! + fraction.slice(0, scale).padEnd(scale, '0')
  const rounded = fraction.length > scale && fraction[scale]! >= '5'
  let value: Exact = kept.length <= 15 ? Number(kept) : settle(BigInt(kept))
  if (rounded) value = add(value, 1)
  if (!fits(value, digits)) return null
  return match[1] === '-' ? negate(value) : value
}

/** Canonical text with exactly `scale` decimals. */
export function formatDecimal(value: Exact, scale: number): string {
  const negative = value < 0
  const digits = String(absolute(value)).padStart(scale + 1, '0')
  const sign = negative ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
