/** The wall clock of Asia/Shanghai, which every day and deadline is read by. It keeps no summer time. */
const OFFSET_MS = 8 * 3_600_000

const shifted = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString()

/** `2026-10-12`: the calendar day of an instant. */
export const shanghaiDay = (instant: Date): string => shifted(instant).slice(0, 10)

/** `2026-10-12 18:00`: the minute of an instant, as deadlines are written. */
export const wallClock = (instant: Date): string => shifted(instant).slice(0, 16).replace('T', ' ')

/** The instant at which the clock shows `time` (`HH:MM`, midnight when absent) on `day` (`YYYY-MM-DD`). */
export const shanghaiInstant = (day: string, time = '00:00'): Date => new Date(`${day}T${time}:00+08:00`)
