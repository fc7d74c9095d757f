/**
 * The other periods a tabulation looks at. Each record plays a role towards a target period: it is the target
 * period's own (`now`), last year's (`yago`) or the last period's (`prev`).
 */

import { shiftPeriod, yearAgoPeriod } from '#engines/form/index.ts'

export const roles = ['now', 'yago', 'prev'] as const
export type Role = (typeof roles)[number]

export type RolePeriod = Readonly<{ target: string; role: Role; period: string }>

export const isConsecutive = (periods: readonly string[]): boolean =>
  periods.every((period, index) => index === 0 || shiftPeriod(periods[index - 1]!, 1) === period)

/**
 * Which stored periods stand in which role to which target. `split` says that periods are a dimension; without
 * it all periods count as one span, whose last period is the span of equal length before it.
 */
export const rolePeriods = (
  periods: readonly string[],
  used: ReadonlySet<Role>,
  split: boolean,
): readonly RolePeriod[] =>
  periods.flatMap(target => {
    const found: RolePeriod[] = []
    if (used.has('now')) found.push({ target, role: 'now', period: target })
    if (used.has('yago')) found.push({ target, role: 'yago', period: yearAgoPeriod(target) })
    if (used.has('prev'))
      found.push({ target, role: 'prev', period: shiftPeriod(target, split ? -1 : -periods.length) })
    return found
  })
