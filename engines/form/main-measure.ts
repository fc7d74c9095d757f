/** The numbers a form is asked for first. */
import type { CellPlace } from './cells.ts'
import type { LocalText, ValueType } from './model.ts'

type Measured = Readonly<{
  label?: LocalText | null
  type: Readonly<{ kind: ValueType['kind'] | string }>
  unitOfMeasure?: string | null | undefined
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

const partOf = (label: LocalText, pick: (parts: readonly string[]) => readonly string[]): LocalText => {
  const picked = (text: string) => pick(text.split(' · ')).join(' · ')
  return { 'zh-CN': picked(label['zh-CN']), ...(label.en && { en: picked(label.en) }) }
}

/** What a cell is about, without its column: `工业总产值(当年价格)`. */
export const subjectIn = (label: LocalText): LocalText => partOf(label, parts => parts.slice(0, 1))

/** The column of a cell: `本月`, `上年同期 · 1—本月`. */
export const columnIn = (label: LocalText): LocalText => partOf(label, parts => parts.slice(1))

/** The cell that starts from this one's value of a year earlier (上年同期). */
export const yearEarlierOf = (cells: readonly CellPlace[], { code }: CellPlace): CellPlace | undefined =>
  cells.find(({ spec }) => spec.prefill?.from === 'yearAgo' && spec.prefill.cell === code)

/**
 * The numbers of a form by their weight: its main measure, then what it requires, then the rest, in reading order; of
 * each subject the first cell only, and none that repeats last year's.
 */
export function measuresByWeight(cells: readonly CellPlace[]): readonly CellPlace[] {
  const measures = cells
    .filter(({ spec }) => spec.kind !== 'closed' && spec.prefill?.from !== 'yearAgo')
    .map(place => ({ place, label: place.label, type: place.spec.type, unitOfMeasure: place.unitOfMeasure }))
  const main = mainMeasure(measures)
  if (!main) return []
  const additive = measures.filter(one => mainMeasure([one]) !== undefined)
  const required = additive.filter(({ place }) => place.spec.required)
  const bySubject = new Map<string, CellPlace>()
  for (const { place } of [main, ...required, ...additive]) {
    const subject = subjectIn(place.label)['zh-CN']
    if (!bySubject.has(subject)) bySubject.set(subject, place)
  }
  return [...bySubject.values()]
}
