/** Has the server that runs on a data folder do a job, and waits until it has, as long as it is there. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { openDatabase } from '#kernel/db/pool.ts'
import type { Database } from '#kernel/db/tx.ts'
import { readRunFile } from './run-file.ts'

const ASK_EVERY_MS = 200
/** A worker takes a job up within seconds. */
const PATIENCE_MS = 60_000

const NO_WORKER =
  '此数据目录上的服务只响应网页（ZHITONG_ROLE=web），不做后台作业；请先 ./zhitong stop 再执行 / the server on this data folder serves pages only (ZHITONG_ROLE=web) and takes no jobs; run this again after ./zhitong stop'
const LOST =
  '服务已退出，作业未确认完成；请再执行一次 / the server ended before the job was done; run this again'
const NOT_TAKEN =
  '服务没有接手作业，作业已取消；请查看其日志或重新启动 / the server did not take the job up, which is withdrawn; see its log, or start it anew'

export type Asked = Readonly<{ databaseUrl: string; dataFolder: string; job: string; patienceMs?: number }>

/** @throws what the job failed with, or a sentence where there is no server to do it, no longer, or not in time */
export async function askServer(asked: Asked): Promise<void> {
  if (readRunFile(asked.dataFolder)?.role === 'web') throw new Error(NO_WORKER)
  const database = openDatabase(asked.databaseUrl, { max: 1 })
  try {
    await untilDone(database.db, await addJob(database.db, asked.job), asked)
  } catch (error) {
    // An embedded PostgreSQL ends with its server.
    throw readRunFile(asked.dataFolder) ? error : new Error(LOST, { cause: error })
  } finally {
    await database.close()
  }
}

async function addJob(db: Database, job: string): Promise<number> {
  const added = await sql<{
    id: number
  }>`select id from graphile_worker.add_job(${job}, '{}'::json, max_attempts => 1)`.execute(db)
  return added.rows[0]!.id
}

type Job = Readonly<{ last_error: string | null; taken: boolean }>

async function untilDone(db: Database, id: number, { dataFolder, patienceMs }: Asked): Promise<void> {
  let idleSince = Date.now()
  for (;;) {
    const found = await sql<Job>`select last_error, locked_at is not null as taken
      from graphile_worker.jobs where id = ${id}`.execute(db)
    const [job] = found.rows
    if (!job) return
    if (job.last_error) throw new Error(job.last_error)
    const server = readRunFile(dataFolder)
    // One that still starts has no address yet.
    if (job.taken || server?.address === null) idleSince = Date.now()
    const late = Date.now() - idleSince > (patienceMs ?? PATIENCE_MS)
    if (!server || late) {
      await sql`select graphile_worker.complete_jobs(array[${id}]::bigint[])`.execute(db)
      throw new Error(server ? NOT_TAKEN : LOST)
    }
    await wait(ASK_EVERY_MS)
  }
}
