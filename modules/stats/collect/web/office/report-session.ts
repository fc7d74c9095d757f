/** The server's report as the form on screen takes it: its own findings, not ones made here. */
import type { Static } from 'typebox'
import {
  cellIndex,
  compileForm,
  type FormProgram,
  type FormSession,
  type FormSpec,
  type FormValues,
  openForm,
  type Finding as RuleFinding,
} from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import type { Finding, getReport } from '../../contract.ts'

export type Report = ReplyOf<typeof getReport>
export type OfficeFinding = Static<typeof Finding>

const programs = new WeakMap<FormSpec, FormProgram>()

/** Null only for a form that never could have been published. */
export function programOf(spec: FormSpec): FormProgram | null {
  const known = programs.get(spec)
  if (known) return known
  const { program } = compileForm(spec)
  if (program) programs.set(spec, program)
  return program ?? withoutRules(spec)
}

/** Rules that read other forms do not compile without them; the form can still be shown. */
const withoutRules = (spec: FormSpec): FormProgram | null => {
  const { templates: _templates, ...rest } = spec
  return compileForm({ ...rest, rules: '' }).program ?? null
}

/** `REQUIRED` is kept by cell (`M13`, `P01@row`), other rules by row. */
export function ruleFinding(spec: FormSpec, finding: OfficeFinding): RuleFinding {
  const rowKey = finding.rule === 'REQUIRED' ? finding.rowKey.split('@')[1] : finding.rowKey
  const section = finding.cells.map(cell => cellIndex(spec).get(cell)).find(place => place?.repeated)?.section
  return {
    rule: finding.rule,
    level: finding.severity,
    message: { 'zh-CN': finding.message['zh-CN'], ...(finding.message.en && { en: finding.message.en }) },
    cells: finding.cells,
    ...(rowKey && section && { section, row: rowKey }),
    comparison: finding.operands.comparison,
    values: finding.operands.values,
  }
}

export function readOnlySession(report: Report, values: FormValues): FormSession | null {
  const program = programOf(report.spec)
  if (!program) return null
  const session = openForm(program, { values, foreign: foreignOf(report) })
  return Object.freeze({
    ...session,
    findings: report.findings.map(finding => ruleFinding(report.spec, finding)),
  })
}

export const foreignOf = (report: Report) => ({
  period: report.collection.period,
  previous: report.previous,
  yearAgo: report.yearAgo,
})
