import type { Finding, FormSpec } from '#engines/form/index.ts'
import type { SeverityLevel } from '../components/tag.tsx'
import { findingKeys } from './address.ts'

export type ExplanationOf = (finding: Finding) => string | undefined

/** Stable while the finding stands: rule, place in a `rows` section, and for blank required cells the cell. */
export function findingId({ rule, section, row, cells }: Finding): string {
  const place = row === undefined ? '' : `@${section}/${row}`
  return rule === 'REQUIRED' ? `${rule}:${cells[0]}${place}` : `${rule}${place}`
}

const order: Readonly<Record<SeverityLevel, number>> = { fatal: 0, query: 1, notice: 3 }

/** Fatal first, then queries to explain, then explained ones, then notices; each as the engine gives them. */
export function sortFindings(findings: readonly Finding[], explanationOf: ExplanationOf): readonly Finding[] {
  const rank = (finding: Finding) =>
    order[finding.level] +
    (finding.level === 'query' && explanationFault(explanationOf(finding) ?? '') === null ? 1 : 0)
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
  explanationOf: ExplanationOf,
  unread: number,
): Blockers {
  const fatal = findings.filter(finding => finding.level === 'fatal').length
  const unexplained = findings.filter(
    finding => finding.level === 'query' && explanationFault(explanationOf(finding) ?? '') !== null,
  ).length
  return { fatal, unexplained, unread }
}

export const isBlocked = ({ fatal, unexplained, unread }: Blockers): boolean =>
  fatal + unexplained + unread > 0

const boilerPlate =
  /^(经|已经?|均)?(反复|再次|与企业|与单位|企业|数据)*(核实|核对|审核|确认|查实|检查)(过|了|数据|情况|属实|无误|准确|正确|完毕|一致|无问题)*$|^(情况|数据|数字|填报)*(真实|属实|无误|正确|准确|正常|无变化|没有变化|没问题|无问题|无)$/u

export type ExplanationFault = 'empty' | 'short' | 'boilerPlate'

/**
 * Why a text is no explanation: blank, boiler-plate such as 核实无误, or under five characters. The server
 * decides again when the report is submitted.
 */
export function explanationFault(text: string): ExplanationFault | null {
  const plain = text.normalize('NFKC').replace(/[\s\p{P}\p{S}]+/gu, '')
  if (plain === '') return 'empty'
  if (boilerPlate.test(plain)) return 'boilerPlate'
  return [...plain].length < 5 || new Set(plain).size < 3 ? 'short' : null
}

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
