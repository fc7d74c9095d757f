/** Timing shared by the benches: contenders take turns, so that a slow minute of the machine falls on all. */

export type Contender = Readonly<{ name: string; run: () => Promise<unknown> }>
export type Timing = Readonly<{ name: string; medianMs: number; bestMs: number; runs: readonly number[] }>

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Runs every contender once to warm up, then `rounds` times in turn. Times are milliseconds. */
export const takeTurns = async (
  contenders: readonly Contender[],
  rounds: number,
): Promise<readonly Timing[]> => {
  const runs = contenders.map((): number[] => [])
  for (let round = -1; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const start = performance.now()
      await contender.run()
      if (round >= 0) runs[index]!.push(performance.now() - start)
    }
  }
  return contenders.map(({ name }, index) => ({
    name,
    medianMs: median(runs[index]!),
    bestMs: Math.min(...runs[index]!),
    runs: runs[index]!,
  }))
}
