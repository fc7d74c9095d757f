/** One rule: its plan, what it reads, its level and message, and the comparisons by which it can be explained. */
import { createReporter, type Reporter } from '../messages.ts'
import type { Level, LocalText, Schema } from '../schema.ts'
import type { ComparisonOperator, Expression, RuleNode } from '../syntax/ast.ts'
import type { TemplateLink } from '../templates.ts'
import { type Checking, isError, want } from './context.ts'
import { checkBoolean, checkExpression } from './expression.ts'
import { comparison, implication } from './logic.ts'
import type { Plan } from './plan.ts'
import { type Reads, readsOf, rowTablesOf } from './reads.ts'
import { plainType, typeTerm } from './types.ts'

export type Operand = Readonly<{ source: string; plan: Plan }>

/** A comparison whose operands tell why a rule failed, and the conditions under which it counts. */
export type RuleComparison = Readonly<{
  operator: ComparisonOperator
  left: Operand
  right: Operand
  plan: Plan
  guards: readonly Readonly<{ plan: Plan; expected: boolean }>[]
}>

export type Rule = Reads &
  Readonly<{
    code: string
    message: LocalText
    level: Level
    /** Exactly what the rule itself states; null where it is silent and `message` and `level` stand in. */
    stated: Readonly<{ errorcode: string | null; errorlevel: Level | null }>
    /** The rule's own text. */
    source: string
    /** The variable-row table whose rows it is evaluated on; absent for rules on the form itself. */
    rows?: string
    template?: TemplateLink
    plan: Plan
    comparisons: readonly RuleComparison[]
  }>

const isComparison = (operator: string): operator is ComparisonOperator =>
  ['=', '<>', '<', '<=', '>', '>='].includes(operator)

type Guards = RuleComparison['guards']

function compared(
  context: Checking,
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  guards: Guards,
): RuleComparison {
  const a = checkExpression(context, left)
  const b = checkExpression(context, right)
  const plan = comparison(context, operator, a, b, left.at)
  return {
    operator,
    left: { source: left.source, plan: a },
    right: { source: right.source, plan: b },
    plan,
    guards,
  }
}

/** The plans are already made, so asking for them again only finds them. */
function comparisonsOf(context: Checking, node: Expression, guards: Guards): readonly RuleComparison[] {
  if (node.kind === 'binary' && isComparison(node.operator)) {
    return [compared(context, node.operator, node.left, node.right, guards)]
  }
  if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or')) {
    return [...comparisonsOf(context, node.left, guards), ...comparisonsOf(context, node.right, guards)]
  }
  if (node.kind === 'call' && node.name === 'between') {
    const [value, low, high] = node.args as readonly [Expression, Expression, Expression]
    return [compared(context, '>=', value, low, guards), compared(context, '<=', value, high, guards)]
  }
  if (node.kind === 'if') {
    const plan = checkExpression(context, node.condition)
    return [
      ...comparisonsOf(context, node.whenTrue, [...guards, { plan, expected: true }]),
      ...comparisonsOf(context, node.whenFalse, [...guards, { plan, expected: false }]),
    ]
  }
  return []
}

const levels: readonly string[] = ['fatal', 'query', 'notice']

/** A rule without a level asks for an explanation: neither blocked by oversight nor passed by it. */
function levelOf(node: RuleNode, report: Reporter): Level {
  if (!node.errorlevel) return 'query'
  const text = 'text' in node.errorlevel ? node.errorlevel.text : ''
  if (node.errorlevel.type === 'string' && levels.includes(text)) return text as Level
  report.add('VTL_LEVEL', node.errorlevel.at)
  return 'query'
}

/** What the source of a rule leaves open and its surroundings know. */
export type RuleFrame = Readonly<{
  code: string
  message?: LocalText
  level?: Level
  template?: TemplateLink
}>

function rowsOf(schema: Schema, node: RuleNode, reads: Reads, report: Reporter): string | undefined {
  const tables = rowTablesOf(schema, reads.cells)
  const [left, right] = tables
  if (left !== undefined && right !== undefined) report.add('VTL_ROWS_MIXED', node.at, { left, right })
  return left
}

function messageOf(node: RuleNode, frame: RuleFrame): LocalText {
  if (frame.message) return frame.message
  const text = node.errorcode && 'text' in node.errorcode ? node.errorcode.text : node.source
  return Object.freeze({ 'zh-CN': text })
}

/** Checks a rule; null when it has a mistake (reported). */
export function checkRule(context: Checking, node: RuleNode, frame: RuleFrame): Rule | null {
  const antecedent = node.when ? checkBoolean(context, 'when', node.when) : null
  const checked = checkExpression(context, node.check)
  const usable = checked.type.kind === 'boolean' || checked.type.kind === 'null' || isError(checked)
  if (!usable) context.report.add('VTL_NOT_BOOLEAN', node.check.at, { found: typeTerm(checked.type) })
  const level = frame.level ?? levelOf(node, context.report)
  const failed = [antecedent, checked].some(plan => plan !== null && isError(plan))
  if (!usable || failed) return null
  const consequent = want(context, 'then', 'boolean', checked, node.check.at, plainType('boolean'))
  const plan = antecedent ? implication(context.planner, antecedent, consequent) : consequent
  const reads = readsOf([plan])
  const rows = rowsOf(context.schema, node, reads, context.report)
  return Object.freeze({
    ...reads,
    code: frame.code,
    message: messageOf(node, frame),
    level,
    stated: Object.freeze({
      errorcode: node.errorcode && 'text' in node.errorcode ? node.errorcode.text : null,
      errorlevel: node.errorlevel ? level : null,
    }),
    source: node.source,
    ...(rows === undefined ? {} : { rows }),
    ...(frame.template ? { template: frame.template } : {}),
    plan,
    comparisons: Object.freeze(comparisonsOf({ ...context, report: createReporter() }, node.check, [])),
  })
}
