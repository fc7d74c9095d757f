import type { CellPlace, Finding, FormSpec, FormValues, Scalar } from '#engines/form/index.ts'
import { addressKey, cellIndex, rowOf } from '#engines/form/index.ts'

/** A value of another report of the same form: last period's, an earlier revision's. */
export function valueIn(values: FormValues, place: CellPlace, row: string | undefined): Scalar {
  if (row === undefined) return values.cells[place.code] ?? null
  return rowOf(values, place.section, row)?.cells[place.code] ?? null
}

/** Where a finding stands: its cells, those of a `rows` section in the finding's row. */
export function findingKeys(spec: FormSpec, finding: Finding): readonly string[] {
  return finding.cells.map(cell => {
    const inRow = finding.row !== undefined && cellIndex(spec).get(cell)?.section === finding.section
    return addressKey(inRow ? { cell, row: finding.row! } : { cell })
  })
}
