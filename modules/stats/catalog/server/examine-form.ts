/** A form's YAML examined: what is wrong, what it is, its rules. Pure; shared by check, import and publish. */
import {
  compileForm,
  type FormProgram,
  type FormSpec,
  formCells,
  type Purpose,
  importForm as readYaml,
} from '#engines/form/index.ts'
import type { Diagnostic, FormSummary, Rule } from '../contract.ts'
import { namesForm } from './named-forms.ts'

export type Examined = Readonly<{
  spec: FormSpec | null
  diagnostics: readonly Diagnostic[]
  /** Null where they cannot be read. */
  rules: readonly Rule[] | null
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
    rules: spec ? rulesOf(spec, others) : null,
  }
}

const textOf = (text: Readonly<{ 'zh-CN': string; en?: string }>) => ({
  'zh-CN': text['zh-CN'],
  ...(text.en !== undefined && { en: text.en }),
})

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(one => one.severity === 'error')

function rulesOf(spec: FormSpec, others: readonly FormSpec[]): readonly Rule[] | null {
  const { program } = compileForm(spec, { forms: others })
  return program ? rulesIn(program) : null
}

/** Rules as they run, templates expanded. */
export const rulesIn = ({ spec, ruleset }: FormProgram): readonly Rule[] =>
  ruleset.rules.map(rule => ({
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

/** Codes of forms in force whose rules work now and would not with this version beside them. */
export const breaksRulesOf = (spec: FormSpec, inForce: readonly FormSpec[]): readonly string[] =>
  inForce
    .filter(other => namesForm(other, spec.code))
    .filter(other => {
      const beside = [...inForce.filter(({ code }) => code !== spec.code), spec]
      const works = (forms: readonly FormSpec[]) => compileForm(other, { forms }).program !== undefined
      return works(inForce) && !works(beside)
    })
    .map(({ code }) => code)

export function summaryOf(spec: FormSpec, rules: readonly Rule[] | null): FormSummary {
  const cells = formCells(spec)
  const ofKind = (kind: string) => cells.filter(place => place.spec.kind === kind).length
  const ofLevel = (level: Rule['level']) => rules?.filter(rule => rule.level === level).length ?? 0
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
