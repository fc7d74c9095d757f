/** Who may see which totals: pure functions over a reach. */
import type { DisclosureRule, Predicate } from '#engines/table/index.ts'
import { NATION } from '#kernel/contract/index.ts'
import { covers, type Reach, regionPrefix } from '#kernel/db/tx.ts'
import type { TabulationDefinition } from '../contract.ts'

/** 统计法: a published cell must not let a unit be inferred. Fewer than three units, or one with 85 % of the cell. */
export const PUBLIC_DISCLOSURE: DisclosureRule = Object.freeze({
  minContributors: 3,
  dominance: { n: 1, k: 85 },
})

/** By the code a report was frozen in, as PostgreSQL's own row scope: the same reports under any edition. */
const within = (region: string): Predicate => {
  const prefix = regionPrefix(region)
  const bound = (op: 'ge' | 'le', digit: string): Predicate => ({
    op,
    column: 'region_code',
    value: prefix.padEnd(region.length, digit),
  })
  return { op: 'and', of: [bound('ge', '0'), bound('le', '9')] }
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
      'region' in node ? within(node.region) : { op: 'eq', column: 'unit_id', value: String(node.unitId) },
  )
  const [first] = parts
  if (!first) return 'nothing'
  return parts.length === 1 ? first : { op: 'or', of: parts }
}

/** Whether someone who tabulates over `reach` may see the units in all of it; otherwise disclosure is controlled. */
export const seesUnits = (reach: Reach, drill: Reach, subject: string): boolean =>
  reach.everything
    ? drill.everything
    : reach.nodes
        .filter(node => node.subjects === null || node.subjects.includes(subject))
        .every(node =>
          'region' in node
            ? covers(drill, { regionCode: node.region, unitId: null, subject })
            : covers(drill, { regionCode: '', unitId: node.unitId, subject }),
        )

/** What may be asked about without singling out a unit: where, what and how large, never whether or what it reported. */
const GROUPS: ReadonlySet<unknown> = new Set([
  'region_code',
  'region_edition',
  'industry_code',
  'register_type',
  'size_class',
  'unit_kind',
  'above_threshold',
  'period',
])

/**
 * What of a definition would tell one unit's values though small cells are withheld: the smallest or largest value is
 * a unit's own, and a group or a condition by unit, by state or by what was reported makes a count answer for one.
 */
export function revealing(definition: TabulationDefinition): 'extreme' | 'condition' | null {
  const left: unknown[] = [definition]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const { kind, op, column } = next as Readonly<Record<string, unknown>>
    if (kind === 'min' || kind === 'max') return 'extreme'
    const asks = op !== undefined || kind === 'attribute'
    if (asks && column !== undefined && !GROUPS.has(column)) return 'condition'
    left.push(...Object.values(next))
  }
  return null
}
