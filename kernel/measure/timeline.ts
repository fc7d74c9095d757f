/**
 * The last quarter of an hour in ten-second slots, in memory: how often things happened, how long they took, how high a
 * level stood. Durations fall into bins whose bounds grow by 15 %, so a quantile is that exact.
 */
const SLOT_MS = 10_000
const SLOTS = 90
const SMALLEST = 0.001
const GROWTH = 1.15
/** The last one begins at about a minute. */
const BINS = 80

export type Summary = Readonly<{
  count: number
  perSecond: number
  mean: number | null
  p50: number | null
  p95: number | null
  p99: number | null
}>

export type Timeline = Readonly<{
  /** Something happened; `seconds` is how long it took, or how much of it there was. */
  happened(series: string, seconds: number): void
  /** A level now; a slot keeps its highest. */
  stood(series: string, level: number): void
  /** Slot by slot, the oldest first and the one still running left out; null before the timeline began. */
  slots(series: string): readonly (Summary | null)[]
  levels(series: string): readonly (number | null)[]
  /** All of the last `seconds`, the slot still running among them. */
  over(series: string, seconds: number): Summary
  /** When the first slot begins, and how long each lasts. */
  frame(): Readonly<{ from: Date; seconds: number }>
}>

type Slot = { number: number; count: number; sum: number; bins: Uint32Array; level: number | null }

const binOf = (value: number): number =>
  value <= SMALLEST
    ? 0
    : Math.min(BINS - 1, Math.max(0, Math.ceil(Math.log(value / SMALLEST) / Math.log(GROWTH))))

const boundOf = (bin: number): number => SMALLEST * GROWTH ** bin

/** The value below which `share` of those in the bins lie, taken as evenly spread within each; null of none. */
export function quantile(bins: Readonly<Uint32Array>, share: number): number | null {
  const total = bins.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let before = 0
  for (const [bin, count] of bins.entries()) {
    if (count > 0 && before + count >= share * total) {
      const low = bin === 0 ? 0 : boundOf(bin - 1)
      return low + (boundOf(bin) - low) * ((share * total - before) / count)
    }
    before += count
  }
  return boundOf(BINS - 1)
}

function summarise(slots: readonly Slot[], seconds: number): Summary {
  const bins = new Uint32Array(BINS)
  let count = 0
  let sum = 0
  for (const slot of slots) {
    count += slot.count
    sum += slot.sum
    slot.bins.forEach((n, bin) => {
      bins[bin] = (bins[bin] as number) + n
    })
  }
  return {
    count,
    perSecond: count / seconds,
    mean: count === 0 ? null : sum / count,
    p50: quantile(bins, 0.5),
    p95: quantile(bins, 0.95),
    p99: quantile(bins, 0.99),
  }
}

/** @param clock milliseconds since 1970 */
export function createTimeline(clock: () => number = Date.now): Timeline {
  const all = new Map<string, Slot[]>()
  const began = Math.floor(clock() / SLOT_MS)
  const current = (): number => Math.floor(clock() / SLOT_MS)

  const slotAt = (series: string, number: number): Slot | undefined => {
    const slot = all.get(series)?.[number % SLOTS]
    return slot?.number === number ? slot : undefined
  }
  const openSlot = (series: string): Slot => {
    const number = current()
    const known = slotAt(series, number)
    if (known) return known
    const slot = { number, count: 0, sum: 0, bins: new Uint32Array(BINS), level: null }
    const ring = all.get(series) ?? []
    ring[number % SLOTS] = slot
    all.set(series, ring)
    return slot
  }
  /** The numbers of the slots that have ended. */
  const ended = (): readonly number[] => {
    const now = current()
    return Array.from({ length: SLOTS - 1 }, (_, index) => now - (SLOTS - 1) + index)
  }
  return {
    happened: (series, seconds) => {
      const slot = openSlot(series)
      slot.count += 1
      slot.sum += seconds
      const bin = binOf(seconds)
      slot.bins[bin] = (slot.bins[bin] as number) + 1
    },
    stood: (series, level) => {
      const slot = openSlot(series)
      slot.level = Math.max(slot.level ?? level, level)
    },
    slots: series =>
      ended().map(number => {
        if (number < began) return null
        const slot = slotAt(series, number)
        return summarise(slot ? [slot] : [], SLOT_MS / 1_000)
      }),
    levels: series => ended().map(number => slotAt(series, number)?.level ?? null),
    over: (series, seconds) => {
      const now = current()
      const count = Math.min(SLOTS, Math.ceil((seconds * 1_000) / SLOT_MS))
      const numbers = Array.from({ length: count }, (_, index) => now - index)
      const slots = numbers.flatMap(number => slotAt(series, number) ?? [])
      // The slot still running has lasted less than a slot, and a young process less than what is asked.
      const from = Math.max(began, now - count + 1) * SLOT_MS
      return summarise(slots, Math.max(1, (clock() - from) / 1_000))
    },
    frame: () => ({ from: new Date((ended()[0] as number) * SLOT_MS), seconds: SLOT_MS / 1_000 }),
  }
}
