/** The rule engine's one entry. See README.md for the contract and an example. */

export type { Reads } from './check/reads.ts'
export type { Rule } from './check/rule.ts'
export { type CheckedDatapoint, checkDatapoint } from './check-datapoint.ts'
export { compileFormula, compileRuleset, type Formula, type Ruleset, type RulesetSource } from './compile.ts'
export { type Computed, type ComputedCell, compileComputed, computeCells } from './computed.ts'
export {
  computedToDuckDb,
  type DuckDbOptions,
  type DuckDbRuleset,
  type DuckDbStatement,
  type DuckDbTables,
  sendStatement,
  toDuckDb,
} from './duckdb/emit.ts'
export {
  affectedBy,
  type EvaluateOptions,
  type ExplainedOperand,
  type Explanation,
  evaluate,
  explainRule,
  needs,
} from './evaluate.ts'
export {
  type Diagnostic,
  type DiagnosticCode,
  diagnosticCodes,
  formatDiagnostic,
  messageOf,
} from './messages.ts'
export type {
  ForeignSchema,
  Level,
  Locale,
  LocalText,
  Outcome,
  RuleRecord,
  RuleTemplate,
  Scalar,
  ScalarType,
  Schema,
} from './schema.ts'
export type * from './syntax/ast.ts'
export { parse } from './syntax/parse.ts'
export type { TemplateLink } from './templates.ts'
