/**
 * The demonstration city: 5,000 generated units over 株洲's real divisions with two years of returns.
 *
 * Everything follows from `seed` and `now`; nothing is read but the committed region file. Every name carries 演示.
 */
import { join } from 'node:path'
import {
  firstDay,
  lastDay,
  periodOf,
  periodRange,
  previousPeriod,
  shiftPeriod,
  toPeriod,
} from '#engines/form/index.ts'
import { currentPeriod, scheduleOf } from './calendar.ts'
import { type Places, readPlaces } from './places.ts'
import { ERROR_RATES, type PlantedError } from './planted-errors.ts'
import { type CityClock, type DemoCollection, type DemoReport, reportsOf } from './reports.ts'
import { harvestCollection, townshipReports, townshipUnits } from './townships.ts'
import { type DemoUnit, type Enterprise, makeEnterprises } from './units.ts'

export type CityOptions = Readonly<{
  seed: number
  now: Date
  /** Closed months before the one under way; quarters follow. */
  months: number
  /** 1 for 5,000 units; less for tests. */
  scale: number
}>

export type DemoCity = Readonly<{
  options: CityOptions
  places: Places
  enterprises: readonly Enterprise[]
  /** The enterprises' units, then one unit for each township, which reports for its villages. */
  units: readonly DemoUnit[]
  /** Oldest first, months before quarters; the townships' harvest last. */
  collections: readonly DemoCollection[]
  /** Made while they are read, unit by unit; reading twice gives the same. */
  reports(): Generator<DemoReport>
  /** Every error planted in the reports, in their order. */
  plantedErrors(): Generator<PlantedError>
  errorRates: typeof ERROR_RATES
}>

export const DEMO_SEED = 430_200
const REGIONS = join(import.meta.dirname, '../../../kernel/org/data/regions-430200.csv')

export function demoCity(given: Partial<CityOptions> & Pick<CityOptions, 'now'>): DemoCity {
  const options: CityOptions = { seed: DEMO_SEED, months: 24, scale: 1, ...given }
  const places = readPlaces(REGIONS)
  const lastMonth = currentPeriod(options.now, 'M')
  const firstMonth = shiftPeriod(lastMonth, -options.months)
  const window = { from: firstDay(firstMonth), to: lastDay(lastMonth) }
  const enterprises = makeEnterprises({ seed: options.seed, scale: options.scale, window, places })
  const frameStart = enterprises[0]?.unit.states[0].validFrom ?? window.from
  const townships = townshipUnits(places, enterprises.length, frameStart)
  const returns = makeCollections(options, firstMonth, lastMonth)
  const harvest = harvestCollection(options.now)
  const clock: CityClock = {
    seed: options.seed,
    now: options.now,
    baseMonth: `${toPeriod(firstMonth).year - 1}-M01`,
    lastMonth,
  }
  function* reports() {
    for (const enterprise of enterprises) yield* reportsOf(clock, enterprise, returns)
    yield* townshipReports(townships, harvest)
  }
  return {
    options,
    places,
    enterprises,
    units: [...enterprises.map(e => e.unit), ...townships],
    collections: [...returns, harvest],
    reports,
    *plantedErrors() {
      for (const report of reports()) yield* report.planted
    },
    errorRates: ERROR_RATES,
  }
}

function makeCollections(options: CityOptions, firstMonth: string, lastMonth: string): DemoCollection[] {
  const lastQuarter = currentPeriod(options.now, 'Q')
  const collection = (form: string, formKind: DemoCollection['formKind'], last: string, imported: number) => {
    return (period: string, index: number): DemoCollection => ({
      form,
      formKind,
      period,
      firstDay: firstDay(period),
      lastDay: lastDay(period),
      previous: previousPeriod(period),
      lastMonth: periodOf(lastDay(period), 'M'),
      schedule: scheduleOf(period, period === last ? options.now : null),
      current: period === last,
      imported: index < imported,
    })
  }
  const months = periodRange(firstMonth, lastMonth)
  const quarters = periodRange(shiftPeriod(lastQuarter, -Math.floor(options.months / 3)), lastQuarter)
  return [
    ...months.map(collection('B204-1', 'industrial', lastMonth, Math.floor(options.months / 2))),
    ...quarters.map(collection('F203', 'service', lastQuarter, Math.floor(options.months / 6))),
  ]
}
