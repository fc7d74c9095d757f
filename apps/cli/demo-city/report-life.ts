/** When reports were filled, submitted, sent back and accepted. */
import { shanghaiDay, shanghaiInstant } from '#kernel/time/shanghai.ts'
import { addDays, DAY, type Schedule } from './calendar.ts'
import type { Random } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A moment in working hours of a day in Shanghai. */
const officeTime = (random: Random, day: string): Date =>
  new Date(shanghaiInstant(day, '08:30').getTime() + random.int(0, 9 * 3600 - 1) * 1000)

/**
 * When a reporter submits: a tenth early in the span, a fifth over the days before the last, a fifth on the last
 * morning, and half in the last two hours, thickening towards the close.
 */
export function submissionTime(random: Random, { opensAt, closesAt }: Schedule): Date {
  const span = closesAt.getTime() - opensAt.getTime()
  const kind = random.weighted([
    ['early', 10],
    ['days', 20],
    ['lastDay', 20],
    ['lastHours', 50],
  ] as const)
  const draw = () => {
    if (kind === 'lastHours') return closesAt.getTime() - 2 * HOUR * random.next() ** 1.6
    if (kind === 'lastDay') return closesAt.getTime() - (2 + 18 * random.next()) * HOUR
    const share = kind === 'early' ? 0.5 * random.next() : 0.3 + 0.6 * random.next()
    return officeTime(random, shanghaiDay(new Date(opensAt.getTime() + share * span))).getTime()
  }
  return between(draw(), opensAt, closesAt)
}

/** As `submissionTime`, for a collection under way: anything from its opening to `now`, more of it recent. */
export function submissionTimeSoFar(random: Random, { opensAt }: Schedule, now: Date): Date {
  const span = now.getTime() - opensAt.getTime()
  return between(now.getTime() - span * random.next() ** 1.8 - MINUTE, opensAt, now)
}

function between(at: number, from: Date, to: Date): Date {
  const low = from.getTime() + MINUTE
  const high = to.getTime() - 1000
  return new Date(Math.floor(Math.max(low, Math.min(at, high)) / 1000) * 1000)
}

/** An office's step between two instants, in the order of the arguments even where the span is short. */
export function stepBetween(random: Random, after: Date, before: Date): Date {
  const low = after.getTime() + MINUTE
  const high = Math.max(low + 1000, before.getTime())
  return new Date(Math.floor((low + (high - low) * random.next()) / 1000) * 1000)
}

/** The wall-clock end of an extension: noon of the day after the close. */
export const extensionOf = ({ closesAt }: Schedule): Date =>
  shanghaiInstant(addDays(shanghaiDay(closesAt), 1), '12:00')

export const lateTime = (random: Random, schedule: Schedule): Date =>
  between(
    schedule.closesAt.getTime() + DAY * random.next(),
    new Date(schedule.closesAt.getTime() + MINUTE),
    extensionOf(schedule),
  )
