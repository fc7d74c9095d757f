/** Work of which only so much goes on at the same time; the rest waits, first come first served. */
export type AtMost = <T>(work: () => Promise<T>) => Promise<T>

export function atMost(limit: number): AtMost {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running < limit) running += 1
    else await new Promise<void>(turn => waiting.push(turn))
    try {
      return await work()
    } finally {
      // Whoever is next takes over this place.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
