/** What goes on behind the requests: jobs, and the mirror kept within about a second of the truth. */
import { CLEAN_UP_JOB, CLEAN_UP_SCHEDULE, cleanUp } from '#kernel/jobs/clean-up.ts'
import { startWorker } from '#kernel/jobs/worker.ts'
import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'

const DRAIN_EVERY_MS = 1_000

export type Background = Readonly<{ stop(): Promise<void> }>

export async function startBackground(
  services: Services,
  modules: readonly ServerModule[],
): Promise<Background> {
  const handlers = Object.assign({}, ...modules.map(module => module.jobs ?? {}), {
    'analytics.rebuild': async () => {
      await services.analytics.rebuild()
    },
    [CLEAN_UP_JOB]: async () => {
      await cleanUp(services)
    },
  })
  const runner = await startWorker(services.database.pool, handlers, services.log, {
    schedule: [CLEAN_UP_SCHEDULE],
  })
  let stopped = false
  const draining = (async () => {
    while (!stopped) {
      await services.analytics
        .drain()
        .catch(error => services.log.warn({ err: error }, 'the mirror could not be drained'))
      await pause(DRAIN_EVERY_MS, () => stopped)
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await runner.stop()
      await draining
    },
  }
}

async function pause(milliseconds: number, over: () => boolean): Promise<void> {
  const until = Date.now() + milliseconds
  while (Date.now() < until && !over()) await new Promise(resolve => setTimeout(resolve, 50))
}
