/**
 * Doubles that come out bit for bit the same here and in the generated SQL. Only operations that IEEE 754 fixes
 * (+ − × ÷, square root, rounding) are used; exp, ln and power are spelled out in them, because mathematical
 * libraries differ in the last place. Every result is rounded to nine decimals.
 */
export const log2e = Math.LOG2E
export const ln2High = 0.6931471803691238
export const ln2Low = 1.9082149292705877e-10
export const sqrtHalf = Math.SQRT1_2
export const sqrtTwo = Math.SQRT2
/** Outside ±700, exp is null (overflow) or zero. */
export const expLimit = 700
/** 1/n! from n = 14 down to 0, for Horner's rule. */
export const expCoefficients: readonly number[] = [
  1.1470745597729725e-11, 1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8,
  2.755731922398589e-7, 2.7557319223985893e-6, 2.48015873015873e-5, 1.984126984126984e-4,
  1.388888888888889e-3, 8.333333333333333e-3, 4.1666666666666664e-2, 1.6666666666666666e-1, 0.5, 1, 1,
]
/** 1/(2n+1) from n = 12 down to 0. */
export const lnCoefficients: readonly number[] = [
  0.04, 0.043478260869565216, 0.047619047619047616, 0.05263157894736842, 0.058823529411764705,
  0.06666666666666667, 0.07692307692307693, 0.09090909090909091, 0.1111111111111111, 0.14285714285714285, 0.2,
  0.3333333333333333, 1,
]
/** Whole exponents up to this are powers by repeated squaring. */
export const wholePowerLimit = 63

/** C's `round`: half away from zero. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x)
  const rest = Math.abs(x - whole)
  return rest >= 0.5 ? whole + (x < 0 ? -1 : 1) : whole
}

/** Rounded to a number of decimals in the way DuckDB's `round` does; a result out of range stays as it was. */
export function roundTo(x: number, decimals: number): number {
  const power = Number(`1e${Math.abs(decimals)}`)
  if (decimals < 0) {
    const rounded = roundHalfAway(x / power) * power
    return Number.isFinite(rounded) ? rounded : 0
  }
  const rounded = roundHalfAway(x * power) / power
  return Number.isFinite(rounded) ? rounded : x
}

export const round9 = (x: number): number => {
  const rounded = roundHalfAway(x * 1e9) / 1e9
  return Number.isFinite(rounded) ? rounded : x
}

export function truncTo(x: number, decimals: number): number {
  const power = Number(`1e${Math.abs(decimals)}`)
  return decimals < 0 ? Math.trunc(x / power) * power : Math.trunc(x * power) / power
}

const horner = (coefficients: readonly number[], x: number): number => {
  let sum = coefficients[0]!
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + coefficients[i]!
  return sum
}

/** e^x unrounded, or null beyond the limit. */
export function exponential(x: number): number | null {
  if (x > expLimit) return null
  if (x < -expLimit) return 0
  const k = roundHalfAway(x * log2e)
  const r = x - k * ln2High - k * ln2Low
  return horner(expCoefficients, r) * 2 ** k
}

/** ln x unrounded, or null where x is not positive. */
export function naturalLog(x: number): number | null {
  if (!(x > 0)) return null
  const guess = Math.floor(Math.log2(x))
  const part = x / 2 ** guess
  const shift = part >= sqrtTwo ? 1 : part < sqrtHalf ? -1 : 0
  const m = shift === 1 ? part / 2 : shift === -1 ? part * 2 : part
  const k = guess + shift
  const f = (m - 1) / (m + 1)
  return k * ln2High + (2 * f * horner(lnCoefficients, f * f) + k * ln2Low)
}

export function logarithm(x: number, base: number): number | null {
  const top = naturalLog(x)
  const bottom = naturalLog(base)
  return top === null || bottom === null || bottom === 0 ? null : top / bottom
}

function wholePower(x: number, exponent: number): number {
  let factor = x
  let result = 1
  for (let bit = 1; bit <= 32; bit *= 2) {
    if (Math.floor(Math.abs(exponent) / bit) % 2 === 1) result *= factor
    factor *= factor
  }
  return exponent < 0 ? 1 / result : result
}

/** x^y; null where it is not a real number or out of range. */
export function powerOf(x: number, y: number): number | null {
  const whole = Math.floor(y) === y
  if (whole && Math.abs(y) <= wholePowerLimit) return x === 0 && y < 0 ? null : wholePower(x, y)
  if (x === 0) return y > 0 ? 0 : null
  if (x < 0 && !whole) return null
  const size = exponential(y * naturalLog(Math.abs(x))!)
  if (size === null) return null
  const odd = whole && Math.abs(y) % 2 === 1
  return x < 0 && odd ? -size : size
}
