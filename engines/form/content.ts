/** Content of a report as stable text for hashing, and the difference between two contents. */
import type { CellValues, FormValues, Scalar } from './model.ts'

/** `before` and `after` are null where blank; a row added or taken away also shows, with `cell` absent. */
export type ValueChange = Readonly<{
  section?: string
  row?: string
  cell?: string
  before: Scalar
  after: Scalar
  change?: 'row-added' | 'row-removed'
}>

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function filledCells(cells: CellValues): readonly (readonly [string, Scalar])[] {
  return Object.entries(cells)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => byText(a, b))
}

/**
 * Stable JSON of the values: the same content gives the same text whatever the order of keys and rows, and blank
 * is the same as absent. Arrays are used so that no member order is left to the engine.
 */
export function canonicalHashInput(values: FormValues): string {
  const rows = Object.entries(values.rows ?? {})
    .filter(([, list]) => list.length > 0)
    .sort(([a], [b]) => byText(a, b))
    .map(([id, list]) => [
      id,
      [...list].sort((a, b) => byText(a.key, b.key)).map(row => [row.key, filledCells(row.cells)]),
    ])
  return JSON.stringify(['form-values/1', filledCells(values.cells), rows])
}

function diffCells(a: CellValues, b: CellValues, address: Readonly<{ section?: string; row?: string }>) {
  const changed = new Set<string>()
  for (const cell of Object.keys(a)) if ((a[cell] ?? null) !== (b[cell] ?? null)) changed.add(cell)
  for (const cell of Object.keys(b)) if ((a[cell] ?? null) !== (b[cell] ?? null)) changed.add(cell)
  return [...changed]
    .sort(byText)
    .map((cell): ValueChange => ({ ...address, cell, before: a[cell] ?? null, after: b[cell] ?? null }))
}

/** What changed from `a` to `b`, by cell code; cells of rows follow, by section and row key. */
export function diffValues(a: FormValues, b: FormValues): readonly ValueChange[] {
  const changes: ValueChange[] = [...diffCells(a.cells, b.cells, {})]
  const sections = new Set([...Object.keys(a.rows ?? {}), ...Object.keys(b.rows ?? {})])
  for (const section of [...sections].sort(byText)) {
    const before = new Map((a.rows?.[section] ?? []).map(row => [row.key, row.cells]))
    const after = new Map((b.rows?.[section] ?? []).map(row => [row.key, row.cells]))
    for (const row of [...new Set([...before.keys(), ...after.keys()])].sort(byText)) {
      const address = { section, row }
      if (!before.has(row)) changes.push({ ...address, before: null, after: null, change: 'row-added' })
      if (!after.has(row)) changes.push({ ...address, before: null, after: null, change: 'row-removed' })
      changes.push(...diffCells(before.get(row) ?? {}, after.get(row) ?? {}, address))
    }
  }
  return changes
}
