import {
  addressKey,
  type CellAddress,
  type Explanation,
  type Finding,
  type FormSession,
  type FormSpec,
  saidText,
  type TypingProblem,
} from '#engines/form/index.ts'
import type { SeverityLevel } from '../components/tag.tsx'
import { findingKeys } from './address.ts'

/** What was said about a finding, and whether it explains: the module that takes explanations decides. */
export type ExplanationFault =
  | 'blank'
  | 'too-short'
  | 'boiler-plate'
  | 'repeated'
  | 'too-long'
  | 'no-reason'
  | 'unknown-reason'
  | 'reason-repeated'
export type Explanations = Readonly<{
  of: (finding: Finding) => Explanation | undefined
  fault: (finding: Finding, said: Explanation) => ExplanationFault | null
}>

/** For forms whose explanations are only read: what stands there was taken before. */
export const savedExplanations = (of: Explanations['of']): Explanations => ({
  of,
  fault: (_, said) => (saidText(said) === '' ? 'blank' : null),
})

export const faultOf = (explanations: Explanations, finding: Finding): ExplanationFault | null =>
  explanations.fault(finding, explanations.of(finding) ?? '')

/** Which blank required cells are held against the respondent: those left blank after typing, all once they would go on. */
export type Insistence = 'all' | ReadonlySet<string>
export const nothingInsisted: Insistence = new Set()

const isBlank = ({ rule }: Finding): boolean => rule === 'REQUIRED'
const addressOf = ({ row, cells: [cell = ''] }: Finding): CellAddress =>
  row === undefined ? { cell } : { cell, row }

/** A required cell that is blank because nobody has come to it yet: it waits, and nothing is wrong with it. */
export const isToFill = (finding: Finding, insistence: Insistence): boolean =>
  isBlank(finding) && insistence !== 'all' && !insistence.has(addressKey(addressOf(finding)))

/** The required cells blank in `next` that held something before. */
export function emptiedIn(before: FormSession, next: FormSession): readonly string[] {
  const known = new Set(before.findings.filter(isBlank).map(findingId))
  const unread = new Set(before.problems.map(addressKey))
  return next.findings
    .filter(isBlank)
    .filter(one => unread.has(addressKey(addressOf(one))) || !known.has(findingId(one)))
    .map(addressOf)
    .filter(at => unread.has(addressKey(at)) || before.get(at) !== null)
    .map(addressKey)
}

/** Stable while the finding stands: rule, place in a `rows` section, and for blank required cells the cell. */
export function findingId({ rule, section, row, cells }: Finding): string {
  const place = row === undefined ? '' : `@${section}/${row}`
  return rule === 'REQUIRED' ? `${rule}:${cells[0]}${place}` : `${rule}${place}`
}

const order: Readonly<Record<SeverityLevel, number>> = { fatal: 0, query: 2, notice: 4 }

const rankOf = (finding: Finding, insistence: Insistence): number =>
  isToFill(finding, insistence) ? 1 : order[finding.level]

/** Fatal first, then what is to be filled, queries to explain, explained ones, notices; each as the engine gives them. */
export function sortFindings(
  findings: readonly Finding[],
  explanations: Explanations,
  insistence: Insistence = 'all',
): readonly Finding[] {
  const rank = (finding: Finding) =>
    rankOf(finding, insistence) +
    (finding.level === 'query' && faultOf(explanations, finding) === null ? 1 : 0)
  return findings.toSorted((a, b) => rank(a) - rank(b))
}

/** Findings by the key of each cell they speak about, worst first; without cells that only wait to be filled. */
export function findingsByCell(
  spec: FormSpec,
  findings: readonly Finding[],
  insistence: Insistence = 'all',
): ReadonlyMap<string, readonly Finding[]> {
  const byCell = new Map<string, Finding[]>()
  const held = findings.filter(finding => !isToFill(finding, insistence))
  for (const finding of held.toSorted((a, b) => order[a.level] - order[b.level])) {
    for (const key of new Set(findingKeys(spec, finding))) {
      byCell.set(key, [...(byCell.get(key) ?? []), finding])
    }
  }
  return byCell
}

/** Four kinds of thing keep a report from being submitted. */
export type Blockers = Readonly<{ fatal: number; unexplained: number; unread: number; toFill: number }>

export function blockersOf(
  findings: readonly Finding[],
  explanations: Explanations,
  unread: number,
  insistence: Insistence = 'all',
): Blockers {
  const toFill = findings.filter(finding => isToFill(finding, insistence)).length
  const fatal = findings.filter(finding => finding.level === 'fatal').length - toFill
  const unexplained = findings.filter(
    finding => finding.level === 'query' && faultOf(explanations, finding) !== null,
  ).length
  return { fatal, unexplained, unread, toFill }
}

export const isBlocked = ({ fatal, unexplained, unread, toFill }: Blockers): boolean =>
  fatal + unexplained + unread + toFill > 0

/** One thing of the panel's list, and the cell one is led to. */
export type Stop = Readonly<{ id: string; key: string | undefined }>

export const unreadId = (problem: TypingProblem): string => `unread ${addressKey(problem)}`

/**
 * What F8 leads to: what could not be read, then the findings, worst first. Unlike the panel's order it does not change
 * when one of them is explained, so that the next press goes on from there.
 */
export function stopsOf(
  { spec, problems, findings }: Pick<FormSession, 'spec' | 'problems' | 'findings'>,
  insistence: Insistence = 'all',
): readonly Stop[] {
  return [
    ...problems.map(problem => ({ id: unreadId(problem), key: addressKey(problem) })),
    ...findings
      .toSorted((a, b) => rankOf(a, insistence) - rankOf(b, insistence))
      .map(finding => ({ id: findingId(finding), key: findingKeys(spec, finding)[0] })),
  ]
}

/** The query that is meant from a cell: the one looked at, else one about the cell, else any; those that wait first. */
export function findingToExplain(
  { spec, findings }: Pick<FormSession, 'spec' | 'findings'>,
  explanations: Explanations,
  cell: string | null,
  current: string | null,
): Finding | undefined {
  const queries = sortFindings(findings, explanations).filter(({ level }) => level === 'query')
  const isAbout = (finding: Finding) => cell === null || findingKeys(spec, finding).includes(cell)
  const looked = queries.find(finding => findingId(finding) === current)
  return looked && isAbout(looked) ? looked : (queries.find(isAbout) ?? queries[0])
}

/** The stop after the current one, round the list. */
export function nextStop(stops: readonly Stop[], current: string | null, back = false): Stop | undefined {
  const at = stops.findIndex(({ id }) => id === current)
  if (at < 0) return stops.at(back ? -1 : 0)
  return stops[(at + (back ? -1 : 1) + stops.length) % stops.length]
}
