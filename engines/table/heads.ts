/** The heading tree of a grid, with the columns its leaves stand for. */

import { isGroup } from './columns.ts'
import type { CompiledColumn } from './compile.ts'
import type { GridHead } from './grid-model.ts'
import type { LocalText, TabulationColumn } from './model.ts'

/** A value of the column dimension as a head; `code` null is the total. */
export type AcrossHead = Readonly<{ code: string | null; label: LocalText }>

/** What a leaf of the heading tree shows. */
export type Leaf = Readonly<{ compiled: CompiledColumn; across?: string | null }>

type Draft = Readonly<{ label: LocalText; unitOfMeasure?: string; children?: readonly Draft[]; leaf?: Leaf }>

type MakeLeaf = (compiled: CompiledColumn) => Draft

const drafts = (
  columns: readonly TabulationColumn[],
  compiled: ReadonlyMap<string, CompiledColumn>,
  make: MakeLeaf,
): readonly Draft[] =>
  columns.flatMap(column => {
    if (!isGroup(column)) return column.hidden ? [] : [make(compiled.get(column.key)!)]
    const children = drafts(column.columns, compiled, make)
    return children.length > 0 ? [{ label: column.label, children }] : []
  })

const unitOf = ({ unitOfMeasure }: CompiledColumn) => (unitOfMeasure === undefined ? {} : { unitOfMeasure })

const draftTree = (
  columns: readonly TabulationColumn[],
  compiled: ReadonlyMap<string, CompiledColumn>,
  across: readonly AcrossHead[] | undefined,
  outer: 'values' | 'measures',
): readonly Draft[] => {
  const plain =
    (code?: string | null): MakeLeaf =>
    of => ({
      label: of.column.label,
      ...unitOf(of),
      leaf: { compiled: of, ...(code !== undefined && { across: code }) },
    })
  if (!across) return drafts(columns, compiled, plain())
  if (outer === 'values')
    return across.map(({ code, label }) => ({ label, children: drafts(columns, compiled, plain(code)) }))
  return drafts(columns, compiled, of => ({
    label: of.column.label,
    ...unitOf(of),
    children: across.map(({ code, label }) => ({ label, leaf: { compiled: of, across: code } })),
  }))
}

const height = (items: readonly Draft[]): number =>
  items.reduce((most, item) => Math.max(most, 1 + height(item.children ?? [])), 0)

/** Lays the tree out: leaves reach down to the last head row, groups take one row. */
export const buildHeads = (
  columns: readonly TabulationColumn[],
  compiled: readonly CompiledColumn[],
  across: readonly AcrossHead[] | undefined,
  outer: 'values' | 'measures',
): { head: readonly GridHead[]; headRows: number; leaves: readonly Leaf[] } => {
  const byKey = new Map(compiled.map(item => [item.column.key, item]))
  const tree = draftTree(columns, byKey, across, outer)
  const headRows = height(tree)
  const leaves: Leaf[] = []
  const place = (draft: Draft, row: number): GridHead => {
    const { label, unitOfMeasure, leaf } = draft
    const common = { label, ...(unitOfMeasure !== undefined && { unitOfMeasure }) }
    if (leaf) return { ...common, colSpan: 1, rowSpan: headRows - row, column: leaves.push(leaf) - 1 }
    const children = (draft.children ?? []).map(child => place(child, row + 1))
    const colSpan = children.reduce((sum, child) => sum + child.colSpan, 0)
    return { ...common, colSpan, rowSpan: 1, children }
  }
  return { head: tree.map(draft => place(draft, 0)), headRows, leaves }
}
