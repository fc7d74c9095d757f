import { type FormSpec, type FormValues, placeKind } from '#engines/form/index.ts'
import { Problem } from '#kernel/contract/index.ts'
import { collectProblems } from '../contract.ts'

/**
 * Refuses keys of cells (`M13`, `P1@row`) that the form, with these values, does not have.
 * @param columns whether a table's column as a whole (`P1`) may be meant
 */
export function refuseUnknownCells(
  spec: FormSpec,
  values: FormValues | undefined,
  keys: readonly string[],
  columns: 'with-columns' | 'cells-only' = 'cells-only',
): void {
  const isKnown = (kind: ReturnType<typeof placeKind>) =>
    kind === 'cell' || (kind === 'column' && columns === 'with-columns')
  const unknown = keys.filter(key => !isKnown(placeKind(spec, values, key)))
  if (unknown.length > 0) throw new Problem(collectProblems.inquiryCells, { cells: unknown.join(', ') })
}
