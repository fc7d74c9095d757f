/** The server's report as the form on screen takes it: its own findings, not ones made here. */
import type { Static } from 'typebox'
import {
  cellIndex,
  type FormSession,
  type FormSpec,
  type FormValues,
  openForm,
  type Finding as RuleFinding,
} from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { type Finding, type getReport, rowOfFinding } from '../../contract.ts'
import { codelistsOf, programFor } from '../form-program.ts'

export type Report = ReplyOf<typeof getReport>
export type OfficeFinding = Static<typeof Finding>

export function ruleFinding(spec: FormSpec, finding: OfficeFinding): RuleFinding {
  const row = rowOfFinding(finding)
  const section = finding.cells.map(cell => cellIndex(spec).get(cell)).find(place => place?.repeated)?.section
  return {
    rule: finding.rule,
    level: finding.severity,
    message: { 'zh-CN': finding.message['zh-CN'], ...(finding.message.en && { en: finding.message.en }) },
    cells: finding.cells,
    ...(row && section && { section, row }),
    comparison: finding.operands.comparison,
    values: finding.operands.values,
  }
}

/** The report opened on the program the server runs, beside what the unit reported elsewhere. */
export const sessionOf = (report: Report, values: FormValues): FormSession =>
  openForm(programFor(report), { values, foreign: report.foreign, codelists: codelistsOf(report) })

export function readOnlySession(report: Report, values: FormValues): FormSession {
  return Object.freeze({
    ...sessionOf(report, values),
    findings: report.findings.map(finding => ruleFinding(report.spec, finding)),
  })
}
