/** What is wrong with a form's rules and formulas, with positions in the texts they stand in. */
import { type Diagnostic, messageOf, parse } from '#engines/vtl/index.ts'
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

/** Compiles the form and tells every mistake; a finding's English wording for a rule that is not there is one too. */
export function checkRules(
  spec: FormSpec,
  options: ProgramOptions = {},
): Readonly<{ issues: readonly RuleIssue[]; unknownMessages: readonly string[] }> {
  const { program, diagnostics } = compileForm(spec, options)
  const codes = program?.ruleset.byCode
  const unknownMessages = codes ? Object.keys(spec.messages ?? {}).filter(code => !codes.has(code)) : []
  return { issues: diagnostics.map(issueOf), unknownMessages }
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
