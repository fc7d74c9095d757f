/** A seeded stream of numbers (sfc32, Chris Doty-Humphrey's PractRand): the same seed gives the same city on any machine. */
export type Random = Readonly<{
  /** In [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  weighted<T>(items: readonly (readonly [T, number])[]): T
  /** Mean 0, standard deviation 1. */
  normal(): number
  logNormal(median: number, sigma: number): number
}>

/** An independent stream for each purpose, so that one more draw in one place does not move all the others. */
export function randomStream(seed: number, purpose: string): Random {
  const next = sfc32(hash(`${seed}/${purpose}`))
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return radius * Math.cos(2 * Math.PI * next())
  }
  return {
    next,
    int,
    chance: probability => next() < probability,
    pick: items => items[int(0, items.length - 1)]!,
    weighted: items => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items.at(-1)![0]
    },
    normal,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}

function sfc32([a0, b0, c0, d0]: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = [a0, b0, c0, d0]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 15; i += 1) next()
  return next
}

/** xmur3 over the text, drawn four times. */
function hash(text: string): [number, number, number, number] {
  let h = 1_779_033_703 ^ text.length
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 3_432_918_353)
    h = (h << 13) | (h >>> 19)
  }
  const draw = () => {
    h = Math.imul(h ^ (h >>> 16), 2_246_822_507)
    h = Math.imul(h ^ (h >>> 13), 3_266_489_909)
    h ^= h >>> 16
    return h | 0
  }
  return [draw(), draw(), draw(), draw()]
}
