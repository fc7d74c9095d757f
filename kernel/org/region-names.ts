/** Names of many regions at once, and whether codes exist: what lists and file checks need of an edition. */
import type { ReadTx } from '../db/tx.ts'
import { currentEdition } from './regions.ts'

const ABOVE_COUNTY = new Set(['province', 'city'])

const chainOf = (code: string): readonly string[] => [
  ...new Set([...[2, 4, 6, 9].map(digits => code.slice(0, digits).padEnd(12, '0')), code]),
]

/**
 * Those of the codes that an edition has, the current one unless another is named, each with its names from the county
 * down (`荷塘区 月塘街道 文化路社区居委会`); a city or province has its own name.
 */
export async function regionNames(
  tx: ReadTx,
  codes: readonly string[],
  named?: string,
): Promise<ReadonlyMap<string, string>> {
  const edition = codes.length > 0 ? (named ?? (await currentEdition(tx))) : null
  if (edition === null) return new Map()
  const rows = await tx
    .selectFrom('org.region')
    .select(['code', 'name', 'level'])
    .where('edition', '=', edition)
    .where('code', 'in', [...new Set(codes.flatMap(chainOf))])
    .execute()
  const byCode = new Map(rows.map(row => [row.code, row]))
  const fullName = (code: string): string =>
    chainOf(code)
      .flatMap(one => byCode.get(one) ?? [])
      .filter(row => row.code === code || !ABOVE_COUNTY.has(row.level))
      .map(row => row.name)
      .join(' ')
  return new Map(codes.filter(code => byCode.has(code)).map(code => [code, fullName(code)]))
}

/** Every code of the current edition. */
export async function regionCodes(tx: ReadTx): Promise<ReadonlySet<string>> {
  const edition = await currentEdition(tx)
  if (edition === null) return new Set()
  const rows = await tx.selectFrom('org.region').select('code').where('edition', '=', edition).execute()
  return new Set(rows.map(row => row.code))
}
