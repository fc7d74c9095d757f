/**
 * Rounded doubles compared with a constant, without rounding them: rounding never turns the order of two numbers
 * around, so `round9(x) <= c` holds up to one double and for none above it. The same IEEE steps find that double here.
 */
import { round9 } from '../js/double.ts'

const bits = new DataView(new ArrayBuffer(8))
const SIGN = 1n << 63n

/** Doubles in their order as whole numbers in theirs. */
function placeOf(x: number): bigint {
  bits.setFloat64(0, x)
  const raw = bits.getBigUint64(0)
  return raw & SIGN ? -(raw ^ SIGN) - 1n : raw
}

function doubleAt(place: bigint): number {
  bits.setBigUint64(0, place < 0n ? (-place - 1n) | SIGN : place)
  return bits.getFloat64(0)
}

/** The greatest double that holds, where all below one do and none above; null where none does. */
function greatest(holds: (x: number) => boolean): number | null {
  let [low, high] = [placeOf(-Number.MAX_VALUE), placeOf(Number.MAX_VALUE)]
  if (!holds(doubleAt(low))) return null
  if (holds(doubleAt(high))) return doubleAt(high)
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (holds(doubleAt(middle))) low = middle
    else high = middle
  }
  return doubleAt(low)
}

export type Threshold = Readonly<{ symbol: '<=' | '>'; bound: number }>

/** What `x` must meet for `round9(x) symbol constant`; null where no single bound says it. */
export function thresholdOf(symbol: string, constant: number): Threshold | null {
  const orEqual = symbol === '<=' || symbol === '>'
  if (!orEqual && symbol !== '<' && symbol !== '>=') return null
  const bound = greatest(x => (orEqual ? round9(x) <= constant : round9(x) < constant))
  return bound === null ? null : { symbol: symbol.startsWith('<') ? '<=' : '>', bound }
}
