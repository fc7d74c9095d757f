/** Which cells are the respondent's: as the form on screen decides it. */
import type { CellPlace, FormValues, Scalar } from '../../form/index.ts'

export function valueAt(values: FormValues | undefined, place: CellPlace, row: string | undefined): Scalar {
  const cells =
    row === undefined ? values?.cells : values?.rows?.[place.section]?.find(({ key }) => key === row)?.cells
  return cells?.[place.code] ?? null
}

/** Whether the respondent may not type here. */
export function isLocked(
  place: CellPlace,
  row: string | undefined,
  initial: FormValues | undefined,
): boolean {
  if (place.spec.kind === 'computed' || place.spec.kind === 'closed') return true
  return place.spec.locked === true && valueAt(initial, place, row) !== null
}
