import type { Finding, FormSpec } from '#engines/form/index.ts'
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

/** The finding after the current one, round the list; `sorted` as shown. */
export function nextFinding(
  sorted: readonly Finding[],
  current: string | null,
  back = false,
): Finding | undefined {
  const at = sorted.findIndex(finding => findingId(finding) === current)
  if (at < 0) return sorted.at(back ? -1 : 0)
  return sorted[(at + (back ? -1 : 1) + sorted.length) % sorted.length]
}
