/** Reading regions: editions, one level below a region, look-up by name, pinyin or code, links between editions. */
import { sql } from 'kysely'
import { type ReadTx, regionPrefix } from '../db/tx.ts'
import { escapeLike } from '../search-text.ts'
import type { RegionLevel } from './region-file.ts'

export type Region = Readonly<{
  code: string
  name: string
  level: RegionLevel
  parentCode: string | null
  urbanRural: string | null
  /** Names from the county down, ending with its own. */
  fullName: string
  hasChildren: boolean
}>

/** The published edition in force: the newest that is no demonstration, or the newest at all. */
export async function currentEdition(tx: ReadTx): Promise<string | null> {
  const row = await tx
    .selectFrom('org.region_edition')
    .select('edition')
    .orderBy('demonstration')
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.edition ?? null
}

export async function regionEditions(tx: ReadTx) {
  const rows = await tx.selectFrom('org.region_edition').selectAll().orderBy('valid_from', 'desc').execute()
  const current = await currentEdition(tx)
  return rows.map(row => ({
    edition: row.edition,
    name: row.name,
    nameEn: row.name_en || row.name,
    validFrom: row.valid_from,
    published: row.published,
    source: row.source,
    demonstration: row.demonstration,
    current: row.edition === current,
  }))
}

type Row = {
  code: string
  name: string
  level: RegionLevel
  parent_code: string | null
  urban_rural: string | null
  full_name: string | null
  has_children: boolean
}

/** Ancestors are the prefixes of a code, so no recursion is needed. */
const select = sql`select r.code, r.name, r.level, r.parent_code, r.urban_rural,
  (select string_agg(a.name, ' ' order by a.code) from org.region a where a.edition = r.edition
    and a.level in ('county', 'township', 'village')
    and a.code in (rpad(left(r.code, 6), 12, '0'), rpad(left(r.code, 9), 12, '0'), r.code)) as full_name,
  exists (select from org.region c where c.edition = r.edition and c.parent_code = r.code) as has_children
  from org.region r`

const toRegion = (row: Row): Region => ({
  code: row.code,
  name: row.name,
  level: row.level,
  parentCode: row.parent_code,
  urbanRural: row.urban_rural,
  fullName: row.full_name ?? row.name,
  hasChildren: row.has_children,
})

/** The regions directly below `parent`, or the topmost ones. */
export async function childRegions(
  tx: ReadTx,
  edition: string,
  parent: string | null,
): Promise<readonly Region[]> {
  const { rows } = await sql<Row>`${select} where r.edition = ${edition}
    and r.parent_code is not distinct from ${parent} order by r.code`.execute(tx)
  return rows.map(toRegion)
}

export type RegionSearch = Readonly<{
  edition: string
  search: string
  level?: RegionLevel | undefined
  /** Only regions in this one's subtree. */
  under?: string | undefined
  limit: number
}>

/** By part of the name, pinyin initials, full pinyin, or the start of a code; higher levels first. */
export async function searchRegions(tx: ReadTx, query: RegionSearch): Promise<readonly Region[]> {
  const typed = query.search.trim()
  const part = `%${escapeLike(typed)}%`
  const start = `${escapeLike(typed.toLowerCase().replaceAll(/\s/g, ''))}%`
  const { rows } = await sql<Row>`${select} where r.edition = ${query.edition}
    and (r.name like ${part} or r.code like ${start} or split_part(r.pinyin, ' ', 1) like ${start}
      or split_part(r.pinyin, ' ', 2) like ${start})
    and (${query.level ?? null}::text is null or r.level = ${query.level ?? null})
    and r.code like ${`${query.under ? regionPrefix(query.under) : ''}%`}
    order by length(rtrim(r.code, '0')), r.code limit ${query.limit}`.execute(tx)
  return rows.map(toRegion)
}

/** One region and those above it, topmost first; null when the edition does not have it. */
export async function findRegion(
  tx: ReadTx,
  edition: string,
  code: string,
): Promise<Readonly<{ region: Region; ancestors: readonly Region[] }> | null> {
  const chain = [2, 4, 6, 9].map(digits => code.slice(0, digits).padEnd(12, '0')).filter(one => one !== code)
  const { rows } = await sql<Row>`${select} where r.edition = ${edition}
    and r.code = any(${sql.val([...chain, code])}::text[]) order by r.code`.execute(tx)
  const found = rows.map(toRegion)
  const region = found.find(one => one.code === code)
  return region ? { region, ancestors: found.filter(one => one.code !== code) } : null
}

/** How codes of one edition became codes of another; all links, or those that touch a code. */
export async function regionLinks(
  tx: ReadTx,
  from: string,
  to: string,
  code?: string,
): Promise<readonly Readonly<{ fromCode: string; toCode: string; kind: string }>[]> {
  const rows = await tx
    .selectFrom('org.region_link')
    .select(['from_code', 'to_code', 'kind'])
    .where('edition_from', '=', from)
    .where('edition_to', '=', to)
    .$if(code !== undefined, query =>
      query.where(row =>
        row.or([row('from_code', '=', code as string), row('to_code', '=', code as string)]),
      ),
    )
    .orderBy('from_code')
    .orderBy('to_code')
    .execute()
  return rows.map(row => ({ fromCode: row.from_code, toCode: row.to_code, kind: row.kind }))
}
