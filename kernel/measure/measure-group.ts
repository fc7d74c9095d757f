/** How work gathers: items to a group, how long each waited for it, how long the group took. */
import type { GroupMeasure } from '../db/group-commit.ts'
import { type Measures, SECONDS } from './measures.ts'

/** @param group one of a few names; the timeline has `<group>.items` and `<group>.wait` */
export function measureGroup(measures: Measures, group: string): GroupMeasure {
  const labelNames = ['group'] as const
  const items = measures.histogram({
    name: 'zhitong_group_items',
    help: 'Items that shared one write or one query, by group',
    labelNames,
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  })
  const waits = measures.histogram({
    name: 'zhitong_group_wait_seconds',
    help: 'Time an item waited for its group to begin',
    labelNames,
    buckets: SECONDS,
  })
  const writes = measures.histogram({
    name: 'zhitong_group_write_seconds',
    help: 'Time a group took, commit included',
    labelNames,
    buckets: SECONDS,
  })
  const waiting = measures.gauge({
    name: 'zhitong_group_waiting',
    help: 'Items that wait for their group now',
    labelNames,
  })
  const { timeline } = measures
  return {
    waiting: count => waiting.set({ group }, count),
    began: waited => {
      items.observe({ group }, waited.length)
      timeline.happened(`${group}.items`, waited.length)
      for (const seconds of waited) {
        waits.observe({ group }, seconds)
        timeline.happened(`${group}.wait`, seconds)
      }
    },
    ended: seconds => writes.observe({ group }, seconds),
  }
}
