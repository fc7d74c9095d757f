import {
  addressKey,
  type Finding,
  type FormSession,
  type FormSpec,
  type TypingProblem,
} from '#engines/form/index.ts'
import type { SeverityLevel } from '../components/tag.tsx'
import { findingKeys } from './address.ts'

/** What was said about a finding, and whether it explains: the module that takes explanations decides. */
export type ExplanationFault = 'blank' | 'too-short' | 'boiler-plate' | 'repeated' | 'too-long'
export type Explanations = Readonly<{
  of: (finding: Finding) => string | undefined
  fault: (text: string) => ExplanationFault | null
}>

/** For forms whose explanations are only read: what stands there was taken before. */
export const savedExplanations = (of: Explanations['of']): Explanations => ({
  of,
  fault: text => (text === '' ? 'blank' : null),
})

export const faultOf = (explanations: Explanations, finding: Finding): ExplanationFault | null =>
  explanations.fault(explanations.of(finding) ?? '')

/** Stable while the finding stands: rule, place in a `rows` section, and for blank required cells the cell. */
export function findingId({ rule, section, row, cells }: Finding): string {
  const place = row === undefined ? '' : `@${section}/${row}`
  return rule === 'REQUIRED' ? `${rule}:${cells[0]}${place}` : `${rule}${place}`
}

const order: Readonly<Record<SeverityLevel, number>> = { fatal: 0, query: 1, notice: 3 }

/** Fatal first, then queries to explain, then explained ones, then notices; each as the engine gives them. */
export function sortFindings(findings: readonly Finding[], explanations: Explanations): readonly Finding[] {
  const rank = (finding: Finding) =>
    order[finding.level] + (finding.level === 'query' && faultOf(explanations, finding) === null ? 1 : 0)
  return findings.toSorted((a, b) => rank(a) - rank(b))
}

/** Findings by the key of each cell they speak about, worst first. */
export function findingsByCell(
  spec: FormSpec,
  findings: readonly Finding[],
): ReadonlyMap<string, readonly Finding[]> {
  const byCell = new Map<string, Finding[]>()
  for (const finding of findings.toSorted((a, b) => order[a.level] - order[b.level])) {
    for (const key of new Set(findingKeys(spec, finding))) {
      byCell.set(key, [...(byCell.get(key) ?? []), finding])
    }
  }
  return byCell
}

/** Three kinds of thing keep a report from being submitted. */
export type Blockers = Readonly<{ fatal: number; unexplained: number; unread: number }>

export function blockersOf(
  findings: readonly Finding[],
  explanations: Explanations,
  unread: number,
): Blockers {
  const fatal = findings.filter(finding => finding.level === 'fatal').length
  const unexplained = findings.filter(
    finding => finding.level === 'query' && faultOf(explanations, finding) !== null,
  ).length
  return { fatal, unexplained, unread }
}

export const isBlocked = ({ fatal, unexplained, unread }: Blockers): boolean =>
  fatal + unexplained + unread > 0

/** One thing of the panel's list, and the cell one is led to. */
export type Stop = Readonly<{ id: string; key: string | undefined }>

export const unreadId = (problem: TypingProblem): string => `unread ${addressKey(problem)}`

/**
 * What F8 leads to: what could not be read, then the findings, worst first. Unlike the panel's order it does not change
 * when one of them is explained, so that the next press goes on from there.
 */
export function stopsOf({
  spec,
  problems,
  findings,
}: Pick<FormSession, 'spec' | 'problems' | 'findings'>): readonly Stop[] {
  return [
    ...problems.map(problem => ({ id: unreadId(problem), key: addressKey(problem) })),
    ...findings
      .toSorted((a, b) => order[a.level] - order[b.level])
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
