import { cellIndex, type FormSpec, type FormValues } from '#engines/form/index.ts'
import { Problem } from '#kernel/contract/index.ts'
import { collectProblems } from '../contract.ts'

/** Of a table only in a row that is there. */
const isCell = (spec: FormSpec, values: FormValues | undefined, key: string): boolean => {
  const [code = '', row] = key.split('@')
  const place = cellIndex(spec).get(code)
  if (!place?.repeated || row === undefined) return place?.repeated === false && row === undefined
  return values?.rows?.[place.section]?.some(one => one.key === row) ?? false
}

/** Refuses keys of cells (`M13`, `P1@row`) that the form, with these values, does not have. */
export function refuseUnknownCells(
  spec: FormSpec,
  values: FormValues | undefined,
  keys: readonly string[],
): void {
  const unknown = keys.filter(key => !isCell(spec, values, key))
  if (unknown.length > 0) throw new Problem(collectProblems.inquiryCells, { cells: unknown.join(', ') })
}
