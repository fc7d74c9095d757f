/** From a form to what the table engine tabulates: the mirror table of its cells and their types. */
import { type CellPlace, type FormSpec, formCells, type ValueType } from '#engines/form/index.ts'
import type { ColumnType, SourceColumn, TabulationSource } from '#engines/table/index.ts'

const typeOf = (type: ValueType): ColumnType => {
  if (type.kind === 'decimal') return { kind: 'decimal', scale: type.scale }
  return { kind: type.kind === 'code' ? 'text' : type.kind }
}

/** @param section a rows section; without it, the cells that occur once in a report */
export const sourceCells = (spec: FormSpec, section?: string): readonly CellPlace[] =>
  formCells(spec).filter(
    cell =>
      cell.part === 'section' &&
      cell.spec.kind !== 'closed' &&
      (section ? cell.section === section && cell.repeated : !cell.repeated),
  )

export function tabulationSource(
  formVersionId: number,
  spec: FormSpec,
  section?: string,
): TabulationSource | null {
  const cells = sourceCells(spec, section)
  if (cells.length === 0) return null
  const columns = cells.map(
    (cell): SourceColumn => ({
      name: cell.code,
      type: typeOf(cell.spec.type),
      label: cell.label,
      ...(cell.unitOfMeasure && { unitOfMeasure: cell.unitOfMeasure }),
    }),
  )
  const reportTable = `report_${formVersionId}`
  return section
    ? { table: `${reportTable}_${section}`, columns, hasRowKey: true, reportTable }
    : { table: reportTable, columns }
}

/** Every source of a form: its single cells, then each rows section. */
export const sectionsOf = (spec: FormSpec): readonly (string | undefined)[] => [
  undefined,
  ...spec.sections.filter(section => section.kind === 'rows').map(section => section.id),
]
