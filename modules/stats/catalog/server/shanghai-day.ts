const SHANGHAI_OFFSET = 8 * 3_600_000

/** The day in Asia/Shanghai, which keeps no summer time. */
export const shanghaiDay = (instant: Date): string =>
  new Date(instant.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10)
