/** Villages of a township, as the code list of forms that a township fills in for each of them. */
import type { CodelistItem } from '#engines/form/index.ts'
import { type ReadTx, regionPrefix } from '#kernel/db/tx.ts'

type Place = Readonly<{ regionEdition: string; regionCode: string }>

/** By `edition/region`; a unit in a village stands for its township. */
export async function villagesOf(
  tx: ReadTx,
  places: readonly Place[],
): Promise<ReadonlyMap<string, readonly CodelistItem[]>> {
  const found = new Map<string, readonly CodelistItem[]>()
  for (const { regionEdition, regionCode } of places) {
    const key = `${regionEdition}/${regionCode}`
    if (found.has(key)) continue
    const rows = await tx
      .selectFrom('org.region')
      .select(['code', 'name'])
      .where('edition', '=', regionEdition)
      .where('level', '=', 'village')
      .where('code', 'like', `${regionPrefix(regionCode).slice(0, 9)}%`)
      .orderBy('code')
      .execute()
    found.set(
      key,
      rows.map(row => ({ code: row.code, name: { 'zh-CN': row.name } })),
    )
  }
  return found
}
