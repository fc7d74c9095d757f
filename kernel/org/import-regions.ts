/** Puts editions of regions, and the links between them, into the database; an edition is imported whole. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { copyInto } from '../db/copy.ts'
import type { WriteTx } from '../db/tx.ts'
import { searchPinyin } from '../search-pinyin.ts'
import { announceRegions } from './mirror.ts'
import { parseRegionLinks, parseRegions, type RegionLinkRow, type RegionRow } from './region-file.ts'

type EditionRow = Readonly<{
  edition: string
  name: string
  nameEn: string
  validFrom: string
  published: string | null
  source: string
  demonstration: boolean
}>

/**
 * Writes one edition. An edition already there is replaced, in the same transaction; links to it stay.
 * @returns how many regions it has now
 */
async function importRegions(tx: WriteTx, edition: EditionRow, rows: readonly RegionRow[]): Promise<number> {
  const { name, nameEn, validFrom, published, source, demonstration } = edition
  const values = { name, name_en: nameEn, valid_from: validFrom, published, source, demonstration }
  await tx
    .insertInto('org.region_edition')
    .values({ edition: edition.edition, ...values })
    .onConflict(conflict =>
      conflict.column('edition').doUpdateSet({ ...values, revision: sql`region_edition.revision + 1` }),
    )
    .execute()
  await tx.deleteFrom('org.region').where('edition', '=', edition.edition).execute()
  await copyInto(
    tx,
    'org.region',
    rows.map(row => ({
      edition: edition.edition,
      code: row.code,
      name: row.name,
      level: row.level,
      parent_code: row.parentCode,
      urban_rural: row.urbanRural,
      pinyin: searchPinyin(row.name),
    })),
  )
  await announceRegions(tx, [edition.edition])
  return rows.length
}

async function importRegionLinks(tx: WriteTx, links: readonly RegionLinkRow[]): Promise<number> {
  if (links.length === 0) return 0
  await tx
    .insertInto('org.region_link')
    .values(
      links.map(link => ({
        edition_from: link.editionFrom,
        edition_to: link.editionTo,
        from_code: link.fromCode,
        to_code: link.toCode,
        kind: link.kind,
      })),
    )
    .onConflict(conflict => conflict.doNothing())
    .execute()
  await announceRegions(tx, [...new Set(links.map(link => link.editionTo))])
  return links.length
}

const DATA = join(import.meta.dirname, 'data')
const textOf = (file: string): string => readFileSync(join(DATA, file), 'utf8')

/** The editions that come with the product: one city's regions as published, and an earlier edition made for trying out. Says how many regions they have. */
export async function importCommittedRegions(tx: WriteTx, city = '430200'): Promise<number> {
  let count = 0
  const editions = parse(textOf('region-editions.csv'), { columns: true, bom: true }) as Record<
    string,
    string
  >[]
  for (const row of editions) {
    const demonstration = row.demonstration === 'true'
    const file = demonstration ? `regions-${city}-${row.edition}.csv` : `regions-${city}.csv`
    const edition: EditionRow = {
      edition: row.edition as string,
      name: row.name as string,
      nameEn: row.name_en ?? '',
      validFrom: row.as_of as string,
      published: row.published || null,
      source: row.source ?? '',
      demonstration,
    }
    count += await importRegions(tx, edition, parseRegions(textOf(file)))
  }
  await importRegionLinks(tx, parseRegionLinks(textOf(`region-links-${city}.csv`)))
  return count
}
