/** What is wrong with a form's rules and formulas, with positions in the texts they stand in. */
import { type Diagnostic, messageOf, parse, type Ruleset } from '#engines/vtl/index.ts'
import type { FormIssue } from './check-structure.ts'
import type { FormSpec, LocalText } from './model.ts'
import { compileForm, type ProgramOptions } from './program.ts'

/** `text` names the text that `line` and `column` count in: `rules`, `template:N{r}` or `formula:M13`. */
export type RuleIssue = Readonly<{
  code: string
  severity: 'error' | 'warning'
  text: string
  line: number
  column: number
  message: LocalText
  cell?: string
  rule?: string
}>

function issueOf(diagnostic: Diagnostic): RuleIssue {
  const { code, severity, line, column, where } = diagnostic
  const message = { 'zh-CN': messageOf(diagnostic, 'zh-CN'), en: messageOf(diagnostic, 'en') }
  if (where?.template !== undefined)
    return { code, severity, text: `template:${where.template}`, line, column, message, rule: where.template }
  if (where?.cell !== undefined)
    return { code, severity, text: `formula:${where.cell}`, line, column, message, cell: where.cell }
  return { code, severity, text: 'rules', line, column, message }
}

/** What else in the form names a rule: one that is not there, or one that never asks for the reasons it is given. */
function checkReferences(spec: FormSpec, rules: Ruleset['byCode']): readonly FormIssue[] {
  const messages = Object.keys(spec.messages ?? {}).flatMap((rule): FormIssue[] => {
    const subject = `message:${rule}`
    return rules.has(rule)
      ? []
      : [{ code: 'MESSAGE_UNKNOWN_RULE', severity: 'warning', subject, detail: { rule } }]
  })
  const reasons = Object.keys(spec.ruleReasons ?? {}).flatMap((rule): FormIssue[] => {
    const about = { subject: `ruleReasons:${rule}`, detail: { rule } }
    const level = rules.get(rule)?.level
    if (level === undefined) return [{ code: 'REASON_UNKNOWN_RULE', severity: 'error', ...about }]
    return level === 'query' ? [] : [{ code: 'REASON_OF_NO_QUERY', severity: 'warning', ...about }]
  })
  return [...messages, ...reasons]
}

/** Compiles the form and tells every mistake; `references` is what names rules that are not there. */
export function checkRules(
  spec: FormSpec,
  options: ProgramOptions = {},
): Readonly<{ issues: readonly RuleIssue[]; references: readonly FormIssue[] }> {
  const { program, diagnostics } = compileForm(spec, options)
  const references = program ? checkReferences(spec, program.ruleset.byCode) : []
  return { issues: diagnostics.map(issueOf), references }
}

/** The Chinese wording that a ruleset itself gives, by rule code. */
export function errorcodes(rules: string): ReadonlyMap<string, string> {
  const { script } = parse(rules)
  return new Map(
    script.statements.flatMap(statement =>
      statement.kind === 'datapointRuleset'
        ? statement.rules.flatMap(({ code, errorcode }): (readonly [string, string])[] =>
            code !== undefined && errorcode && 'text' in errorcode ? [[code, errorcode.text]] : [],
          )
        : [],
    ),
  )
}
