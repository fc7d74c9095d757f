/**
 * Exact decimal arithmetic for results. Sums arrive as decimal strings and stay fractions of integers until
 * the one rounding at the end, half away from zero (四舍五入), so no result depends on binary floating point.
 */

/** The fraction `n / d`, `d` positive; not reduced. */
export type Exact = Readonly<{ n: bigint; d: bigint }>

const powers = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent))
const small = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

const tenTo = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent)

/** Reads a decimal string such as `-12.50`. */
export const parseExact = (text: string): Exact => {
  const point = text.indexOf('.')
  if (point < 0) return { n: BigInt(text), d: 1n }
  return { n: BigInt(text.slice(0, point) + text.slice(point + 1)), d: tenTo(text.length - point - 1) }
}

export const subtract = (a: Exact, b: Exact): Exact =>
  a.d === b.d ? { n: a.n - b.n, d: a.d } : { n: a.n * b.d - b.n * a.d, d: a.d * b.d }

/** Undefined for a zero divisor. */
export const divide = (a: Exact, b: Exact): Exact | undefined => {
  if (b.n === 0n) return undefined
  return b.n > 0n ? { n: a.n * b.d, d: a.d * b.n } : { n: -a.n * b.d, d: -a.d * b.n }
}

export const scaleBy = (a: Exact, factor: bigint): Exact => ({ n: a.n * factor, d: a.d })

export const compareExact = (a: Exact, b: Exact): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const place = (digits: string, negative: boolean, decimals: number): string => {
  const padded = decimals > 0 ? digits.padStart(decimals + 1, '0') : digits
  const cut = padded.length - decimals
  const text = decimals > 0 ? `${padded.slice(0, cut)}.${padded.slice(cut)}` : padded
  return negative ? `-${text}` : text
}

/** `value × 10^power` with `decimals` digits after the point, half away from zero; never `-0`. */
export const roundExact = (value: Exact, decimals: number, power = 0): string => {
  const shift = decimals + power
  const n = shift >= 0 ? value.n * tenTo(shift) : value.n
  const d = shift >= 0 ? value.d : value.d * tenTo(-shift)
  const magnitude = n < 0n ? -n : n
  const rounded = (2n * magnitude + d) / (2n * d)
  return place(rounded.toString(), n < 0n && rounded !== 0n, decimals)
}

/** As `roundExact`, straight from a decimal string; short numbers avoid big integers. */
export const roundText = (text: string, decimals: number, power = 0): string => {
  const point = text.indexOf('.')
  const scale = point < 0 ? 0 : text.length - point - 1
  if (power === 0 && scale === decimals) return text
  const cut = scale - decimals - power
  if (text.length > 15 || cut < 0 || cut > 14) return roundExact(parseExact(text), decimals, power)
  const whole = Number(point < 0 ? text : text.slice(0, point) + text.slice(point + 1))
  const magnitude = Math.abs(whole)
  const unit = small[cut]!
  const rest = magnitude % unit
  const rounded = (magnitude - rest) / unit + (2 * rest >= unit ? 1 : 0)
  return place(String(rounded), whole < 0 && rounded !== 0, decimals)
}
