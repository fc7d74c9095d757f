import type { CellPlace, Scalar } from '#engines/form/index.ts'
import { formatShare } from '../i18n/format.ts'

/**
 * How much more or less than before, e.g. `+14.2%`; null where that says nothing: percent of a percentage reads as points
 * of it. For the eye only: no rule reads it.
 */
export function changeOf({ spec, unitOfMeasure }: CellPlace, value: Scalar, before: Scalar): string | null {
  if (unitOfMeasure === '%' || unitOfMeasure === '‰') return null
  if (spec.type.kind !== 'decimal' || value === null || before === null) return null
  const [now, then] = [Number(value), Number(before)]
  if (!(then > 0) || !Number.isFinite(now)) return null
  const share = now / then - 1
  return `${share > 0 ? '+' : ''}${formatShare(share)}`
}
