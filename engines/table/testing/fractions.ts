/** Fractions for the reference, apart from the engine's own arithmetic. */

export type Fraction = Readonly<{ n: bigint; d: bigint }>
export type Result = Fraction | null | 'undefined'
export const one: Fraction = { n: 1n, d: 1n }

export const fraction = (text: string): Fraction => {
  const [whole, part = ''] = text.split('.')
  return { n: BigInt(whole! + part), d: 10n ** BigInt(part.length) }
}
export const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })
export const total = (items: readonly Fraction[]) => items.reduce(plus, { n: 0n, d: 1n })
export const over = (a: Result, b: Result, factor: bigint): Result => {
  if (a === 'undefined' || b === 'undefined') return 'undefined'
  if (a === null || b === null) return null
  if (b.n === 0n) return 'undefined'
  const n = a.n * b.d * factor
  const d = a.d * b.n
  return d < 0n ? { n: -n, d: -d } : { n, d }
}

export const print = (value: Result, decimals: number): string | null => {
  if (value === null || value === 'undefined') return value
  const scaled = value.n * 10n ** BigInt(decimals)
  const magnitude = scaled < 0n ? -scaled : scaled
  let whole = magnitude / value.d
  if ((magnitude % value.d) * 2n >= value.d) whole += 1n
  const text = whole.toString().padStart(decimals + 1, '0')
  const placed = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
  return scaled < 0n && whole !== 0n ? `-${placed}` : placed
}
