/** What the actor may tabulate: published forms of the subjects in reach, with columns and periods that have data. */

import type { TabulationSource } from '#engines/table/index.ts'
import type { Analytics } from '#kernel/analytics/mirror.ts'
import type { StagedContext } from '#kernel/context.ts'
import { regionEditions } from '#kernel/org/regions.ts'
import { type FormVersion, listPublishedVersions } from '#modules/stats/catalog/server/index.ts'
import { tabulatePermissions } from '../contract.ts'
import { reachPredicateFor, seesUnits } from './policy.ts'
import { sectionsOf, tabulationSource } from './source.ts'

type Candidate = Readonly<{ version: FormVersion; section: string | undefined; source: TabulationSource }>

const candidatesOf = (version: FormVersion): readonly Candidate[] =>
  sectionsOf(version.spec).flatMap(section => {
    const source = tabulationSource(version.id, version.spec, section)
    return source ? [{ version, section, source }] : []
  })

export async function listSources(context: StagedContext, analytics: Analytics) {
  const reach = context.reach(tabulatePermissions.run.code)
  const drill = context.reach(tabulatePermissions.drill.code)
  const { versions, editions } = await context.read(async ({ tx }) => ({
    versions: await listPublishedVersions(tx),
    editions: await regionEditions(tx),
  }))
  const candidates = versions
    .filter(version => reachPredicateFor(reach, version.subject) !== 'nothing')
    .flatMap(candidatesOf)
  await analytics.drain()
  const periods = await periodsOf(analytics, candidates)
  const home = reach.nodes.find(node => 'region' in node)
  return {
    sources: candidates.map(({ version, section, source }, at) => ({
      formVersionId: version.id,
      ...(section && { section }),
      formCode: version.code,
      title: version.spec.title,
      programme: version.programme,
      subject: version.subject,
      versionNo: version.versionNo,
      seesUnits: seesUnits(reach, drill, version.subject),
      ...(version.spec.unitOfMeasure && { unitOfMeasure: version.spec.unitOfMeasure }),
      columns: source.columns,
      periods: periods.get(at) ?? [],
    })),
    editions,
    homeRegion: home && 'region' in home ? home.region : null,
  }
}

/** Newest first, of every candidate in one query. */
async function periodsOf(
  analytics: Analytics,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, string[]>()
  if (candidates.length === 0) return found
  const parts = candidates.map(
    ({ source }, at) =>
      `SELECT ${at} AS source, period FROM "${source.table.replaceAll('"', '""')}" GROUP BY period`,
  )
  for (const row of await analytics.query(`${parts.join(' UNION ALL ')} ORDER BY source, period DESC`)) {
    const at = Number(row.source)
    found.set(at, [...(found.get(at) ?? []), String(row.period)])
  }
  return found
}
