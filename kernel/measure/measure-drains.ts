/** How the mirror keeps up: how long each drain took, how much it moved. */
import type { DrainMeasure } from '../analytics/mirror.ts'
import { type Measures, SECONDS } from './measures.ts'

export function measureDrains(measures: Measures): DrainMeasure {
  const seconds = measures.histogram({
    name: 'zhitong_mirror_drain_seconds',
    help: 'Time a drain of the analytics mirror took, by whether it moved anything',
    labelNames: ['moved'],
    buckets: SECONDS,
  })
  const changes = measures.counter({
    name: 'zhitong_mirror_changes_total',
    help: 'Changes moved into the analytics mirror',
  })
  return (moved, took) => {
    seconds.observe({ moved: moved > 0 ? 'yes' : 'no' }, took)
    changes.inc(moved)
    if (moved > 0) measures.timeline.happened('drain', took)
  }
}
