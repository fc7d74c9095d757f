/** Rulesets: signature, rule codes, the statements that use them, and rules expanded from templates. */
import { createReporter, type Diagnostic, type Reporter } from '../messages.ts'
import type { RuleTemplate, Schema } from '../schema.ts'
import { nearest } from '../suggest.ts'
import type { Assignment, DatapointRuleset, Expression, Script } from '../syntax/ast.ts'
import { parseSingleRule } from '../syntax/parse.ts'
import { type ExpandedRule, expandTemplate } from '../templates.ts'
import type { Checking } from './context.ts'
import { ownNames } from './expression.ts'
import type { Planner } from './plan.ts'
import { checkRule, type Rule } from './rule.ts'

type Signature = Readonly<{ aliases: ReadonlyMap<string, string>; names: ReadonlySet<string> }>

function readSignature(schema: Schema, node: DatapointRuleset, report: Reporter): Signature {
  const aliases = new Map<string, string>()
  const names = new Set<string>()
  const known = ownNames(schema)
  for (const item of node.signature) {
    if (!known.includes(item.name)) {
      const near = nearest(item.name, known)
      if (near === null) report.add('VTL_UNKNOWN_NAME', item.at, { name: item.name })
      else report.add('VTL_UNKNOWN_NAME_NEAR', item.at, { name: item.name, near })
    }
    const used = item.alias ?? item.name
    if (names.has(used)) report.add('VTL_DUPLICATE_NAME', item.at, { name: used })
    names.add(used)
    if (item.alias !== undefined) aliases.set(item.alias, item.name)
  }
  return { aliases, names }
}

/** Rule codes are unique over everything compiled together. */
export type Codes = Map<string, true>

function takeCode(codes: Codes, code: string, report: () => void): void {
  if (codes.has(code)) report()
  codes.set(code, true)
}

function checkDefinition(
  schema: Schema,
  planner: Planner,
  node: DatapointRuleset,
  codes: Codes,
  report: Reporter,
): readonly Rule[] {
  if (node.over === 'valuedomain') {
    report.add('VTL_UNSUPPORTED', node.at, { name: 'valuedomain' })
    return []
  }
  const { aliases, names } = readSignature(schema, node, report)
  const context: Checking = { schema, planner, report, aliases, signature: names }
  return node.rules.flatMap((rule, index) => {
    const code = rule.code ?? String(index + 1)
    takeCode(codes, code, () => report.add('VTL_DUPLICATE_RULE', rule.at, { name: code }))
    const checked = checkRule(context, rule, { code })
    return checked ? [checked] : []
  })
}

/** `DS_r := check_datapoint ( form, ruleset )` names both; any other assignment belongs to a later profile. */
function checkAssignment(
  schema: Schema,
  node: Assignment,
  rulesets: ReadonlySet<string>,
  report: Reporter,
): void {
  const call = node.value
  if (call.kind !== 'call' || call.name !== 'check_datapoint') {
    report.add('VTL_UNSUPPORTED', node.value.at, { name: nameOf(node.value) })
    return
  }
  const [dataset, ruleset] = call.args
  if (call.args.length !== 2) {
    report.add('VTL_ARGUMENTS', call.at, { name: call.name, expected: '2', found: String(call.args.length) })
    return
  }
  if (dataset && (dataset.kind !== 'name' || dataset.name !== schema.name)) {
    report.add('VTL_UNKNOWN_DATASET_NEAR', dataset.at, { name: dataset.source, near: schema.name })
  }
  if (ruleset && (ruleset.kind !== 'name' || !rulesets.has(ruleset.name))) {
    report.add('VTL_UNKNOWN_RULESET', ruleset.at, { name: ruleset.source })
  }
}

const nameOf = (node: Expression): string =>
  node.kind === 'call'
    ? node.name
    : node.kind === 'binary'
      ? node.operator
      : node.kind === 'clause'
        ? node.clause
        : ':='

export function checkScript(
  schema: Schema,
  planner: Planner,
  script: Script,
  codes: Codes,
  report: Reporter,
): readonly Rule[] {
  const definitions = script.statements.filter(statement => statement.kind === 'datapointRuleset')
  const names = new Set<string>()
  for (const node of definitions) {
    if (names.has(node.name)) report.add('VTL_DUPLICATE_NAME', node.at, { name: node.name })
    names.add(node.name)
  }
  for (const statement of script.statements) {
    if (statement.kind === 'assignment') checkAssignment(schema, statement, names, report)
  }
  return definitions.flatMap(node => checkDefinition(schema, planner, node, codes, report))
}

function checkExpanded(
  schema: Schema,
  planner: Planner,
  expanded: ExpandedRule,
  codes: Codes,
  found: Diagnostic[],
): Rule | null {
  const where = { template: expanded.link.code, bindings: expanded.link.bindings }
  const report = createReporter(at => ({ ...expanded.place(at), where }))
  const start = { line: 1, column: 1, offset: 0 }
  takeCode(codes, expanded.code, () => report.add('VTL_DUPLICATE_RULE', start, { name: expanded.code }))
  const node = parseSingleRule(expanded.rule, report)
  const context: Checking = { schema, planner, report, aliases: new Map(), signature: null }
  const { message, link, template } = expanded
  const rule =
    node && checkRule(context, node, { code: expanded.code, message, level: template.level, template: link })
  found.push(...report.all())
  return rule
}

/** One mistake in a template shows in each of its rules; it is told once, for the first. */
function firstOfEach(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return found.filter(({ code, line, column, details }) => {
    const key = JSON.stringify(
      code.startsWith('VTL_UNKNOWN') ? [code, line, column, details] : [code, line, column],
    )
    return !seen.has(key) && seen.add(key)
  })
}

export function checkTemplate(
  schema: Schema,
  planner: Planner,
  template: RuleTemplate,
  codes: Codes,
): Readonly<{ rules: readonly Rule[]; diagnostics: readonly Diagnostic[] }> {
  const report = createReporter(at => ({
    line: at.line,
    column: at.column,
    where: { template: template.code },
  }))
  const found: Diagnostic[] = []
  const rules = expandTemplate(template, report).flatMap(expanded => {
    const rule = checkExpanded(schema, planner, expanded, codes, found)
    return rule ? [rule] : []
  })
  return { rules, diagnostics: [...report.all(), ...firstOfEach(found)] }
}
