/** The query's answer as a tree of rows, each holding the packed fields of its cells. */

import { fieldSeparator, freeKeys } from './emit-duckdb.ts'
import type { Depths, GroupKey } from './keys.ts'
import type { Layout } from './plan.ts'

/** The packed fields of one cell group: grouping id, keys, slots, guards. */
export type Fields = readonly string[]

/** No value of the column dimension: its total, or no column dimension at all. */
export const wholeRow = null

export type RowNode = {
  readonly depths: Depths
  /** One per row key; null where the row stands above that key. */
  readonly codes: readonly (string | null)[]
  parent: RowNode | undefined
  readonly children: RowNode[]
  readonly cells: Map<string | null, Fields>
}

export type CellTree = Readonly<{
  rows: ReadonlyMap<string, RowNode>
  root: RowNode | undefined
  /** Values of the column dimension that occur. */
  across: ReadonlySet<string>
}>

export const rowId = (codes: readonly (string | null)[]): string =>
  codes.map(code => (code === null ? '\u0000' : code)).join(fieldSeparator)

/** The row's codes without the innermost level of one dimension: its parent along that dimension. */
export const withoutLastOf = (
  keys: readonly GroupKey[],
  codes: readonly (string | null)[],
  dimension: number,
): readonly (string | null)[] | undefined => {
  const last = keys.findLastIndex((key, index) => key.dimension === dimension && codes[index] !== null)
  return last < 0 ? undefined : codes.map((code, index) => (index === last ? null : code))
}

export const rowKeys = (keys: readonly GroupKey[]) => keys.filter(key => key.dimension >= 0)

/** A blank code below a blank code of the same dimension says the same thing twice. */
const isRedundant = (keys: readonly GroupKey[], codes: readonly (string | null)[]) =>
  keys.some(
    (key, index) =>
      key.depth > 1 &&
      codes[index] === '' &&
      codes[index - 1] === '' &&
      keys[index - 1]!.dimension === key.dimension,
  )

/** What a grouping id and the conditions' codes say of a row: which keys are grouped, and whether it is shown. */
type Shape = Readonly<{ grouped: readonly boolean[]; depths: Depths; hasAcross: boolean; isShown: boolean }>

const shapeReader = (layout: Layout) => {
  const { keys, spec } = layout
  const free = freeKeys(keys)
  const allowed = new Set(layout.depths.map(depths => depths.join()))
  const conditions = keys.flatMap((key, index) => (key.kind === 'conditions' ? [index + 1] : []))
  const known = new Map<string, Shape>()
  const read = (fields: Fields): Shape => {
    const id = Number(fields[0])
    const grouped = keys.map((key, index) => {
      if (key.kind === 'conditions') return fields[index + 1] !== '-1'
      return Math.floor(id / 2 ** (free.length - 1 - free.indexOf(key))) % 2 === 0
    })
    const depths = spec.rows.map(
      (_, dimension) => keys.filter((key, index) => key.dimension === dimension && grouped[index]).length,
    )
    const hasAcross = keys.some((key, index) => key.dimension < 0 && grouped[index])
    return { grouped, depths, hasAcross, isShown: allowed.has(depths.join()) }
  }
  return (fields: Fields): Shape => {
    const signature = conditions.reduce((text, index) => `${text}/${fields[index] === '-1'}`, fields[0]!)
    const shape = known.get(signature) ?? read(fields)
    known.set(signature, shape)
    return shape
  }
}

const link = (rows: ReadonlyMap<string, RowNode>, keys: readonly GroupKey[]) => {
  for (const row of rows.values()) {
    const innermost = row.depths.findLastIndex(depth => depth > 0)
    const codes = withoutLastOf(keys, row.codes, innermost)
    row.parent = codes && rows.get(rowId(codes))
    row.parent?.children.push(row)
  }
}

/** Reads packed rows; rows that no allowed depth describes (conditions rolled up too far) are left out. */
export const readCells = (layout: Layout, packed: readonly string[]): CellTree => {
  const keys = rowKeys(layout.keys)
  const shapeOf = shapeReader(layout)
  const rows = new Map<string, RowNode>()
  const acrossValues = new Set<string>()
  for (const text of packed) {
    const fields = text.split(fieldSeparator)
    const { grouped, depths, hasAcross, isShown } = shapeOf(fields)
    if (!isShown) continue
    const codes = keys.map((_, index) => (grouped[index] ? fields[index + 1]! : null))
    if (isRedundant(keys, codes)) continue
    const across = hasAcross ? fields[layout.keys.length]! : wholeRow
    if (across !== wholeRow) acrossValues.add(across)
    const id = rowId(codes)
    let row = rows.get(id)
    if (!row) {
      row = { depths, codes, parent: undefined, children: [], cells: new Map() }
      rows.set(id, row)
    }
    row.cells.set(across, fields)
  }
  link(rows, keys)
  return { rows, root: rows.get(rowId(keys.map(() => null))), across: acrossValues }
}
