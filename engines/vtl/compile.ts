/**
 * From an author's text to something that can be evaluated. `compileRuleset` reads as its phases: parse, check,
 * expand the templates, make the evaluators. A compilation with errors gives diagnostics and no result.
 */
import type { Checking } from './check/context.ts'
import { checkExpression } from './check/expression.ts'
import { createPlanner, type Plan } from './check/plan.ts'
import { type Reads, readsOf } from './check/reads.ts'
import type { Rule } from './check/rule.ts'
import { type Codes, checkScript, checkTemplate } from './check/ruleset.ts'
import type { Computed } from './computed.ts'
import { createJsCompiler, type Evaluator, type JsCompiler } from './js/emit.ts'
import { writeScalar } from './js/write.ts'
import { createReporter, type Diagnostic } from './messages.ts'
import type { RuleRecord, RuleTemplate, Scalar, Schema } from './schema.ts'
import { parseScript, parseSingleExpression } from './syntax/parse.ts'

export type RulesetSource = string | Readonly<{ rules: string; templates?: readonly RuleTemplate[] }>

/** Compiled rules. `program` belongs to the engine. */
export type Ruleset = Readonly<{
  schema: Schema
  rules: readonly Rule[]
  byCode: ReadonlyMap<string, Rule>
  computed?: Computed
  program: Readonly<{ js: JsCompiler; evaluators: ReadonlyMap<Rule, Evaluator> }>
}>

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(diagnostic => diagnostic.severity === 'error')

const inReadingOrder = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...found].sort((a, b) => a.line - b.line || a.column - b.column)

/**
 * Compiles edit rules against a form.
 * @param source a VTL script with datapoint rulesets, or such a script with rule templates.
 * @param computed the form's computed cells, so that a changed cell also finds the rules behind them.
 * @returns `ruleset` unless there are errors; every mistake found, with its place.
 */
export function compileRuleset(
  source: RulesetSource,
  schema: Schema,
  computed?: Computed,
): Readonly<{ ruleset?: Ruleset; diagnostics: readonly Diagnostic[] }> {
  const { rules: text, templates = [] } = typeof source === 'string' ? { rules: source } : source
  const report = createReporter()
  const planner = createPlanner()
  const codes: Codes = new Map()
  const own = checkScript(schema, planner, parseScript(text, report), codes, report)
  const expanded = templates.map(template => checkTemplate(schema, planner, template, codes))
  const rules = [...own, ...expanded.flatMap(result => result.rules)]
  const diagnostics = Object.freeze([
    ...inReadingOrder(report.all()),
    ...expanded.flatMap(result => result.diagnostics),
  ])
  if (hasErrors(diagnostics)) return { diagnostics }
  return { ruleset: makeRuleset(schema, rules, computed), diagnostics }
}

function makeRuleset(schema: Schema, rules: readonly Rule[], computed?: Computed): Ruleset {
  const js = createJsCompiler()
  return Object.freeze({
    schema,
    rules: Object.freeze(rules),
    byCode: new Map(rules.map(rule => [rule.code, rule])),
    ...(computed ? { computed } : {}),
    program: { js, evaluators: new Map(rules.map(rule => [rule, js.compile(rule.plan)])) },
  })
}

/** A compiled expression of one value. */
export type Formula = Reads &
  Readonly<{
    source: string
    plan: Plan
    /** The value on a record: decimals and dates as canonical text. */
    evaluate: (record: RuleRecord) => Scalar
  }>

/** A plan of one expression with the diagnostics of making it; null after a mistake. */
export function planExpression(
  source: string,
  schema: Schema,
  cell?: string,
): Readonly<{ plan: Plan | null; planner: ReturnType<typeof createPlanner>; diagnostics: Diagnostic[] }> {
  const report = createReporter(at => ({
    line: at.line,
    column: at.column,
    ...(cell === undefined ? {} : { where: { cell } }),
  }))
  const planner = createPlanner()
  const node = parseSingleExpression(source, report)
  const context: Checking = { schema, planner, report, aliases: new Map(), signature: null }
  const plan = node ? checkExpression(context, node) : null
  const diagnostics = [...report.all()]
  return { plan: hasErrors(diagnostics) ? null : plan, planner, diagnostics }
}

export function makeFormula(source: string, plan: Plan): Formula {
  const js = createJsCompiler()
  const evaluator = js.compile(plan)
  const evaluate = (record: RuleRecord): Scalar => writeScalar(evaluator(js.frame(record)), plan.type)
  return Object.freeze({ ...readsOf([plan]), source, plan, evaluate })
}

/** Compiles one scalar expression over a form, such as a condition or a formula. */
export function compileFormula(
  source: string,
  schema: Schema,
): Readonly<{ formula?: Formula; diagnostics: readonly Diagnostic[] }> {
  const { plan, diagnostics } = planExpression(source, schema)
  return plan ? { formula: makeFormula(source, plan), diagnostics } : { diagnostics }
}
