/** The numbers of a report over the periods that led to it, read from what was reported then. */
import { type CellPlace, formCells, type Scalar, shiftPeriod, yearAgoPeriod } from '#engines/form/index.ts'
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type QueryOf, type ReplyOf } from '#kernel/contract/index.ts'
import { collectPermissions, type getReportHistory } from '../contract.ts'
import { type FormPrograms, type ReadyForm, readyForms } from './form-programs.ts'
import { type PastCells, type RowPlace, readPastCells } from './queries/history.ts'
import { findReport, keyText, type ReportKey } from './queries/reports.ts'

const PERIODS = 24

type Place = QueryOf<typeof getReportHistory>
type Cell = ReplyOf<typeof getReportHistory>['cells'][number]

export async function readHistory(
  context: ReadContext,
  forms: FormPrograms,
  key: ReportKey,
  asked: Place,
): Promise<ReplyOf<typeof getReportHistory>> {
  const { tx } = context
  const row = await findReport(tx, context.reach(collectPermissions.read.code), key)
  const { spec } = await forms.get(tx, row.formVersionId)
  const place = rowPlace(asked)
  const shown = formCells(spec).filter(cell => isCharted(cell, place))
  if (place && shown.length === 0) throw new Problem(problems.notFound)
  const periods = Array.from({ length: PERIODS }, (_, index) => shiftPeriod(row.period, index + 1 - PERIODS))
  const yearly = yearAgoPeriod(row.period) === shiftPeriod(row.period, -1)
  const wanted = [...new Set(yearly ? periods : periods.flatMap(period => [yearAgoPeriod(period), period]))]
  const past = await readPastCells(tx, {
    unitId: row.unitId,
    formCode: row.formCode,
    periods: wanted,
    place,
  })
  const versions = await readyForms(tx, past, forms)
  context.accessed({
    action: 'collect.report.history',
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { periods: past.length, ...place },
  })
  const read = pastReader(past, versions)
  return { periods, cells: shown.map(cell => historyOf(cell, periods, yearly, read)) }
}

function rowPlace({ section, row }: Place): RowPlace | null {
  if (section === undefined && row === undefined) return null
  if (section === undefined || row === undefined) throw new Problem(problems.notFound)
  return { section, row }
}

const isCharted = ({ part, repeated, section, spec }: CellPlace, place: RowPlace | null): boolean =>
  part === 'section' &&
  spec.kind !== 'closed' &&
  spec.type.kind === 'decimal' &&
  (place ? repeated && section === place.section : !repeated)

type PastReader = (cell: CellPlace, period: string) => Readonly<{ value: string | null; sameUnit: boolean }>

/** A number of another unit of measure would draw a jump that never was, so it is told apart. */
function pastReader(past: readonly PastCells[], versions: ReadonlyMap<number, ReadyForm>): PastReader {
  const byPeriod = new Map(past.map(one => [one.period, one]))
  const units = new Map(
    [...versions].map(([id, { spec }]) => [
      id,
      new Map(formCells(spec).map(place => [place.code, place.unitOfMeasure])),
    ]),
  )
  return (cell, period) => {
    const then = byPeriod.get(period)
    const value = numberOf(then?.cells[cell.code])
    const there = then && units.get(then.formVersionId)
    const sameUnit = value === null || there?.get(cell.code) === cell.unitOfMeasure
    return { value: sameUnit ? value : null, sameUnit }
  }
}

const numberOf = (value: Scalar | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

function historyOf(cell: CellPlace, periods: readonly string[], yearly: boolean, read: PastReader): Cell {
  return {
    cell: cell.code,
    values: periods.map(period => read(cell, period).value),
    yearAgo: yearly ? null : periods.map(period => read(cell, yearAgoPeriod(period)).value),
    otherUnit: periods.filter(period => !read(cell, period).sameUnit),
  }
}
