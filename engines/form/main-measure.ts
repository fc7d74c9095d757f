/** The number a form is asked for first. */
import type { LocalText, ValueType } from './model.ts'

type Measured = Readonly<{
  label?: LocalText | null
  type: Readonly<{ kind: ValueType['kind'] | string }>
  unitOfMeasure?: string | null
}>

const TURNOVER = /营业收入|销售额/
/** Rates, shares and amounts per something add up to nothing. */
const NOT_ADDITIVE = /[%‰/]/

/**
 * Of cells in reading order, labelled `工业总产值(当年价格) · 本月`: the first whose amounts add up, turnover before
 * others; none where no cell is such a number.
 */
export function mainMeasure<T extends Measured>(cells: readonly T[]): T | undefined {
  const additive = cells.filter(
    ({ type, unitOfMeasure }) => type.kind === 'decimal' && !NOT_ADDITIVE.test(unitOfMeasure ?? ''),
  )
  const isTurnover = ({ label }: T) => TURNOVER.test(label?.['zh-CN'].split(' · ')[0] ?? '')
  return additive.find(isTurnover) ?? additive[0]
}
