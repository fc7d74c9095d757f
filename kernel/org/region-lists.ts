/** Regions of one level as code lists, and how often each edition was replaced. */
import { sql } from 'kysely'
import { type ReadTx, regionPrefix } from '../db/tx.ts'
import type { RegionLevel } from './region-file.ts'

export type ListedRegion = Readonly<{ code: string; name: string; parentName: string | null }>

export async function editionRevisions(tx: ReadTx): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.selectFrom('org.region_edition').select(['edition', 'revision']).execute()
  return new Map(rows.map(row => [row.edition, row.revision]))
}

/** The regions of a level under a region; null for everywhere. */
export async function regionsOfLevel(
  tx: ReadTx,
  edition: string,
  level: RegionLevel,
  under: string | null,
): Promise<readonly ListedRegion[]> {
  const { rows } = await sql<ListedRegion>`
    select r.code, r.name, parent.name as "parentName"
    from org.region r
    left join org.region parent on parent.edition = r.edition and parent.code = r.parent_code
    where r.edition = ${edition} and r.level = ${level}
      and r.code like ${`${under === null ? '' : regionPrefix(under)}%`}
    order by r.code`.execute(tx)
  return rows
}
