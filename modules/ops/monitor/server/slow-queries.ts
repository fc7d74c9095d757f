import type { Static } from 'typebox'
import type { StagedContext } from '#kernel/context.ts'
import { type SlowQueries, withoutValues } from '#kernel/db/slow-queries.ts'
import type { Operations } from '../contract.ts'
import { hasStatistics, slowStatements } from './queries.ts'

type Slow = Static<typeof Operations>['slow']

const SHOWN = 20

/** What PostgreSQL counted where it counts; else what this process noticed. */
export async function readSlow(context: StagedContext, own: SlowQueries): Promise<Slow> {
  const { thresholdMs } = own
  const counted = await fromDatabase(context, thresholdMs)
  if (counted) return { source: 'database', thresholdMs, items: counted }
  const items = own.list().slice(0, SHOWN)
  return {
    source: 'process',
    thresholdMs,
    items: items.map(one => ({ ...one, lastAt: one.lastAt.toISOString() })),
  }
}

async function fromDatabase(context: StagedContext, thresholdMs: number): Promise<Slow['items'] | null> {
  try {
    const rows = await context.read(async ({ tx }) =>
      (await hasStatistics(tx)) ? slowStatements(tx, thresholdMs, SHOWN) : null,
    )
    return (
      rows?.map(row => ({
        ...row,
        statement: withoutValues(row.statement),
        lastAt: null,
        requestId: null,
      })) ?? null
    )
  } catch (error) {
    // Installed, but not loaded when PostgreSQL started.
    context.log.debug({ err: error }, 'pg_stat_statements does not answer')
    return null
  }
}
