/**
 * What only has to last for a while is taken away every night, in small pieces so that nobody waits for a lock. How
 * long is a setting; the audit trail and everything reported are not touched.
 */
import { type RawBuilder, sql } from 'kysely'
import { ABSENT, READ_BY_ALL } from '../analytics/change-feed.ts'
import { EVERYWHERE } from '../context.ts'
import { readTransaction } from '../db/tx.ts'
import { writeAs } from '../db/write.ts'
import { PASSWORDS_REMEMBERED } from '../identity/password-rules.ts'
import { systemActor } from '../identity/resolve-session.ts'
import type { Services } from '../services.ts'
import { kernelSettings, readSettingValues } from '../settings/settings.ts'

export const CLEAN_UP_JOB = 'kernel.cleanUp'
/** 03:10 in Shanghai; the worker reads UTC. A night on which nothing ran is made up for within two days. */
export const CLEAN_UP_SCHEDULE = Object.freeze({
  task: CLEAN_UP_JOB,
  match: '10 19 * * *',
  options: { backfillPeriod: 2 * 86_400_000, maxAttempts: 5, jobKey: CLEAN_UP_JOB },
})

const ROWS_AT_ONCE = 5_000

type CleaningServices = Pick<Services, 'database' | 'clock' | 'log'>
/** Rows taken away, by kind. */
export type CleanedUp = Readonly<Record<string, number>>

export async function cleanUp(services: CleaningServices): Promise<CleanedUp> {
  const { db } = services.database
  const now = services.clock()
  const cleaned: Record<string, number> = {}
  for (const [kind, table, condition] of await outdated(services, now)) {
    cleaned[kind] = await sweep(services, table, condition)
  }
  if (Object.values(cleaned).every(count => count === 0)) return cleaned
  const base = {
    actor: systemActor(0, []),
    now,
    log: services.log,
    requestId: CLEAN_UP_JOB,
    reach: () => EVERYWHERE,
  }
  await writeAs(db, base, async context =>
    context.audit({
      action: 'system.cleanUp.run',
      subject: { kind: 'system', id: 'cleanUp' },
      detail: cleaned,
    }),
  )
  return cleaned
}

type Sweep = readonly [kind: string, table: string, condition: RawBuilder<unknown>]

async function outdated({ database }: CleaningServices, now: Date): Promise<readonly Sweep[]> {
  const setting = await readTransaction(database.db, readSettingValues)
  const before = (days: number) => sql`${new Date(now.getTime() - days * 86_400_000)}::timestamptz`
  const sessions = before(setting(kernelSettings.sessionDays))
  return [
    ['replies', 'http.idempotency', sql`at < ${before(setting(kernelSettings.replyDays))}`],
    [
      'sessions',
      'identity.session',
      sql`coalesce(ended_at, seen_at) < ${sessions} and seen_at < ${sessions}`,
    ],
    ['messages', 'notify.message', sql`read_at < ${before(setting(kernelSettings.messageDays))}`],
    ['passwords', 'identity.password_history', BEYOND_REMEMBERED],
    ['readers', 'analytics.consumer', ABSENT],
    ['changes', 'analytics.change', READ_BY_ALL],
    [
      'failedJobs',
      'graphile_worker._private_jobs',
      sql`attempts >= max_attempts and locked_at is null
        and updated_at < ${before(setting(kernelSettings.failedJobDays))}`,
    ],
  ]
}

const BEYOND_REMEMBERED = sql`ctid in (select ctid from (select ctid, row_number() over (
  partition by account_id order by set_at desc) as nth from identity.password_history) h
  where nth > ${PASSWORDS_REMEMBERED})`

async function sweep(
  services: CleaningServices,
  table: string,
  condition: RawBuilder<unknown>,
): Promise<number> {
  let total = 0
  for (;;) {
    const { rows } = await sql<{
      n: number
    }>`with gone as (delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${condition} limit ${ROWS_AT_ONCE})) returning 1)
      select count(*)::int as n from gone`.execute(services.database.db)
    const n = rows[0]?.n ?? 0
    total += n
    if (n < ROWS_AT_ONCE) return total
  }
}
