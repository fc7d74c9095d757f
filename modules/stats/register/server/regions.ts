/** Regions as the register needs them: does a code exist today, and what is it called in full. */
import type { ReadTx } from '#kernel/db/tx.ts'

const currentEdition = (tx: ReadTx) =>
  tx
    .selectFrom('org.region_edition')
    .select('edition')
    .where('demonstration', '=', false)
    .orderBy('valid_from', 'desc')
    .limit(1)

/** Those of the codes that the current edition has, with names from the county down (`荷塘区 月塘街道 …`). */
export async function regionNames(
  tx: ReadTx,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(codes.flatMap(code => [code, ...ancestorsOf(code)]))]
  if (wanted.length === 0) return new Map()
  const rows = await tx
    .selectFrom('org.region')
    .select(['code', 'name', 'level'])
    .where('edition', '=', currentEdition(tx))
    .where('code', 'in', wanted)
    .execute()
  const byCode = new Map(rows.map(row => [row.code, row]))
  const fullName = (code: string): string =>
    [...ancestorsOf(code), code]
      .filter((one, index, all) => all.indexOf(one) === index)
      .flatMap(one => {
        const row = byCode.get(one)
        const above = row?.level === 'province' || row?.level === 'city'
        return row && (!above || one === code) ? [row.name] : []
      })
      .join(' ')
  return new Map(codes.filter(code => byCode.has(code)).map(code => [code, fullName(code)]))
}

const ancestorsOf = (code: string): readonly string[] =>
  [2, 4, 6, 9].map(digits => code.slice(0, digits).padEnd(12, '0')).filter(one => one !== code)

/** Every code of the current edition, for checking a whole file. */
export async function allRegionCodes(tx: ReadTx): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('org.region')
    .select('code')
    .where('edition', '=', currentEdition(tx))
    .execute()
  return new Set(rows.map(row => row.code))
}
