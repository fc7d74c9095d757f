/**
 * Statements that come again and again are given a name, under which PostgreSQL keeps them parsed and planned for the
 * life of a connection: of the small statements of this product, planning is most of what they cost (ADR 0008).
 */
import type { CompiledQuery, QueryResult } from 'kysely'

export type PreparedStatements = Readonly<{
  run<R>(
    query: CompiledQuery<unknown>,
    execute: (query: CompiledQuery<unknown>) => Promise<QueryResult<R>>,
  ): Promise<QueryResult<R>>
}>

/** Met this often, a statement is worth a name. */
const OFTEN = 5
/** A connection keeps a plan of some 40 kB for each. */
const MOST = 150
/** Texts being counted; those whose lists differ in length never come again. */
const COUNTED = 1_000

/** One statement that PostgreSQL plans; of several in one text none can be prepared. */
const PLANNED = /^\s*(select|insert|update|delete|with|merge)\b[^;]*$/i

/** @param limits lower them in tests only */
export function createPreparedStatements(
  limits: Readonly<{ often?: number; most?: number }> = {},
): PreparedStatements {
  const { often = OFTEN, most = MOST } = limits
  const met = new Map<string, number>()
  const names = new Map<string, string>()
  let generation = 0

  const nameOf = (text: string): string | null => {
    const known = names.get(text)
    if (known) return `${known}_${generation}`
    if (names.size >= most || !PLANNED.test(text)) return null
    const times = (met.get(text) ?? 0) + 1
    met.delete(text)
    if (times < often) {
      met.set(text, times)
      const [oldest] = met.keys()
      if (met.size > COUNTED && oldest !== undefined) met.delete(oldest)
      return null
    }
    names.set(text, `s${names.size + 1}`)
    return nameOf(text)
  }

  return {
    run: async (query, execute) => {
      // A COPY is no text but a stream that knows its own.
      const name = typeof query.sql === 'string' ? nameOf(query.sql) : null
      if (name === null) return execute(query)
      try {
        // The driver hands what stands for the text on to `pg`, which takes a named statement there.
        return await execute({ ...query, sql: { text: query.sql, name } as unknown as string })
      } catch (error) {
        // The tables have changed under it (another server has migrated): from now on under new names.
        if (isStale(error)) generation += 1
        throw error
      }
    },
  }
}

const isStale = (error: unknown): boolean =>
  (error as { code?: string }).code === '0A000' && /cached plan/.test((error as Error).message)
