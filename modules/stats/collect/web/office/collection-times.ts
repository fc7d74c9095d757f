/** The four dates of a collection: as fields hold them, to the minute, and as the server takes them. */
import type { CollectionItem } from './counts.ts'
import { instantOf, localOf } from './wall-clock.ts'

export const dateKeys = ['opens', 'closes', 'countyBy', 'cityBy'] as const
export type DateKey = (typeof dateKeys)[number]
/** As `datetime-local` fields hold them. */
export type CollectionTimes = Readonly<Record<DateKey, string>>

type Dates = Pick<CollectionItem, 'opensAt' | 'closesAt' | 'countyAcceptsBy' | 'cityAcceptsBy'>
export type Instants = NonNullable<ReturnType<typeof instantsOf>>

export const noTimes: CollectionTimes = { opens: '', closes: '', countyBy: '', cityBy: '' }

export const timesOf = (dates: Dates): CollectionTimes => ({
  opens: localOf(dates.opensAt),
  closes: localOf(dates.closesAt),
  countyBy: dates.countyAcceptsBy ? localOf(dates.countyAcceptsBy) : '',
  cityBy: dates.cityAcceptsBy ? localOf(dates.cityAcceptsBy) : '',
})

/** As the server takes them; null while the opening or the close is missing. */
export function instantsOf(times: CollectionTimes) {
  const [opensAt, closesAt, countyAcceptsBy, cityAcceptsBy] = dateKeys.map(key => instantOf(times[key]))
  if (!opensAt || !closesAt) return null
  return {
    opensAt,
    closesAt,
    ...(countyAcceptsBy && { countyAcceptsBy }),
    ...(cityAcceptsBy && { cityAcceptsBy }),
  }
}

/** What the fields now say; a date not touched keeps the seconds that its field does not show. */
export function movedDates(times: CollectionTimes, dates: Dates): Instants | null {
  const set = instantsOf(times)
  const shown = instantsOf(timesOf(dates))
  if (!set) return null
  const kept = (['opensAt', 'closesAt', 'countyAcceptsBy', 'cityAcceptsBy'] as const).filter(
    key => set[key] !== undefined && set[key] === shown?.[key],
  )
  return { ...set, ...Object.fromEntries(kept.map(key => [key, dates[key]])) }
}
