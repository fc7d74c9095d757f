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
import type { ReadContext, StagedContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { formVersion } from '#modules/stats/catalog/server/index.ts'
import { type TabulationDefinition, tabulatePermissions, tabulateProblems } from '../contract.ts'
import { parseDefinition } from './parse-definition.ts'
import { PUBLIC_DISCLOSURE, reachPredicateFor, revealing, seesUnits } from './policy.ts'
import { tabulationSource } from './source.ts'

export type TabulationRequest = Readonly<{
  formVersionId: number
  section?: string | undefined
  definition: TabulationDefinition
}>

/** On what permission a tabulation is asked for; `publicly` withholds small cells whoever asks. */
export type Asking = Readonly<{ permission: string; publicly?: boolean }>

const FREELY: Asking = Object.freeze({ permission: tabulatePermissions.run.code })

/** Groups that a screen or a sheet still serves; beyond it, fewer levels are asked for. */
const ROW_LIMIT = 50_000

const REVEALS = {
  extreme: {
    zhCN: '最大值、最小值是某个单位的数据，您的权限只能查看汇总数',
    en: 'the smallest or largest value is one unit’s own, and you may see totals only',
  },
  condition: {
    zhCN: '按单位、填报状态或填报数据分组、设条件会显露个别单位，您的权限只能按地区、行业、规模、登记类型和报告期分组、设条件',
    en: 'groups and conditions by unit, by state or by what was reported tell single units; yours may be by region, industry, size, type and period',
  },
} as const

/** The whole spec: the person's definition, with source, reach and disclosure control added by the server. */
export async function planFor(
  context: ReadContext,
  request: TabulationRequest,
  { permission, publicly = false }: Asking,
): Promise<TabulationPlan> {
  const version = await formVersion(context.tx, request.formVersionId)
  const source = version && tabulationSource(version.id, version.spec, request.section)
  if (!version || !source) throw new Problem(problems.notFound)
  const reach = context.reach(permission)
  const limit = reachPredicateFor(reach, version.subject)
  if (limit === 'nothing') throw new Problem(problems.notFound)
  const drill = context.reach(tabulatePermissions.drill.code)
  const controlled = publicly || !seesUnits(reach, drill, version.subject)
  const reveals = controlled ? revealing(request.definition) : null
  if (reveals) throw new Problem(tabulateProblems.specInvalid, { ...REVEALS[reveals], diagnostics: [] })
  const { filter, ...definition } = parseDefinition(request.definition)
  const filters = [filter, limit === 'everything' ? undefined : limit].filter(one => one !== undefined)
  const spec: TabulationSpec = {
    ...definition,
    source,
    ...(filters.length > 0 && { filter: filters.length === 1 ? filters[0]! : { op: 'and', of: filters } }),
    ...(controlled && { disclosure: PUBLIC_DISCLOSURE }),
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
  context: StagedContext,
  analytics: Pick<Analytics, 'drain' | 'query'>,
  request: TabulationRequest,
  { limit = ROW_LIMIT, asking = FREELY }: Readonly<{ limit?: number; asking?: Asking }> = {},
): Promise<TabulationRun> {
  const plan = await context.read(reading => planFor(reading, request, asking))
  const begun = performance.now()
  const drained = await analytics.drain()
  const fresh = performance.now()
  const [packed, labels] = await Promise.all([
    analytics.query(`${plan.sql}\nLIMIT ${limit + 1}`),
    analytics.query(plan.labelSql),
  ])
  const queried = performance.now()
  if (packed.length > limit) throw new Problem(tabulateProblems.tooLarge, { limit })
  const lookup = labelsFromRows(
    labels.map(row => Object.values(row) as unknown as LabelRow),
    plan.spec.edition,
  )
  const lines = packed.map(row => String(Object.values(row)[0]))
  const grid = buildGrid(plan, lines, lookup, { drainedAt: drained.at.toISOString() })
  return {
    grid,
    timing: { drain: fresh - begun, query: queried - fresh, grid: performance.now() - queried },
    disclosureControlled: plan.spec.disclosure !== undefined,
  }
}
