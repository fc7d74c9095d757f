/** Days are those of Asia/Shanghai, which keeps no summer time. */
const SHANGHAI_OFFSET = 8 * 3_600_000

export const dayIn = (instant: Date): string =>
  new Date(instant.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10)

/** The instant a day begins. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`)
