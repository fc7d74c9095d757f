/**
 * Numbers and wall-clock times as people read them. Times are Asia/Shanghai everywhere, whatever the
 * clock of the machine says. Decimals stay strings: nothing here passes an amount through a double.
 */
import type { Locale } from './locale.ts'

const zone = 'Asia/Shanghai'

/** `-1234567.80` → `-1,234,567.80`; text that is no plain decimal comes back as it is. */
export function groupDigits(decimal: string): string {
  const match = /^([-−]?)(\d+)(\.\d*)?$/.exec(decimal)
  if (!match) return decimal
  const [, sign, whole, fraction] = match as unknown as [string, string, string, string | undefined]
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction ?? ''}`
}

export const formatCount = (value: number): string => groupDigits(String(Math.round(value)))

/** 0.1234 → `12.3%`; null → `—`. */
export function formatShare(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '—'
  return `${groupDigits((share * 100).toFixed(digits))}%`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length)
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`
}

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>>

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function wallClock(instant: string | number | Date): Parts {
  const parts = clock.formatToParts(new Date(instant)).map(part => [part.type, part.value] as const)
  return Object.fromEntries(parts) as Parts
}

/** `2026-11-08`. */
export function formatDate(instant: string | number | Date): string {
  const { year, month, day } = wallClock(instant)
  return `${year}-${month}-${day}`
}

/** `2026-11-08 17:00`. */
export function formatDateTime(instant: string | number | Date): string {
  const { hour, minute } = wallClock(instant)
  return `${formatDate(instant)} ${hour}:${minute}`
}

/** `17:00`. */
export function formatTime(instant: string | number | Date): string {
  const { hour, minute } = wallClock(instant)
  return `${hour}:${minute}`
}

/** `17:00:05`. */
export function formatClock(instant: string | number | Date): string {
  return `${formatTime(instant)}:${wallClock(instant).second}`
}

const weekdays = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { timeZone: zone, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }),
}
const months = new Intl.DateTimeFormat('en-GB', { timeZone: zone, month: 'short' })

/** A deadline: `11月8日 周日 17:00`, `Sun 8 Nov 17:00`; the year only where it is not the present one. */
export function formatDeadline(instant: string | number | Date, locale: Locale, now = Date.now()): string {
  const { year, month, day, hour, minute } = wallClock(instant)
  const sameYear = wallClock(now).year === year
  const weekday = weekdays[locale].format(new Date(instant))
  if (locale === 'zh-CN') {
    return `${sameYear ? '' : `${year}年`}${Number(month)}月${Number(day)}日 ${weekday} ${hour}:${minute}`
  }
  const name = months.format(new Date(instant))
  return `${weekday} ${Number(day)} ${name}${sameYear ? '' : ` ${year}`} ${hour}:${minute}`
}

/** Whole days, hours or minutes between now and an instant, largest unit first; negative when past. */
export function remaining(
  instant: string | number | Date,
  now = Date.now(),
): Readonly<{ value: number; unit: 'day' | 'hour' | 'minute'; past: boolean }> {
  const milliseconds = new Date(instant).getTime() - now
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  const past = milliseconds < 0
  if (minutes >= 48 * 60) return { value: Math.floor(minutes / 1440), unit: 'day', past }
  if (minutes >= 60) return { value: Math.floor(minutes / 60), unit: 'hour', past }
  return { value: minutes, unit: 'minute', past }
}
