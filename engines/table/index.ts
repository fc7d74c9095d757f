/** Tabulation: a spec becomes one query, its answer becomes a grid, and every cell leads back to its reports. */

export { checkTabulation } from './check.ts'
export { type Drill, type DrillPart, type DrillResult, type DrillTarget, drillPredicate } from './drill.ts'
export { fieldSeparator } from './emit-duckdb.ts'
export { buildGrid } from './grid.ts'
export * from './grid-model.ts'
export { type CodeLabel, type LabelLookup, type LabelRow, labelsFromRows } from './labels.ts'
export type { TabulationDiagnostic } from './messages.ts'
export { stateRanks, systemColumns } from './mirror.ts'
export * from './model.ts'
export { type PlanResult, planTabulation, type TabulationPlan } from './plan.ts'
export { specHash } from './spec-hash.ts'
export { conversionPower, unitOfTotals } from './unit-of-measure.ts'
