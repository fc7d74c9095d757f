import { type Measures, SECONDS } from '#kernel/measure/measures.ts'
import type { TabulationRun } from './run-tabulation.ts'

const STEPS = ['drain', 'query', 'grid'] as const

/** Takes how long a tabulation's steps took. */
export function measureRuns(measures: Measures): (timing: TabulationRun['timing']) => void {
  const seconds = measures.histogram({
    name: 'zhitong_tabulation_seconds',
    help: 'Time of a tabulation, by step: bringing the mirror up to date, the query, the grid',
    labelNames: ['step'],
    buckets: SECONDS,
  })
  return timing => {
    for (const step of STEPS) seconds.observe({ step }, timing[step] / 1_000)
    const whole = STEPS.reduce((sum, step) => sum + timing[step], 0)
    measures.timeline.happened('tabulation', whole / 1_000)
  }
}
