/** Reports as PostgreSQL sends them to the mirror: frozen attributes, state, and the values of the current revision. */
import { type RawBuilder, sql } from 'kysely'
import type { ChangedKeys } from '#kernel/analytics/source.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { stateRank } from '../policy.ts'

/** Which reports: a relation of `unit_id` and `collection_id`. */
type Reports = RawBuilder<unknown>

const ofChanged = (keys: ChangedKeys): Reports =>
  sql`(select distinct (key ->> 'unit_id')::integer as unit_id, (key ->> 'collection_id')::integer as collection_id
    from ${keys} as changed)`

const ofCollection = (id: number): Reports =>
  sql`(select unit_id, collection_id from collect.report where collection_id = ${sql.lit(id)})`

export const reportsOf = (which: Readonly<{ collection: number } | { changed: ChangedKeys }>): Reports =>
  'changed' in which ? ofChanged(which.changed) : ofCollection(which.collection)

const rank = sql`case r.state ${sql.join(
  Object.entries(stateRank).map(([state, order]) => sql`when ${sql.lit(state)} then ${sql.lit(order)}`),
  sql` `,
)} end`

/** In the order of the mirror's system columns. */
const system = sql`r.unit_id, r.collection_id, c.period, c.region_edition, r.region_code, r.industry_code, r.size_class,
  r.register_type, r.unit_kind, r.above_threshold, r.state, ${rank}`

const joined = (which: Reports) => sql`${which} as k
  join collect.report r on r.unit_id = k.unit_id and r.collection_id = k.collection_id
  join collect.collection c on c.id = r.collection_id
  left join collect.revision v on v.unit_id = r.unit_id and v.collection_id = r.collection_id
    and v.revision_no = r.revision_no`

/** One row for a report: the table of its form version, the system columns, the form's own cells. */
export const sendCells = (
  which: Reports,
) => sql`select 'report_' || c.form_version_id, ${system}, v.values -> 'cells'
  from ${joined(which)}`

/**
 * One row for each row that a unit added, of the form versions that have any: the table of its section, the system
 * columns, its key, its cells.
 */
export const sendRows = (
  which: Reports,
  versions: readonly number[],
) => sql`select 'report_' || c.form_version_id || '_' || section.id, ${system}, line.item ->> 'key', line.item -> 'cells'
  from ${joined(which)}
  cross join lateral jsonb_each(v.values -> 'rows') as section(id, lines)
  cross join lateral jsonb_array_elements(section.lines) as line(item)
  where c.form_version_id in (${sql.join(versions.map(id => sql.lit(id)))})`

/** Form versions that changed reports belong to. */
export async function changedVersions(tx: ReadTx, keys: ChangedKeys): Promise<ReadonlySet<number>> {
  const found = await sql<{ id: number }>`select distinct c.form_version_id as id
    from (select distinct (key ->> 'collection_id')::integer as id from ${keys} as changed) as k
    join collect.collection c on c.id = k.id`.execute(tx)
  return new Set(found.rows.map(row => row.id))
}

export const collectionIds = async (tx: ReadTx): Promise<readonly number[]> =>
  (await tx.selectFrom('collect.collection').select('id').orderBy('id').execute()).map(row => row.id)
