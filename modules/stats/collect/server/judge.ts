/** One report's content judged: normalised, locked cells held, computed cells filled in, every rule run. Pure. */
import {
  changedLockedCells,
  type Explanation,
  type Explanations,
  explanationOf,
  type Finding,
  type FormCheck,
  type FormSpec,
  type FormValues,
  formCells,
  normaliseValues,
  reasonsFor,
  type Scalar,
  type SubmissionProblem,
  saidReason,
  saidText,
} from '#engines/form/index.ts'
import { Problem } from '#kernel/contract/index.ts'
import { collectProblems, findingExplanationProblem, findingKey } from '../contract.ts'
import { contentHash, type ReadyForm, rowKeyOf } from './form-programs.ts'
import { type Outside, prefillOf } from './outside-data.ts'
import type { NewFinding } from './queries/submissions.ts'

export type Content = Readonly<{ values: FormValues; sha256: string }>

/** Unknown input as canonical values, or the list of what cannot be taken. */
export function readContent(
  form: ReadyForm,
  raw: unknown,
  explanations: Explanations,
  outside: Outside,
): Content | Problem {
  const { values, problems } = normaliseValues(form.spec, raw, outside.codelists)
  if (!values) return rejected(problems)
  const whole = withLocked(form, values, outside)
  if (whole instanceof Problem) return whole
  return { values: whole, sha256: contentHash(form.spec, values, explanations) }
}

export const rejected = (found: readonly SubmissionProblem[]): Problem =>
  new Problem(collectProblems.valuesRejected, { count: found.length, problems: found })

/** Locked cells that were left out are filled in; other content in them is refused. */
function withLocked(form: ReadyForm, values: FormValues, outside: Outside): FormValues | Problem {
  if (form.locked.size === 0) return values
  const initial = prefillOf(form, outside).values
  const cells: Record<string, Scalar> = { ...values.cells }
  for (const { code, spec, repeated } of formCells(form.spec)) {
    const given = initial.cells[code] ?? null
    if (spec.locked && !repeated && cells[code] === undefined && given !== null) cells[code] = given
  }
  const whole = { ...values, cells }
  const changed = changedLockedCells(form.spec, initial, whole)
  if (changed.length === 0) return whole
  return rejected(
    changed.map(address => ({
      code: 'LOCKED_CELL' as const,
      message: {
        'zh-CN': `指标 ${address.cell} 由系统带入,不能修改`,
        en: `Cell ${address.cell} is filled in by the system and cannot be changed`,
      },
      ...address,
    })),
  )
}

export const judge = (form: ReadyForm, content: Content, outside: Outside): FormCheck =>
  form.check(content.values, outside.foreign)

export type Explained = Readonly<{ said: Explanation; by: number; at: Date }>

/** A finding as it is stored, with what was said of it. */
export const newFinding = (finding: Finding, explained: Explained | null): NewFinding => ({
  rule: finding.rule,
  rowKey: rowKeyOf(finding),
  severity: finding.level,
  cells: finding.cells,
  message: finding.message,
  operands: { values: finding.values, comparison: finding.comparison },
  reason: explained && saidReason(explained.said),
  explanation: explained && saidText(explained.said),
  explainedBy: explained?.by ?? null,
  explainedAt: explained?.at ?? null,
})

export const undecidedRules = (check: FormCheck): readonly string[] =>
  check.undecided.map(one => findingKey(one.rule, one.row))

export const countFindings = (findings: readonly Readonly<{ level: string }>[]) => ({
  fatal: findings.filter(finding => finding.level === 'fatal').length,
  query: findings.filter(finding => finding.level === 'query').length,
  notice: findings.filter(finding => finding.level === 'notice').length,
})

/** A finding as a problem's detail shows it. */
export const shownFinding = (finding: Finding) => ({
  rule: finding.rule,
  rowKey: rowKeyOf(finding),
  severity: finding.level,
  cells: finding.cells,
  message: finding.message,
  operands: { values: finding.values, comparison: finding.comparison },
})

/** Why the findings stand in the way of a submission, or null: fatal ones, then queries without a real reason. */
export function findingsRefusal(
  { spec }: ReadyForm,
  findings: readonly Finding[],
  explanations: Explanations,
): Problem | null {
  const fatal = findings.filter(finding => finding.level === 'fatal')
  if (fatal.length > 0) {
    const shown = fatal.map(shownFinding)
    return new Problem(collectProblems.fatalFindings, { count: fatal.length, findings: shown })
  }
  const faults = findings.flatMap(finding => {
    if (finding.level !== 'query') return []
    const said = explanations[findingKey(finding.rule, rowKeyOf(finding))]
    const problem = findingExplanationProblem(spec, finding.rule, said ?? '')
    return problem === null ? [] : [{ finding, said, problem }]
  })
  const unknown = faults.find(one => one.problem === 'unknown-reason')
  if (unknown?.said) return unknownReason(spec, unknown.finding.rule, unknown.said)
  const unexplained = faults.map(({ finding, said, problem }) => ({
    ...shownFinding(finding),
    reason: said === undefined ? null : saidReason(said),
    explanation: said === undefined ? null : saidText(said),
    problem: said === undefined ? 'missing' : problem,
  }))
  return unexplained.length === 0
    ? null
    : new Problem(collectProblems.explanationsNeeded, { count: unexplained.length, findings: unexplained })
}

function unknownReason(spec: FormSpec, rule: string, said: Explanation): Problem {
  const offered = reasonsFor(spec, rule)
  const list = (locale: 'zh-CN' | 'en', mark: string) =>
    offered.map(({ code, name }) => `${code} ${name[locale] ?? name['zh-CN']}`).join(mark) || '—'
  const words = { 'zh-CN': list('zh-CN', '、'), en: list('en', ', ') }
  return new Problem(collectProblems.reasonUnknown, { rule, reason: saidReason(said) ?? '', offered: words })
}

/** Explanations without blanks at the ends and without empty ones; a reason that waits for its text is kept. */
export const tidyExplanations = (given: Explanations): Explanations =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, said]) => {
      const [reason, text] = [saidReason(said), saidText(said).trim()]
      return reason === null && text === '' ? [] : [[key, explanationOf(reason, text)]]
    }),
  )
