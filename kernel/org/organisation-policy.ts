/** Where an organisation may stand: never below itself, and every region within the region of the one above. */
import { regionPrefix } from '../db/tx.ts'

export type Node = Readonly<{ id: number; parentId: number | null; name: string; regionCode: string }>
export type Placement = Readonly<{ parentId: number | null; regionCode: string }>

export type PlacementRefusal = Readonly<
  | { kind: 'parentUnknown' | 'cycle' | 'outsideParent' }
  /** The first of those directly below that the new region would leave outside. */
  | { kind: 'leavesChildren'; name: string }
>

export const isWithin = (code: string, region: string): boolean => code.startsWith(regionPrefix(region))

/** Whether `id` is `ancestor` or stands anywhere below it. */
function isBelow(byId: ReadonlyMap<number, Node>, id: number, ancestor: number): boolean {
  const passed = new Set<number>()
  for (let at = byId.get(id); at && !passed.has(at.id); at = byId.get(at.parentId ?? Number.NaN)) {
    if (at.id === ancestor) return true
    passed.add(at.id)
  }
  return false
}

/** @param id the organisation that moves; null for one that is being made */
export function placementRefusal(
  tree: readonly Node[],
  id: number | null,
  { parentId, regionCode }: Placement,
): PlacementRefusal | null {
  const byId = new Map(tree.map(node => [node.id, node]))
  if (parentId !== null) {
    const parent = byId.get(parentId)
    if (!parent) return { kind: 'parentUnknown' }
    if (id !== null && isBelow(byId, parentId, id)) return { kind: 'cycle' }
    if (!isWithin(regionCode, parent.regionCode)) return { kind: 'outsideParent' }
  }
  const left = tree.find(
    node => id !== null && node.parentId === id && !isWithin(node.regionCode, regionCode),
  )
  return left ? { kind: 'leavesChildren', name: left.name } : null
}

export type Held = Readonly<{ accountId: number; regionCode: string }>

/** Accounts whose roles lay within the organisation's region and would lie outside the new one. */
export function accountsLeft(grants: readonly Held[], from: string, to: string): number {
  const left = grants.filter(({ regionCode }) => isWithin(regionCode, from) && !isWithin(regionCode, to))
  return new Set(left.map(grant => grant.accountId)).size
}
