/** A child that takes a job and never ends it, to be killed. */
import { openDatabase } from '#kernel/db/pool.ts'
import { prepareJobs, startWorker } from '#kernel/jobs/worker.ts'
import { silent } from './mirror-fixture.ts'

if (process.argv[2] === 'hang') {
  const { pool } = openDatabase(process.argv[3] ?? '')
  await prepareJobs(pool)
  const hang = () =>
    new Promise<void>(() => {
      process.send?.('taken')
    })
  await startWorker(pool, { 'test.job': hang }, silent)
}
