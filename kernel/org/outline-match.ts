/** How a file of outlines meets the regions of an edition, and the drawings that come of it. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { NATION, Problem, problems } from '../contract/index.ts'
import type { ReadTx } from '../db/tx.ts'
import type { OutlineDrawing } from './outline-drawing.ts'
import type { Outline, OutlineFile } from './outline-file.ts'
import type { RegionLevel } from './region-file.ts'

const LEVELS: readonly RegionLevel[] = ['province', 'city', 'county', 'township', 'village']
/** How many of a kind a preview names. */
const NAMED = 100

type Place = Readonly<{ code: string; name: string }>
type Matched = Place & Readonly<{ level: RegionLevel; parentCode: string }>

/** How a file's codes meet an edition. */
export type OutlineMatch = Readonly<{
  edition: string
  matched: readonly Matched[]
  /** Names of those directly above the matched ones. */
  parents: ReadonlyMap<string, string>
  levels: readonly Readonly<{
    level: RegionLevel
    regions: number
    matched: number
    missing: readonly Place[]
  }>[]
}>

/** The regions directly below `parent`, the topmost ones below the nation. */
export type DrawnRegions = Readonly<{ parent: Place; regions: readonly Place[]; drawing: OutlineDrawing }>

export async function refuseUnknownEdition(tx: ReadTx, edition: string): Promise<void> {
  const found = await tx
    .selectFrom('org.region_edition')
    .select('edition')
    .where('edition', '=', edition)
    .executeTakeFirst()
  if (!found) throw new Problem(problems.notFound)
}

export async function matchOutlines(tx: ReadTx, edition: string, file: OutlineFile): Promise<OutlineMatch> {
  await refuseUnknownEdition(tx, edition)
  const codes = sql.val(file.outlines.map(outline => outline.code))
  const { rows: matched } = await sql<Matched>`
    select code, name, level, coalesce(parent_code, ${NATION}) as "parentCode" from org.region
    where edition = ${edition} and code = any(${codes}::text[]) order by code`.execute(tx)
  const { rows: counts } = await sql<{ level: RegionLevel; regions: number }>`
    select level, count(*)::int as regions from org.region where edition = ${edition} group by level`.execute(
    tx,
  )
  const { rows: missing } = await sql<Place & { level: RegionLevel }>`
    select code, name, level from (
      select code, name, level, row_number() over (partition by level order by code) as nth from org.region
      where edition = ${edition} and code <> all(${codes}::text[])) as absent
    where nth <= ${NAMED} order by code`.execute(tx)
  const levels = LEVELS.flatMap(level => {
    const regions = counts.find(count => count.level === level)?.regions
    if (regions === undefined) return []
    const found = matched.filter(one => one.level === level).length
    // Of a level the file says nothing about, every name would be missing.
    const absent = found === 0 ? [] : missing.filter(one => one.level === level)
    return [{ level, regions, matched: found, missing: absent.map(({ code, name }) => ({ code, name })) }]
  })
  const above = await tx
    .selectFrom('org.region')
    .select(['code', 'name'])
    .where('edition', '=', edition)
    .where('code', '=', sql<string>`any(${sql.val(matched.map(one => one.parentCode))}::text[])`)
    .execute()
  return { edition, matched, parents: new Map(above.map(({ code, name }) => [code, name])), levels }
}

/** Features whose code the edition does not have; the first hundred of them by their place in the file. */
export function strangersOf(file: OutlineFile, match: OutlineMatch) {
  const known = new Set(match.matched.map(region => region.code))
  const strangers = file.outlines.flatMap(({ code, name }, index) =>
    known.has(code) ? [] : [{ feature: index + 1, code, name }],
  )
  return { count: strangers.length, first: strangers.slice(0, NAMED) }
}

/** A drawing for each place that has some of the matched regions below it, the topmost place first. */
export async function drawMatched(
  file: OutlineFile,
  { matched, parents }: OutlineMatch,
): Promise<readonly DrawnRegions[]> {
  const outlines = new Map(file.outlines.map(outline => [outline.code, outline]))
  const groups = [...Map.groupBy(matched, region => region.parentCode)]
  const drawings = await drawnAside(
    groups.map(([, regions]) => regions.map(({ code }) => outlines.get(code)!)),
  )
  return groups.map(([parentCode, regions], at) => ({
    parent: { code: parentCode, name: parents.get(parentCode) ?? '' },
    regions: regions.map(({ code, name }) => ({ code, name })),
    drawing: drawings[at]!,
  }))
}

async function drawnAside(groups: readonly (readonly Outline[])[]): Promise<readonly OutlineDrawing[]> {
  if (groups.length === 0) return []
  const worker = new Worker(new URL('./outline-worker.ts', import.meta.url), {
    workerData: groups,
    resourceLimits: { maxOldGenerationSizeMb: 1_024 },
  })
  const [drawings] = await once(worker, 'message')
  return drawings
}
