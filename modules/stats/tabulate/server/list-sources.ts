/** What the actor may tabulate: published forms of the subjects in reach, with columns and periods that have data. */

import type { Analytics } from '#kernel/analytics/mirror.ts'
import type { ReadContext } from '#kernel/context.ts'
import { regionEditions } from '#kernel/org/regions.ts'
import { listPublishedVersions } from '#modules/stats/catalog/server/index.ts'
import { tabulatePermissions } from '../contract.ts'
import { reachPredicateFor } from './policy.ts'
import { sectionsOf, tabulationSource } from './source.ts'

export async function listSources(context: ReadContext, analytics: Analytics) {
  const reach = context.reach(tabulatePermissions.run.code)
  const versions = await listPublishedVersions(context.tx)
  const allowed = versions.filter(version => reachPredicateFor(reach, version.subject) !== 'nothing')
  await analytics.drain()
  const sources = await Promise.all(
    allowed.flatMap(version =>
      sectionsOf(version.spec).map(async section => {
        const source = tabulationSource(version.id, version.spec, section)
        if (!source) return null
        const found = await analytics.query(
          `SELECT DISTINCT period FROM "${source.table}" ORDER BY period DESC`,
        )
        return {
          formVersionId: version.id,
          ...(section && { section }),
          formCode: version.code,
          title: version.spec.title,
          subject: version.subject,
          versionNo: version.versionNo,
          ...(version.spec.unitOfMeasure && { unitOfMeasure: version.spec.unitOfMeasure }),
          columns: source.columns,
          periods: found.map(row => String(row.period)),
        }
      }),
    ),
  )
  const home = reach.nodes.find(node => 'region' in node)
  return {
    sources: sources.filter(source => source !== null),
    editions: await regionEditions(context.tx),
    homeRegion: home && 'region' in home ? home.region : null,
  }
}
