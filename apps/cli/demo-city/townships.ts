/** Townships: one unit each, which owes A302 for its villages. Nothing has come in yet; a visitor begins. */
import { firstDay, lastDay, periodOf, previousPeriod } from '#engines/form/index.ts'
import { harvestSchedule, harvestYear } from './calendar.ts'
import type { Places } from './places.ts'
import type { DemoCollection, DemoReport } from './reports.ts'
import type { DemoUnit } from './units.ts'

export function townshipUnits(places: Places, after: number, validFrom: string): DemoUnit[] {
  return places.regions
    .filter(region => region.level === 'township')
    .map((township, i) => ({
      unitId: after + i + 1,
      creditCode: null,
      kind: 'township' as const,
      statistician: null,
      exitedOn: null,
      exitReason: null,
      states: [
        {
          validFrom,
          name: `${township.name}（演示）`,
          regionCode: township.code,
          industryCode: null,
          registerType: null,
          sizeClass: null,
          aboveThreshold: false,
          attributes: {},
          note: null,
        },
      ] as const,
    }))
}

export function harvestCollection(now: Date): DemoCollection {
  const period = harvestYear(now)
  return {
    form: 'A302',
    formKind: 'township',
    period,
    firstDay: firstDay(period),
    lastDay: lastDay(period),
    previous: previousPeriod(period),
    lastMonth: periodOf(lastDay(period), 'M'),
    schedule: harvestSchedule(period, now),
    current: true,
    imported: false,
  }
}

export const townshipReports = (
  units: readonly DemoUnit[],
  collection: DemoCollection,
): readonly DemoReport[] =>
  units.map(({ unitId, states }) => ({
    unitId,
    collection,
    unit: states[0],
    state: 'owed',
    revisions: [],
    draft: null,
    events: [],
    extendedUntil: null,
    circumstances: { activity: '', shock: null, lastYearShock: null },
    planted: [],
  }))
