/**
 * The forms of the catalogue carry the last month of validity that their source printed. The demonstration must take
 * returns on whatever day it is seeded, so there, and only there, a validity that ends sooner is moved, and says so
 * in the form's own marks.
 */
import { shiftPeriod } from '#engines/form/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'

const MONTHS = 24
const LABEL = '（演示，有效期顺延）'

/** The month until which the demonstration's forms hold at least. */
export const demonstrationUntil = (now: Date): string => {
  const [year, month] = shanghaiDay(now).split('-')
  return shiftPeriod(`${year}-M${month}`, MONTHS).replace('M', '')
}

/** The form's YAML as the demonstration publishes it. */
export function demonstrationSource(source: string, now: Date): string {
  const until = demonstrationUntil(now)
  const printed = /^ {2}validUntil: (\d{4}-\d{2})$/m.exec(source)?.[1]
  if (printed === undefined || printed >= until) return source
  return source
    .replace(/^( {2}validUntil: ).*$/m, `$1${until}`)
    .replace(/^( {2}approvalNumber: .*)$/m, `$1${LABEL}`)
}
