/** `datetime-local` fields hold Beijing time, wherever the browser stands. */
import { formatDateTime } from '#ui/i18n/format.ts'

/** `2026-11-08T17:00` in Asia/Shanghai as an instant; null for anything else. */
export function instantOf(local: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const at = Date.parse(`${local}:00+08:00`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

export const localOf = (instant: string | number): string => formatDateTime(instant).replace(' ', 'T')

/** The end of working hours some days on: what an extension mostly is. */
export const laterAt = (now: number, days: number): string =>
  `${localOf(now + days * 86_400_000).slice(0, 11)}18:00`
