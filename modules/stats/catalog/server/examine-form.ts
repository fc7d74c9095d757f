/** A form's YAML examined: what is wrong, what it is, its rules. Pure; shared by check, import and publish. */
import {
  compileForm,
  type FormSpec,
  formCells,
  type Purpose,
  importForm as readYaml,
} from '#engines/form/index.ts'
import type { Diagnostic, FormSummary, Rule } from '../contract.ts'

export type Examined = Readonly<{
  spec: FormSpec | null
  diagnostics: readonly Diagnostic[]
  rules: readonly Rule[]
}>

/** `others` are the published forms its rules may name. */
export function examineYaml(
  source: string,
  others: readonly FormSpec[],
  purpose: Purpose = 'draft',
): Examined {
  const { spec, diagnostics } = readYaml(source, { purpose, forms: others })
  return {
    spec: spec ?? null,
    diagnostics: diagnostics.map(one => ({ ...one, message: textOf(one.message) })),
    rules: spec ? rulesOf(spec, others) : [],
  }
}

const textOf = (text: Readonly<{ 'zh-CN': string; en?: string }>) => ({
  'zh-CN': text['zh-CN'],
  ...(text.en !== undefined && { en: text.en }),
})

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(one => one.severity === 'error')

/** Rules as they run, templates expanded; none where the form does not compile. */
export function rulesOf(spec: FormSpec, others: readonly FormSpec[]): readonly Rule[] {
  const { program } = compileForm(spec, { forms: others.filter(other => other.code !== spec.code) })
  if (!program) return []
  return program.ruleset.rules.map(rule => ({
    code: rule.code,
    level: rule.level,
    text: rule.source,
    message: {
      ...textOf(rule.message),
      ...(spec.messages?.[rule.code]?.en !== undefined && { en: spec.messages[rule.code]!.en! }),
    },
    cells: [...rule.cells],
    looksAt: Object.entries(rule.foreign).flatMap(([alias, names]) => names.map(name => `${alias}#${name}`)),
    ...(rule.template && { template: rule.template.code }),
  }))
}

export function summaryOf(spec: FormSpec, rules: readonly Rule[]): FormSummary {
  const cells = formCells(spec)
  const ofKind = (kind: string) => cells.filter(place => place.spec.kind === kind).length
  const ofLevel = (level: Rule['level']) => rules.filter(rule => rule.level === level).length
  const { tableNumber, issuer, approvalNumber, validUntil, approver } = spec.marks
  return {
    code: spec.code,
    title: textOf(spec.title),
    subject: spec.subject,
    frequency: spec.frequency,
    marks: { tableNumber, issuer, approvalNumber, validUntil, ...(approver !== undefined && { approver }) },
    sections: spec.sections.length,
    cells: cells.length,
    computed: ofKind('computed'),
    prefilled: ofKind('prefilled'),
    rules: { fatal: ofLevel('fatal'), query: ofLevel('query'), notice: ofLevel('notice') },
  }
}
