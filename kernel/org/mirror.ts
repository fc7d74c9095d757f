/** Regions in the analytics mirror: `dim_region`, `dim_region_map` and the names in `dim_label`, by edition. */
import { sql } from 'kysely'
import type { MadeRows, MirrorSource, MirrorTable, MirrorValue } from '../analytics/source.ts'
import type { ReadTx, WriteTx } from '../db/tx.ts'
import { type MapRow, regionMap } from './region-map.ts'

export const REGION_SOURCE = 'org.region'

const WHOLE_MAP = 'all'

const text = (...names: string[]) => names.map(name => ({ name, type: 'VARCHAR' }))

const regionTable: MirrorTable = {
  name: 'dim_region',
  columns: text('edition', 'region_code', 'city_code', 'county_code', 'township_code', 'village_code'),
  key: ['edition'],
}
const mapTable: MirrorTable = {
  name: 'dim_region_map',
  columns: [
    ...text('edition_from', 'edition_to', 'from_code', 'to_code'),
    { name: 'weight', type: 'DECIMAL(9,8)' },
    ...text('map'),
  ],
  // A new link between two editions may change the way between two others, so the map is replaced whole.
  key: ['map'],
}
const labelTable: MirrorTable = {
  name: 'dim_label',
  columns: [...text('dimension', 'code', 'zh', 'en'), { name: 'ordinal', type: 'INTEGER' }],
  key: ['dimension'],
}

type Place = Readonly<{ code: string; name: string; level: string }>

const LEVELS = ['city', 'county', 'township', 'village'] as const
const DIGITS = { city: 4, county: 6, township: 9, village: 12 } as const

/** The code of the region's own level and of those above it; null below. */
const rowOf = (edition: string, { code, level }: Place): readonly MirrorValue[] => {
  const depth = LEVELS.indexOf(level as (typeof LEVELS)[number])
  return [
    edition,
    code,
    ...LEVELS.map((one, at) => (at <= depth ? code.slice(0, DIGITS[one]).padEnd(12, '0') : null)),
  ]
}

const places = (tx: ReadTx, edition: string) =>
  tx
    .selectFrom('org.region')
    .select(['code', 'name', 'level'])
    .where('edition', '=', edition)
    .orderBy('code')
    .execute()

const editionsOf = async (tx: ReadTx): Promise<readonly string[]> =>
  (await tx.selectFrom('org.region_edition').select('edition').orderBy('valid_from').execute()).map(
    row => row.edition,
  )

async function editionRows(tx: ReadTx, editions: readonly string[]): Promise<readonly MadeRows[]> {
  const regions: (readonly MirrorValue[])[] = []
  const labels: (readonly MirrorValue[])[] = []
  for (const edition of editions) {
    const found = await places(tx, edition)
    regions.push(...found.map(place => rowOf(edition, place)))
    labels.push(...found.map((place, at) => [`region:${edition}`, place.code, place.name, null, at + 1]))
  }
  return [
    { table: regionTable.name, rows: regions },
    { table: labelTable.name, rows: labels },
  ]
}

async function mapRows(tx: ReadTx): Promise<MadeRows> {
  const editions = await Promise.all(
    (await editionsOf(tx)).map(async edition => ({
      edition,
      codes: new Set((await places(tx, edition)).map(place => place.code)),
    })),
  )
  const links = await tx.selectFrom('org.region_link').selectAll().execute()
  const rows = regionMap(
    editions,
    links.map(link => ({
      from: link.edition_from,
      to: link.edition_to,
      fromCode: link.from_code,
      toCode: link.to_code,
    })),
  )
  return { table: mapTable.name, rows: rows.map(mapRowOf) }
}

const mapRowOf = (row: MapRow): readonly MirrorValue[] => [
  row.from,
  row.to,
  row.fromCode,
  row.toCode,
  row.weight,
  WHOLE_MAP,
]

const everything = async (tx: ReadTx, editions: readonly string[]): Promise<readonly MadeRows[]> => [
  ...(await editionRows(tx, editions)),
  await mapRows(tx),
]

const TABLES = [regionTable, mapTable, labelTable]

export const regionMirror: MirrorSource = {
  name: REGION_SOURCE,
  tables: async () => TABLES,
  all: async tx => everything(tx, await editionsOf(tx)),
  changed: async (tx, keys) => {
    const found = await sql<{ edition: string }>`select distinct key ->> 'edition' as edition
      from ${keys} as changed`.execute(tx)
    const editions = found.rows.map(row => row.edition)
    return { tables: TABLES, parts: await everything(tx, editions) }
  },
}

/** The key of an edition, for `context.changed(REGION_SOURCE, …)`. */
export const regionKey = (edition: string) => ({
  edition,
  dimension: `region:${edition}`,
  map: WHOLE_MAP,
})

/** Tells the mirror that an edition's regions or links changed, where no write context is at hand. */
export async function announceRegions(tx: WriteTx, editions: readonly string[]): Promise<void> {
  await tx
    .insertInto('analytics.change')
    .values(editions.map(edition => ({ source: REGION_SOURCE, key: JSON.stringify(regionKey(edition)) })))
    .execute()
}
