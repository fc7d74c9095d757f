/** A value beside its past. Decimals stay text; only the ratio, which is for the eye, is a double. */
import {
  type CellPlace,
  type FormSpec,
  type FormValues,
  formCells,
  type Scalar,
} from '#engines/form/index.ts'

export type Compared = Readonly<{
  key: string
  place: CellPlace
  row?: string
  value: Scalar
  reported: Scalar
  previous: Scalar
  yearAgo: Scalar
}>

/** Change in per cent from `before` to `now`; null where either is no number or `before` is nought. */
export function changeOf(now: Scalar, before: Scalar): number | null {
  if (typeof now !== 'string' || typeof before !== 'string' || now === '' || before === '') return null
  const [a, b] = [Number(now), Number(before)]
  if (!Number.isFinite(a) || !Number.isFinite(b) || b === 0) return null
  return ((a - b) / Math.abs(b)) * 100
}

/** `+12.3%`, `-4.0%`, `0.0%`; a change beyond a hundredfold is told as such. */
export function changeText(change: number | null): string {
  if (change === null) return ''
  if (Math.abs(change) >= 10_000) return change > 0 ? '>+9999%' : '<-9999%'
  const text = change.toFixed(1)
  if (Number(text) === 0) return '0.0%'
  return change > 0 ? `+${text}%` : `${text}%`
}

const at = (values: FormValues | null, place: CellPlace, row?: string): Scalar => {
  if (row === undefined) return values?.cells[place.code] ?? null
  const found = values?.rows?.[place.section]?.find(({ key }) => key === row)
  return found?.cells[place.code] ?? null
}

type Sides = Readonly<{
  values: FormValues | null
  reported: FormValues | null
  previous: FormValues | null
  yearAgo: FormValues | null
}>

/** Every numeric cell of the sections in reading order; rows of this report only. */
export function comparedCells(spec: FormSpec, sides: Sides): readonly Compared[] {
  const places = formCells(spec).filter(
    ({ part, spec: cell }) => part === 'section' && cell.kind !== 'closed' && cell.type.kind === 'decimal',
  )
  const one = (place: CellPlace, row?: string): Compared => ({
    key: row === undefined ? place.code : `${place.code}@${row}`,
    place,
    ...(row !== undefined && { row }),
    value: at(sides.values, place, row),
    reported: at(sides.reported, place, row),
    previous: at(sides.previous, place, row),
    yearAgo: at(sides.yearAgo, place, row),
  })
  return places.flatMap(place =>
    place.repeated
      ? (sides.values?.rows?.[place.section] ?? []).map(({ key }) => one(place, key))
      : [one(place)],
  )
}
