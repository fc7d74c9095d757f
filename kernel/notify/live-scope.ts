/**
 * Who may hear a live notice, pure. A notice belongs to the module its topic names (`collect.report` → `collect`);
 * someone hears it who holds a permission of that module where it happened, or whose own unit it is about.
 * The unit itself is told to nobody but itself: a screen that needs it asks again, within its own scope.
 */
import type { Actor, LiveNotice } from '../context.ts'
import { covers, type Reach } from '../db/tx.ts'

/** A notice to accounts rather than to places: a message has come. */
export type AccountNotice = Readonly<{ topic: string; accounts: readonly number[] }>

export type LiveEvent = Readonly<{
  topic: string
  regionCode?: string
  detail?: Readonly<Record<string, string | number>>
}>

/** Where someone holds any permission of each module. */
export type Hearing = ReadonlyMap<string, Reach>

export function hearingOf(permissions: Actor['permissions']): Hearing {
  const byModule = new Map<string, Reach>()
  for (const [permission, reach] of permissions) {
    const module = permission.split('.')[0] ?? ''
    const held = byModule.get(module)
    byModule.set(module, {
      everything: reach.everything || (held?.everything ?? false),
      nodes: [...(held?.nodes ?? []), ...reach.nodes.map(node => ({ ...node, subjects: null }))],
    })
  }
  return byModule
}

/** The units a notice is about; one about none concerns its place alone. */
export const unitsOf = (notice: LiveNotice): readonly (number | null)[] => notice.unitIds ?? [null]

export function hears(hearing: Hearing, notice: LiveNotice): boolean {
  const reach = hearing.get(notice.topic.split('.')[0] ?? '')
  const { regionCode } = notice
  return reach !== undefined && unitsOf(notice).some(unitId => covers(reach, { regionCode, unitId }))
}

/** What is told of a notice: its county and no closer, for a village often has one unit and some see totals only. */
export const eventOf = (notice: LiveNotice): LiveEvent => ({
  topic: notice.topic,
  regionCode: notice.regionCode.slice(0, 6).padEnd(12, '0'),
  ...(notice.detail && { detail: notice.detail }),
})

/**
 * One event for each topic and place; a burst too long to be of use becomes one event per topic.
 * @param limit how many events one message may hold
 */
export function condense(events: readonly LiveEvent[], limit: number): readonly LiveEvent[] {
  const distinct = new Map(
    events.map(event => [
      `${event.topic} ${event.regionCode ?? ''} ${JSON.stringify(event.detail ?? null)}`,
      event,
    ]),
  )
  if (distinct.size <= limit) return [...distinct.values()]
  return [...new Set(events.map(event => event.topic))].map(topic => ({ topic }))
}
