/** One tabulation: limit it to the actor's reach, bring the mirror up to the last commit, query, build the grid. */
import {
  buildGrid,
  type Grid,
  type LabelRow,
  labelsFromRows,
  planTabulation,
  type TabulationDiagnostic,
  type TabulationPlan,
  type TabulationSpec,
} from '#engines/table/index.ts'
import type { Analytics } from '#kernel/analytics/mirror.ts'
import type { BaseContext, ReadContext } from '#kernel/context.ts'
import { isEmpty } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { formVersion } from '#modules/stats/catalog/server/index.ts'
import { type TabulationDefinition, tabulatePermissions, tabulateProblems } from '../contract.ts'
import { PUBLIC_DISCLOSURE, reachPredicateFor } from './policy.ts'
import { tabulationSource } from './source.ts'

export type TabulationRequest = Readonly<{
  formVersionId: number
  section?: string | undefined
  definition: TabulationDefinition
}>

/** Rows that a screen or a sheet still serves; beyond it, fewer levels are asked for. */
const ROW_LIMIT = 50_000

const maySeeUnits = (context: BaseContext): boolean => !isEmpty(context.reach(tabulatePermissions.drill.code))

/** The whole spec: the person's definition, with source, reach and disclosure control added by the server. */
export async function planFor(
  context: ReadContext,
  request: TabulationRequest,
  permission: string,
): Promise<TabulationPlan> {
  const version = await formVersion(context.tx, request.formVersionId)
  const source = version && tabulationSource(version.id, version.spec, request.section)
  if (!version || !source) throw new Problem(problems.notFound)
  const limit = reachPredicateFor(context.reach(permission), version.subject)
  if (limit === 'nothing') throw new Problem(problems.notFound)
  const { filter, ...definition } = request.definition
  const filters = [filter, limit === 'everything' ? undefined : limit].filter(one => one !== undefined)
  const spec: TabulationSpec = {
    ...definition,
    source,
    ...(filters.length > 0 && { filter: filters.length === 1 ? filters[0]! : { op: 'and', of: filters } }),
    ...(!maySeeUnits(context) && { disclosure: PUBLIC_DISCLOSURE }),
  }
  const planned = planTabulation(spec)
  if (!planned.ok) throw specProblem(planned.diagnostics)
  return planned.plan
}

export const specProblem = (diagnostics: readonly TabulationDiagnostic[]): Problem =>
  new Problem(tabulateProblems.specInvalid, {
    zhCN: diagnostics[0]?.message['zh-CN'] ?? '',
    en: diagnostics[0]?.message.en ?? '',
    diagnostics,
  })

export type TabulationRun = Readonly<{
  grid: Grid
  timing: Readonly<{ drain: number; query: number; grid: number }>
  disclosureControlled: boolean
}>

export async function runTabulation(
  context: ReadContext,
  analytics: Analytics,
  request: TabulationRequest,
): Promise<TabulationRun> {
  const plan = await planFor(context, request, tabulatePermissions.run.code)
  const begun = performance.now()
  const drained = await analytics.drain()
  const fresh = performance.now()
  const [packed, labels] = await Promise.all([analytics.query(plan.sql), analytics.query(plan.labelSql)])
  const queried = performance.now()
  if (packed.length > ROW_LIMIT)
    throw new Problem(tabulateProblems.tooLarge, { rows: packed.length, limit: ROW_LIMIT })
  const lookup = labelsFromRows(
    labels.map(row => Object.values(row) as unknown as LabelRow),
    plan.spec.edition,
  )
  const lines = packed.map(row => String(Object.values(row)[0]))
  const grid = buildGrid(plan, lines, lookup, { drainedAt: drained.at.toISOString() })
  return {
    grid,
    timing: { drain: fresh - begun, query: queried - fresh, grid: performance.now() - queried },
    disclosureControlled: !maySeeUnits(context),
  }
}
