/**
 * The code lists that forms name and do not hold: the industry classification in force and the regions of an edition.
 * A process reads each of them once; only how often they were replaced is asked again, perhaps by another process.
 */
import { createHash } from 'node:crypto'
import type { CodelistItem, OutsideList } from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import type { RegionLevel } from '#kernel/org/region-file.ts'
import { editionRevisions, regionsOfLevel } from '#kernel/org/region-lists.ts'
import { industriesOfLevel, industryRevision } from './industry-queries.ts'

/** Where a list of regions is asked for: those under a region of an edition, or all of the edition. */
export type ListPlace = Readonly<{ edition: string; under: string | null }>

/** `stamp` is over the content: the same stamp, the same list. */
export type NamedList = Readonly<{ stamp: string; items: readonly CodelistItem[] }>

export type CodeLists = Readonly<{
  /** Undefined where there is nothing in the list: no classification, or no such region in the edition. */
  get(tx: ReadTx, name: OutsideList, place: ListPlace): Promise<NamedList | undefined>
}>

type Kept = Readonly<{ revision: number; list: NamedList }>

/** Whether a list is the same for everybody, whatever their place. */
export const isShared = (name: OutsideList): boolean => !name.startsWith('region:')

const industryLevels: Readonly<Record<string, number>> = { section: 1, division: 2, group: 3, class: 4 }

/** @returns how to look at the lists as they are now: what is new is read then, what is known is not */
export function createCodeLists(): (tx: ReadTx) => Promise<CodeLists> {
  const kept = new Map<string, Kept>()
  return async at => {
    const industries = await industryRevision(at)
    const editions = await editionRevisions(at)
    return {
      get: async (tx, name, place) => {
        const revision = isShared(name) ? industries : (editions.get(place.edition) ?? 0)
        const key = isShared(name) ? name : `${name}/${place.edition}/${place.under}`
        const known = kept.get(key)
        const list = known?.revision === revision ? known.list : stamped(await itemsOf(tx, name, place))
        if (list.items.length === 0) return undefined
        kept.set(key, { revision, list })
        return list
      },
    }
  }
}

async function itemsOf(tx: ReadTx, name: OutsideList, place: ListPlace): Promise<readonly CodelistItem[]> {
  const [scheme = '', level = ''] = name.split(':')
  if (scheme === 'gbt4754') {
    const rows = await industriesOfLevel(tx, industryLevels[level] ?? 0)
    return rows.map(row => ({ code: row.code, name: { 'zh-CN': row.name } }))
  }
  const rows = await regionsOfLevel(tx, place.edition, level as RegionLevel, place.under)
  return rows.map(({ code, name: text, parentName }) => ({
    code,
    name: { 'zh-CN': text },
    ...(parentName !== null && { within: { 'zh-CN': parentName } }),
  }))
}

function stamped(items: readonly CodelistItem[]): NamedList {
  const stamp = createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, 16)
  return Object.freeze({ stamp, items: Object.freeze(items) })
}
