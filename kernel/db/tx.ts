/**
 * Transactions. A read gets a `ReadTx`, a write a `WriteTx`; they are distinct types, so a write in a read does
 * not compile, and PostgreSQL refuses it too (the read runs in a READ ONLY transaction).
 *
 * Tables that hold rows of units (`ScopedTable`), and what hangs on those rows (`ScopedPart`), can in neither type be
 * selected from, updated or deleted from: they are reached only through `within(tx, reach)`, which adds the actor's
 * row scope, or `unscoped(tx, reason)`, which says why none is needed. SQL written by hand keeps the same rule
 * (tests/security/scoped-sql.test.ts).
 */
import { type Kysely, type KyselyPlugin, sql, type Transaction } from 'kysely'
import type { DB } from '#db/types.ts'
import { NATION } from '../contract/index.ts'

/** Tables whose rows belong to a unit; every one has `unit_id` and `region_code`. */
export type ScopedTable = Extract<keyof DB, 'register.unit' | 'register.application' | 'collect.report'>
/** Their rows are reached by the key of a row that was found within reach. */
export type ScopedPart = Extract<
  keyof DB,
  | 'register.unit_attribute'
  | 'register.unit_event'
  | 'register.import_line'
  | 'collect.draft'
  | 'collect.revision'
  | 'collect.finding'
  | 'collect.event'
  | 'collect.acceptance_report'
  | 'collect.presence'
  | 'collect.inquiry'
  | 'collect.inquiry_message'
  | 'collect.workbook_mapping'
  | 'collect.unit_steps'
  | 'collect.unit_person'
>
export type OpenTables = Omit<DB, ScopedTable | ScopedPart>

type Reader<Tables> = Pick<
  Kysely<Tables>,
  'selectFrom' | 'with' | 'fn' | 'dynamic' | 'getExecutor' | 'selectNoFrom'
>
declare const writes: unique symbol

export type ReadTx = Reader<OpenTables>
export type WriteTx = ReadTx &
  Pick<Transaction<DB>, 'insertInto'> &
  Pick<Transaction<OpenTables>, 'updateTable' | 'deleteFrom'> & { readonly [writes]: true }

export type Database = Kysely<DB>

/**
 * Runs `work` in one READ ONLY transaction with a stable snapshot.
 * Rejects with whatever `work` rejects with.
 */
export const readTransaction = <T>(db: Database, work: (tx: ReadTx) => Promise<T>): Promise<T> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(tx => work(tx as unknown as ReadTx))

/** Runs `work` in one READ COMMITTED transaction; resolves after the commit is durable. */
export const writeTransaction = <T>(db: Database, work: (tx: WriteTx) => Promise<T>): Promise<T> =>
  db.transaction().execute(tx => work(tx as unknown as WriteTx))

/**
 * Runs `work` so that its failure undoes its own writes and leaves the transaction usable. What it declared on the
 * context stays declared, so `work` declares last. Rejects with whatever `work` rejects with.
 */
export async function inSavepoint<T>(tx: WriteTx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx)
  try {
    const result = await work()
    await sql`release savepoint part`.execute(tx)
    return result
  } catch (error) {
    // Where even this fails the connection is gone, and `error` says why.
    await sql`rollback to savepoint part`.execute(tx).catch(() => undefined)
    throw error
  }
}

/** The same transaction, and whether a statement sent through it has inserted, updated or deleted a row. */
export function watchChanges(tx: WriteTx): Readonly<{ tx: WriteTx; changed: () => boolean }> {
  let changed = false
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      changed ||= (result.numAffectedRows ?? 0n) > 0n
      return result
    },
  }
  const watched = (tx as unknown as Transaction<DB>).withPlugin(plugin)
  return { tx: watched as unknown as WriteTx, changed: () => changed }
}

/**
 * The whole database without row scope. `reason` says why, at the call, to whoever reads it: jobs that serve no
 * one person, a lookup that ends in a yes or no.
 */
export const unscoped = <T extends ReadTx>(tx: T, reason: string): Unscoped<T> => {
  if (reason === '') throw new Error('unscoped access needs a reason')
  return tx as unknown as Unscoped<T>
}
type Unscoped<T> = Reader<DB> &
  (T extends WriteTx ? Pick<Transaction<DB>, 'updateTable' | 'deleteFrom'> : unknown)

/** Where a permission holds: all rows, or the union of these nodes, each perhaps limited to subjects (专业). */
export type Reach = Readonly<{
  everything: boolean
  nodes: readonly ReachNode[]
}>
export type ReachNode = Readonly<
  ({ region: string } | { unitId: number }) & { subjects: readonly string[] | null }
>

/** `430211000000` → `430211`: the digits that every code below the region starts with; none for the whole country. */
export const regionPrefix = (code: string): string => {
  if (code === NATION) return ''
  if (code.endsWith('0000000000')) return code.slice(0, 2)
  if (code.endsWith('00000000')) return code.slice(0, 4)
  if (code.endsWith('000000')) return code.slice(0, 6)
  if (code.endsWith('000')) return code.slice(0, 9)
  return code
}

/** Whether `reach` covers a row of that region, unit and subject; the in-memory twin of `within`. */
export const covers = (
  reach: Reach,
  row: Readonly<{ regionCode: string; unitId: number | null; subject?: string | null }>,
): boolean =>
  reach.everything ||
  reach.nodes.some(
    node =>
      ('region' in node
        ? row.regionCode.startsWith(regionPrefix(node.region))
        : node.unitId === row.unitId) &&
      (node.subjects === null || row.subject == null || node.subjects.includes(row.subject)),
  )

/** What lies in both. Where one names a unit and the other a region, the unit's place is not known here and is left out. */
export function common(a: Reach, b: Reach): Reach {
  if (a.everything) return b
  if (b.everything) return a
  return {
    everything: false,
    nodes: a.nodes.flatMap(one => b.nodes.flatMap(other => commonNode(one, other) ?? [])),
  }
}

function commonNode(a: ReachNode, b: ReachNode): ReachNode | null {
  const subjects =
    a.subjects === null ? b.subjects : a.subjects.filter(one => b.subjects?.includes(one) ?? true)
  if (subjects?.length === 0) return null
  if ('unitId' in a) return 'unitId' in b && a.unitId === b.unitId ? { unitId: a.unitId, subjects } : null
  if ('unitId' in b) return null
  const [first, second] = [regionPrefix(a.region), regionPrefix(b.region)]
  if (first.startsWith(second)) return { region: a.region, subjects }
  return second.startsWith(first) ? { region: b.region, subjects } : null
}

/** Whether a reach is the whole installation: what holds everywhere is only for such a one to change. */
export const coversEverywhere = (reach: Reach): boolean => covers(reach, { regionCode: NATION, unitId: null })

/** SQL of a reach over a table's alias; `subject` names the subject column where the table has one. */
export const reachPredicate = (reach: Reach, alias: string, subject?: string) => {
  if (reach.everything) return sql<boolean>`true`
  const parts = reach.nodes.map(node => {
    const place =
      'region' in node
        ? sql`${sql.ref(`${alias}.region_code`)} like ${`${regionPrefix(node.region)}%`}`
        : sql`${sql.ref(`${alias}.unit_id`)} = ${node.unitId}`
    return node.subjects === null || !subject
      ? sql`(${place})`
      : sql`(${place} and ${sql.ref(`${alias}.${subject}`)} = any(${sql.val(node.subjects)}))`
  })
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`
}

/**
 * The one way to read rows of units: already limited to what the actor may see. Units and applications belong to no one
 * subject (专业): whoever works on one subject of a place sees the place's register. Aliases: unit `u`, application
 * `p`, report `r`.
 */
export const within = (tx: ReadTx, reach: Reach) => ({
  units: () =>
    unscoped(tx, 'limited by the reach predicate below')
      .selectFrom('register.unit as u')
      .where(reachPredicate(reach, 'u')),
  applications: () =>
    unscoped(tx, 'limited by the reach predicate below')
      .selectFrom('register.application as p')
      .where(reachPredicate(reach, 'p')),
  reports: () =>
    unscoped(tx, 'limited by the reach predicate below')
      .selectFrom('collect.report as r')
      .where(reachPredicate(reach, 'r', 'subject')),
})
