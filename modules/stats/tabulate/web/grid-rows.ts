/** Which rows of a grid are in sight, and how large their numbers are beside one another. */
import type { Grid } from '#engines/table/index.ts'

/** Keys of rows that stay the same when the table is computed again. */
export function rowKeys(grid: Pick<Grid, 'rows'>): readonly string[] {
  const keys: string[] = []
  for (const row of grid.rows) {
    const parent = keys[row.parent] ?? ''
    keys.push(row.step ? `${parent}/${row.step.dimension}.${row.step.level}:${row.step.code}` : '')
  }
  return keys
}

export const hasChildren = (grid: Pick<Grid, 'rows'>, index: number): boolean =>
  grid.rows[index + 1]?.parent === index

/** Indexes of rows none of whose ancestors is collapsed. */
export function visibleRows(
  grid: Pick<Grid, 'rows'>,
  keys: readonly string[],
  collapsed: ReadonlySet<string>,
): readonly number[] {
  const hidden: boolean[] = []
  return grid.rows.flatMap((row, index) => {
    hidden[index] = row.parent >= 0 && (hidden[row.parent]! || collapsed.has(keys[row.parent]!))
    return hidden[index] ? [] : [index]
  })
}

export const deepestLevel = (grid: Pick<Grid, 'rows'>): number =>
  grid.rows.reduce((deepest, row) => Math.max(deepest, row.level), 0)

/** Everything at or below this level folded away. */
export const collapsedBelow = (
  grid: Pick<Grid, 'rows'>,
  keys: readonly string[],
  level: number,
): ReadonlySet<string> =>
  new Set(
    grid.rows.flatMap((row, index) => (row.level >= level && hasChildren(grid, index) ? [keys[index]!] : [])),
  )

type Range = Readonly<{ least: number; most: number }>
export type Ranges = ReadonlyMap<string, Range>

/** By column and level, so that townships are compared with townships; for looks only, never for figures. */
export function columnRanges(grid: Pick<Grid, 'rows' | 'columns'>): Ranges {
  const ranges = new Map<string, Range>()
  for (const row of grid.rows) {
    if (!row.step) continue
    row.cells.forEach((cell, column) => {
      if (cell === null) return
      const value = Number(cell)
      const key = `${column} ${row.level}`
      const known = ranges.get(key)
      ranges.set(key, {
        least: Math.min(known?.least ?? value, value),
        most: Math.max(known?.most ?? value, value),
      })
    })
  }
  return ranges
}

/** −1 to 1: a value beside the one of its level that is farthest from nought. */
export function strength(ranges: Ranges, column: number, level: number, cell: string): number {
  const range = ranges.get(`${column} ${level}`)
  const farthest = range ? Math.max(Math.abs(range.least), Math.abs(range.most)) : 0
  return farthest > 0 ? Number(cell) / farthest : 0
}
