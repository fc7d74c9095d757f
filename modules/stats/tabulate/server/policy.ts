/** Who may see which totals: pure functions over a reach. */
import type { DisclosureRule, Predicate, RegionLevel } from '#engines/table/index.ts'
import { NATION, type Reach } from '#kernel/db/tx.ts'

/** 统计法: a published cell must not let a unit be inferred. Fewer than three units, or one with 85 % of the cell. */
export const PUBLIC_DISCLOSURE: DisclosureRule = Object.freeze({
  minContributors: 3,
  dominance: { n: 1, k: 85 },
})

const levelOf = (code: string): RegionLevel => {
  if (code.endsWith('00000000')) return 'city'
  if (code.endsWith('000000')) return 'county'
  return code.endsWith('000') ? 'township' : 'village'
}

/**
 * What limits a tabulation to the actor's reach for a form's subject.
 * @returns `everything`, a predicate, or `nothing` where no node of the reach covers the subject
 */
export function reachPredicateFor(reach: Reach, subject: string): 'everything' | 'nothing' | Predicate {
  if (reach.everything) return 'everything'
  const nodes = reach.nodes.filter(node => node.subjects === null || node.subjects.includes(subject))
  if (nodes.some(node => 'region' in node && node.region === NATION)) return 'everything'
  const parts = nodes.map(
    (node): Predicate =>
      'region' in node
        ? { op: 'inRegion', level: levelOf(node.region), codes: [node.region] }
        : { op: 'eq', column: 'unit_id', value: String(node.unitId) },
  )
  const [first] = parts
  if (!first) return 'nothing'
  return parts.length === 1 ? first : { op: 'or', of: parts }
}
