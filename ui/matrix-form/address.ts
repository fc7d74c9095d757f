import type {
  CellAddress,
  CellPlace,
  Codelists,
  Finding,
  FormSpec,
  FormValues,
  LocalText,
  Scalar,
} from '#engines/form/index.ts'
import { cellIndex, rowItem, rowOf, rowsSection } from '#engines/form/index.ts'

/** Text that is the same for the same place; row keys hold no `@` (`[\w.:-]`). */
export const addressKey = ({ cell, row }: CellAddress): string =>
  row === undefined ? cell : `${cell}@${row}`

/** A value of another report of the same form: last period's, an earlier revision's. */
export function valueIn(values: FormValues, place: CellPlace, row: string | undefined): Scalar {
  if (row === undefined) return values.cells[place.code] ?? null
  return rowOf(values, place.section, row)?.cells[place.code] ?? null
}

/** What a row is about, by name. */
export function rowName(spec: FormSpec, section: string, row: string, outside?: Codelists): LocalText {
  const found = rowsSection(spec, section)
  return found ? rowItem(spec, found, row, outside).name : { 'zh-CN': row }
}

/** Where a finding stands: its cells, those of a `rows` section in the finding's row. */
export function findingKeys(spec: FormSpec, finding: Finding): readonly string[] {
  return finding.cells.map(cell => {
    const inRow = finding.row !== undefined && cellIndex(spec).get(cell)?.section === finding.section
    return addressKey(inRow ? { cell, row: finding.row! } : { cell })
  })
}
