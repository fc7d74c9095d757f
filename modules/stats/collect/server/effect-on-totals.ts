/** What each report of a list does to its county's total, and which of them therefore matters first. */
import {
  type CellPlace,
  type FormSpec,
  formCells,
  mainMeasure,
  previousPeriod,
  yearAgoPeriod,
} from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import type { listReports } from '../contract.ts'
import type { FormPrograms } from './form-programs.ts'
import { type ListedRow, type Page, pageOfReports, type Selected } from './queries/office.ts'
import {
  collectionHead,
  collectionsOf,
  countyTotals,
  type EffectSource,
  type Totals,
} from './queries/risk.ts'

type Effect = Omit<EffectSource, 'totals'> &
  Readonly<{ of: NonNullable<ReplyOf<typeof listReports>['effectOf']> }>

const measureOf = (spec: FormSpec): CellPlace | undefined => {
  const places = formCells(spec).filter(
    ({ part, repeated, spec: cell }) => part === 'section' && !repeated && cell.kind !== 'closed',
  )
  return mainMeasure(places.map(place => ({ ...place, type: place.spec.type })))
}

/** Held against the same period a year ago, for seasons would pass for effects; against the period before otherwise. */
export async function effectFor(
  tx: ReadTx,
  forms: FormPrograms,
  collectionId: number,
): Promise<Effect | null> {
  const collection = await collectionHead(tx, collectionId)
  if (!collection) return null
  const measure = measureOf((await forms.get(tx, collection.formVersionId)).spec)
  if (!measure) return null
  const { period, formCode } = collection
  const wanted = { yearAgo: yearAgoPeriod(period), previous: previousPeriod(period) }
  const found = await collectionsOf(tx, formCode, Object.values(wanted))
  for (const against of ['yearAgo', 'previous'] as const) {
    const earlier = found.find(one => one.period === wanted[against])
    const then = earlier && measureOf((await forms.get(tx, earlier.formVersionId)).spec)
    if (then?.code === measure.code && then.unitOfMeasure === measure.unitOfMeasure) {
      const of = { cell: measure.code, label: measure.label, against, period: earlier!.period }
      return { cell: measure.code, earlierId: earlier!.collectionId, of }
    }
  }
  return null
}

/**
 * A page of the list with each report's effect in per cent. Only the order by risk needs the sums of every county
 * beforehand; otherwise those of the page are enough.
 */
export async function pageWithShares(
  tx: ReadTx,
  reach: Reach,
  filter: Selected,
  page: Page,
  now: Date,
  effect: Effect | null,
): Promise<Readonly<{ rows: readonly ListedRow[]; shares: ReadonlyMap<number, number> }>> {
  if (!effect) return { rows: await pageOfReports(tx, reach, filter, page, now), shares: new Map() }
  const before =
    page.sort === 'risk' ? await countyTotals(tx, reach, effect, { region: filter.region }) : null
  const rows = await pageOfReports(tx, reach, filter, page, now, { ...effect, totals: before ?? new Map() })
  const counties = [...new Set(rows.map(countyOf))]
  const totals = before ?? (await countyTotals(tx, reach, effect, { counties }))
  return { rows, shares: new Map(rows.flatMap(row => shareIn(row, totals))) }
}

const countyOf = ({ regionCode }: ListedRow): string => regionCode.slice(0, 6)

function shareIn(row: ListedRow, totals: Totals): readonly (readonly [number, number])[] {
  const total = Math.abs(Number(totals.get(countyOf(row)) ?? 0))
  if (row.change === null || total === 0) return []
  return [[row.unitId, Math.round((Number(row.change) / total) * 1_000_000) / 10_000]]
}
