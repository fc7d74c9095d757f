/**
 * Which worker processes live. Each holds an advisory lock of its own in a session of its own, which goes with the
 * process however it ends. A job whose worker holds no such lock belongs to nobody any more: it is given free at
 * once, where graphile-worker by itself would wait four hours.
 */
import pg from 'pg'
import type { Log } from '../context.ts'

const LOCK = 0x4a_4f_42 // 'JOB'
const SWEEP_MS = 4_000
const RETURN_MS = 500

export type Presence = Readonly<{ leave(): Promise<void> }>

/** Announces `worker` until it leaves, and gives free the jobs of those who died. */
export function announcePresence(pool: pg.Pool, worker: string, log: Log): Presence {
  const session = holdSession(pool, worker)
  let suspects: ReadonlySet<string> = new Set()
  let sweeping: Promise<void> = Promise.resolve()
  const sweep = async (): Promise<void> => {
    const absent = await absentWorkers(pool, worker)
    // Twice in a row: one that has just begun, or whose connection was cut, is about to be back.
    const dead = absent.filter(id => suspects.has(id))
    suspects = new Set(absent)
    if (dead.length === 0) return
    log.warn({ workers: dead }, 'the jobs of workers that died are given free')
    await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead])
  }
  const timer = setInterval(() => {
    sweeping = sweeping
      .then(sweep)
      .catch(error => log.debug({ err: error }, 'jobs could not be looked through'))
  }, SWEEP_MS)
  timer.unref()
  return {
    leave: async () => {
      clearInterval(timer)
      await sweeping
      await session.end()
    },
  }
}

async function absentWorkers(pool: pg.Pool, self: string): Promise<readonly string[]> {
  const found = await pool.query<{ id: string }>(
    `select id from (select distinct locked_by as id from graphile_worker.jobs where locked_by is not null) as holder
     where id <> $2 and pg_try_advisory_xact_lock($1, hashtext(id))`,
    [LOCK, self],
  )
  return found.rows.map(row => row.id)
}

/** A session outside the pool that holds the lock, and comes back by itself when it is cut. */
function holdSession(pool: pg.Pool, worker: string): Readonly<{ end(): Promise<void> }> {
  let over = false
  let current: pg.Client | null = null
  const open = async (): Promise<void> => {
    const client = new pg.Client({ ...pool.options, application_name: 'zhitong-jobs' })
    current = client
    let gone = false
    const again = () => {
      if (gone) return
      gone = true
      client.end().catch(() => {})
      if (!over) setTimeout(() => void open(), RETURN_MS).unref()
    }
    client.on('error', again)
    client.on('end', again)
    await client
      .connect()
      .then(() => client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK, worker]))
      .catch(again)
  }
  void open()
  return {
    end: async () => {
      over = true
      await current?.end().catch(() => {})
    },
  }
}
