/** What open screens are told: once for each place, naming the units it is about. */
import type { WriteContext } from '#kernel/context.ts'

/** A notice holds 8,000 bytes. */
const UNITS_AT_ONCE = 500

/** A file of a hundred thousand reports is told as often as it has places, not as reports. */
export function tellScreens(
  context: WriteContext,
  topic: 'collect.collection' | 'collect.report',
  collectionId: number,
  units: readonly Readonly<{ unitId: number; regionCode: string }>[],
): void {
  for (const [regionCode, there] of Map.groupBy(units, unit => unit.regionCode)) {
    for (let from = 0; from < there.length; from += UNITS_AT_ONCE) {
      context.live({
        topic,
        regionCode,
        unitIds: there.slice(from, from + UNITS_AT_ONCE).map(unit => unit.unitId),
        detail: { collectionId },
      })
    }
  }
}
