/** Rules on one record: outcomes, what to look at again after a change, and why a rule failed. */
import { mergeReads, type Reads } from './check/reads.ts'
import type { Rule, RuleComparison } from './check/rule.ts'
import type { Ruleset } from './compile.ts'
import { writeScalar } from './js/write.ts'
import type { Outcome, RuleRecord, Scalar } from './schema.ts'

export type EvaluateOptions = Readonly<{
  /** The variable-row table the record is a row of; without it the rules on the form itself are evaluated. */
  rows?: string
  /** Only the rules with these codes (as `affectedBy` names them). */
  rules?: readonly string[]
}>

const outcomeOf = (value: unknown): Outcome =>
  value === null ? 'undecided' : value === true ? 'pass' : 'fail'

function selected(ruleset: Ruleset, options: EvaluateOptions): readonly Rule[] {
  const asked = options.rules?.flatMap(code => ruleset.byCode.get(code) ?? []) ?? ruleset.rules
  return asked.filter(rule => rule.rows === options.rows)
}

/** The outcome of each rule on a record, by rule code. A rule whose value is null is undecided. */
export function evaluate(
  ruleset: Ruleset,
  record: RuleRecord,
  options: EvaluateOptions = {},
): Readonly<Record<string, Outcome>> {
  const { js, evaluators } = ruleset.program
  const frame = js.frame(record)
  const outcomes: Record<string, Outcome> = {}
  for (const rule of selected(ruleset, options)) outcomes[rule.code] = outcomeOf(evaluators.get(rule)!(frame))
  return outcomes
}

/** The cells (with identifiers) and foreign names that the rules and computed cells read. */
export function needs(ruleset: Ruleset): Reads {
  return mergeReads([...ruleset.rules, ...Object.values(ruleset.computed?.cells ?? {})])
}

/**
 * What to do again after cells changed.
 * @param changedCells names of cells; a foreign value as `alias#name`.
 * @returns computed cells in an order to fill them in, and codes of the rules to evaluate.
 */
export function affectedBy(
  ruleset: Ruleset,
  changedCells: Iterable<string>,
): Readonly<{ computed: readonly string[]; rules: readonly string[] }> {
  const changed = new Set(changedCells)
  const touched = (reads: Reads): boolean =>
    reads.cells.some(cell => changed.has(cell)) ||
    Object.entries(reads.foreign).some(([alias, names]) =>
      names.some(name => changed.has(`${alias}#${name}`)),
    )
  const computed: string[] = []
  for (const cell of ruleset.computed?.order ?? []) {
    if (!touched(ruleset.computed!.cells[cell]!)) continue
    changed.add(cell)
    computed.push(cell)
  }
  return { computed, rules: ruleset.rules.filter(touched).map(rule => rule.code) }
}

export type ExplainedOperand = Readonly<{
  /** As the author wrote it. */
  source: string
  /** Its value; decimals at their scale. */
  value: Scalar
}>

export type Explanation = Readonly<{
  outcome: Outcome
  /** The comparison that decides the rule, or null where it has none (a bare flag, a match of characters). */
  comparison: Readonly<{ operator: string; left: ExplainedOperand; right: ExplainedOperand }> | null
}>

/**
 * Why a rule came out as it did on a record: both sides of its deciding comparison, which is the first that is
 * not true, or the first where all are.
 */
export function explainRule(ruleset: Ruleset, code: string, record: RuleRecord): Explanation {
  const rule = ruleset.byCode.get(code)
  if (!rule) throw new Error(`no rule "${code}" in this ruleset`)
  const { js, evaluators } = ruleset.program
  const compiled = rule.comparisons.map(item => prepare(ruleset, item))
  const frame = js.frame(record)
  const outcome = outcomeOf(evaluators.get(rule)!(frame))
  const active = compiled.filter(item =>
    item.guards.every(guard => (guard.test(frame) === true) === guard.expected),
  )
  const chosen =
    active.find(item => item.test(frame) === false) ??
    active.find(item => item.test(frame) === null) ??
    active[0]
  if (!chosen) return { outcome, comparison: null }
  const operand = (side: 'left' | 'right'): ExplainedOperand => ({
    source: chosen.item[side].source,
    value: writeScalar(chosen[side](frame), chosen.item[side].plan.type),
  })
  return {
    outcome,
    comparison: { operator: chosen.item.operator, left: operand('left'), right: operand('right') },
  }
}

function prepare(ruleset: Ruleset, item: RuleComparison) {
  const { compile } = ruleset.program.js
  return {
    item,
    test: compile(item.plan),
    left: compile(item.left.plan),
    right: compile(item.right.plan),
    guards: item.guards.map(guard => ({ test: compile(guard.plan), expected: guard.expected })),
  }
}
