/** What a plan reads from the record, and on which variable-row table that makes it depend. */
import type { Schema } from '../schema.ts'
import { cellOf, type Plan, planOrder } from './plan.ts'

export type Reads = Readonly<{
  /** Cells and identifiers of the form itself. */
  cells: readonly string[]
  /** Names by alias of the data set they belong to. */
  foreign: Readonly<Record<string, readonly string[]>>
}>

export function readsOf(plans: readonly Plan[]): Reads {
  const cells = new Set<string>()
  const foreign = new Map<string, Set<string>>()
  for (const node of planOrder(plans)) {
    if (node.op !== 'cell') continue
    const { dataset, name } = cellOf(node)
    if (dataset === null) cells.add(name)
    else foreign.set(dataset, (foreign.get(dataset) ?? new Set()).add(name))
  }
  const byAlias = [...foreign].map(([alias, names]) => [alias, Object.freeze([...names])] as const)
  return Object.freeze({
    cells: Object.freeze([...cells]),
    foreign: Object.freeze(Object.fromEntries(byAlias)),
  })
}

export const mergeReads = (all: readonly Reads[]): Reads => {
  const cells = new Set(all.flatMap(reads => reads.cells))
  const aliases = new Set(all.flatMap(reads => Object.keys(reads.foreign)))
  const foreign = [...aliases].map(
    alias => [alias, Object.freeze([...new Set(all.flatMap(reads => reads.foreign[alias] ?? []))])] as const,
  )
  return Object.freeze({
    cells: Object.freeze([...cells]),
    foreign: Object.freeze(Object.fromEntries(foreign)),
  })
}

/** The tables with variable rows whose cells are among the names; more than one is a mistake of the author. */
export function rowTablesOf(schema: Schema, cells: readonly string[]): readonly string[] {
  return Object.entries(schema.rows ?? {})
    .filter(([, measures]) => cells.some(cell => Object.hasOwn(measures, cell)))
    .map(([table]) => table)
}
