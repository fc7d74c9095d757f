/** Which figures a person should look at, pure: the page marks them, it does not judge the rest. */
import type { Static } from 'typebox'
import type { Operations } from '../contract.ts'

type Told = Static<typeof Operations>
export type Concern =
  | 'failures'
  | 'latency'
  | 'submission'
  | 'mirror'
  | 'jobs'
  | 'database'
  | 'process'
  | 'disk'

/** Half a minute behind, one request in a hundred failing, a tenth of a disk left: late enough to act, early enough to help. */
export function concernsOf({ spells, levels }: Told): ReadonlySet<Concern> {
  const jobs = levels.jobs ?? []
  const concerns: Readonly<Record<Concern, boolean>> = {
    failures: spells.failure.count > 0 && spells.failure.count >= spells.request.count / 100,
    latency: (spells.request.p95 ?? 0) > 2,
    submission: (spells.submission.p95 ?? 0) > 5,
    mirror: (levels.mirrorLag ?? 0) > 30,
    jobs: jobs.some(({ failed, oldestWaitingSeconds }) => failed > 0 || (oldestWaitingSeconds ?? 0) > 300),
    database: levels.pool.waiting > 0,
    process: levels.loopDelay > 0.2,
    disk: levels.disks.some(({ space }) => space !== null && space.free < space.total / 10),
  }
  return new Set((Object.keys(concerns) as Concern[]).filter(concern => concerns[concern]))
}
