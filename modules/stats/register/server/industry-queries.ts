/** Queries on the industry classification. */
import { sql } from 'kysely'
import { type ReadTx, unscoped, type WriteTx } from '#kernel/db/tx.ts'
import { escapeLike } from '#kernel/search-text.ts'
import type { IndustryRow } from '../industry-csv.ts'

/** Prefixes that the units' codes start with: a section letter stands for its divisions. */
export async function industryPrefixes(tx: ReadTx, codes: readonly string[]): Promise<readonly string[]> {
  const sections = codes.filter(code => /^[A-Z]$/.test(code))
  if (sections.length === 0) return codes
  const divisions = await tx
    .selectFrom('register.industry')
    .select('code')
    .where('level', '=', 2)
    .where('parent_code', 'in', sections)
    .execute()
  return [...codes.filter(code => !sections.includes(code)), ...divisions.map(row => row.code)]
}

export async function industryNames(
  tx: ReadTx,
  codes: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(codes.filter(code => code !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await tx
    .selectFrom('register.industry')
    .select(['code', 'name'])
    .where('code', 'in', wanted)
    .execute()
  return new Map(rows.map(row => [row.code, row.name]))
}

export async function allIndustryCodes(tx: ReadTx): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('register.industry').select('code').where('level', '>', 1).execute()
  return new Set(rows.map(row => row.code))
}

export const allIndustries = (tx: ReadTx) =>
  tx.selectFrom('register.industry').selectAll().orderBy('code').execute()

export const industriesOfLevel = (tx: ReadTx, level: number) =>
  tx
    .selectFrom('register.industry')
    .select(['code', 'name'])
    .where('level', '=', level)
    .orderBy('code')
    .execute()

/** How often the classification was replaced. */
export async function industryRevision(tx: ReadTx): Promise<number> {
  const row = await tx.selectFrom('register.industry_revision').select('revision').executeTakeFirst()
  return row?.revision ?? 0
}

const FOUND = 100

/** The children of `parent`, or the first hundred that a search finds; `total` counts all of them. */
export async function pageOfIndustries(tx: ReadTx, parent: string | null, search: string | undefined) {
  let query = tx.selectFrom('register.industry as i')
  if (search) {
    const part = escapeLike(search)
    query = query.where(eb => eb.or([eb('i.name', 'like', `%${part}%`), eb('i.code', 'like', `${part}%`)]))
  } else query = query.where('i.parent_code', parent === null ? 'is' : '=', parent)
  const { count } = await query
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await query
    .select(['i.code', 'i.name', 'i.level', 'i.parent_code'])
    .select(
      sql<boolean>`exists (select from register.industry c where c.parent_code = i.code)`.as('children'),
    )
    .orderBy('i.code')
    .$if(search !== undefined, found => found.limit(FOUND))
    .execute()
  return { total: Number(count), rows }
}

/** Codes that would go and still stand on a unit, now or in its history. */
export async function usedCodes(tx: ReadTx, gone: readonly string[]): Promise<readonly string[]> {
  const rows = await unscoped(tx, 'finds whether codes are used by any unit')
    .selectFrom('register.unit_attribute')
    .select('industry_code')
    .distinct()
    .where('industry_code', '=', sql<string>`any(${sql.val(gone)}::text[])`)
    .limit(20)
    .execute()
  return rows.flatMap(row => row.industry_code ?? [])
}

/** Makes the classification exactly these rows. */
export async function replaceIndustries(
  tx: WriteTx,
  rows: readonly IndustryRow[],
  gone: readonly string[],
): Promise<void> {
  if (gone.length > 0) await tx.deleteFrom('register.industry').where('code', 'in', gone).execute()
  const column = (pick: (row: IndustryRow) => string | number | null) => sql.val(rows.map(pick))
  await sql`insert into register.industry (code, name, level, parent_code)
    select * from unnest(${column(row => row.code)}::text[], ${column(row => row.name)}::text[],
      ${column(row => row.level)}::smallint[], ${column(row => row.parent)}::text[])
    on conflict (code) do update set name = excluded.name, level = excluded.level,
      parent_code = excluded.parent_code`.execute(tx)
  await tx
    .updateTable('register.industry_revision')
    .set(eb => ({ revision: eb('revision', '+', 1) }))
    .execute()
}
