/** The job of a day on which dated states begin. */
import { type BaseContext, NOWHERE } from '#kernel/context.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import type { JobHandler } from '#kernel/jobs/worker.ts'
import type { Services } from '#kernel/services.ts'
import { shanghaiInstant } from '#kernel/time/shanghai.ts'
import { putCurrent, REACH_DAY_JOB } from './change-unit.ts'
import { lockUnits, readStates, unitsReaching } from './queries.ts'

const reachDay =
  (services: Services): JobHandler =>
  async payload => {
    const { day } = payload as { day: string }
    // PostgreSQL's clock started the job; where this one is a moment behind, it is that day all the same.
    const now = new Date(Math.max(services.clock().getTime(), shanghaiInstant(day).getTime()))
    const base: BaseContext = {
      actor: systemActor(0, []),
      now,
      log: services.log,
      requestId: `reach-day-${day}`,
      reach: () => NOWHERE,
    }
    await writeAs(services.database.db, base, async context => {
      const ids = await unitsReaching(context.tx, day)
      await lockUnits(context.tx, ids)
      const states = await readStates(context.tx, ids)
      const units = [...states].map(([unitId, list]) => ({ unitId, states: list, written: [] }))
      if (units.length > 0) await putCurrent(context, units)
      context.audit({
        action: 'register.unit.reachDay',
        subject: { kind: 'register', id: day },
        detail: { units: units.length },
      })
    })
  }

export const dayJobs = (services: Services): Readonly<Record<string, JobHandler>> => ({
  [REACH_DAY_JOB]: reachDay(services),
})
