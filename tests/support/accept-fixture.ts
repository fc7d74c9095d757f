/** A worker of its own process that accepts in bulk, to be killed. */
import { openServices } from '#apps/server/services.ts'
import { startWorker } from '#kernel/jobs/worker.ts'
import { ACCEPT_JOB, acceptJob } from '#modules/stats/collect/server/accept-in-bulk.ts'

const [, , databaseUrl, dataFolder, now] = process.argv
if (databaseUrl && dataFolder && now) {
  const services = await openServices({
    databaseUrl,
    dataFolder,
    clock: () => new Date(now),
    logLevel: 'silent',
  })
  await startWorker(services.database.pool, { [ACCEPT_JOB]: acceptJob(services) }, services.log)
}
