/** What the progress of a collection means for the one who reads it. Pure. */
import type { Static } from 'typebox'
import type { Collection, Level as LevelSchema, ProgressRow } from '../../contract.ts'

export type Progress = Static<typeof ProgressRow>
export type CollectionItem = Static<typeof Collection>
export type Level = Static<typeof LevelSchema>

/** Significant digits of a region code: whole pairs of zeros at the end say "all below". */
export function regionDigits(code: string | null | undefined): number {
  if (!code) return 0
  return [2, 4, 6, 9, 12].find(digits => /^0*$/.test(code.slice(digits))) ?? 12
}

/** At which level someone whose topmost region is this one accepts; below the county nobody does. */
export function levelAt(region: string | null): Level | null {
  const digits = regionDigits(region)
  return digits === 6 ? 'county' : digits <= 4 ? 'city' : null
}

export const barParts = [
  'acceptedCity',
  'acceptedCounty',
  'submitted',
  'returned',
  'drafted',
  'owed',
] as const
export type BarPart = (typeof barParts)[number]

/** The six places a report can be in, adding up to what is owed. */
export const barOf = (row: Progress): Readonly<Record<BarPart, number>> => ({
  acceptedCity: row.acceptedCity,
  acceptedCounty: row.acceptedCounty - row.acceptedCity,
  submitted: row.submitted - row.acceptedCounty,
  returned: row.returned,
  drafted: row.drafted,
  owed: row.owed - row.submitted - row.returned - row.drafted,
})

export const notIn = (row: Progress): number => row.owed - row.submitted

/** Reports whose turn it is at a level: at the city those the county has accepted. */
export const waitingAt = (row: Progress, level: Level | null): number =>
  level === null ? 0 : level === 'county' ? barOf(row).submitted : barOf(row).acceptedCounty

/** States of the reports that wait at a level, as the list's filter writes them. */
export const waitingStates = (level: Level | null): string =>
  level === 'city' ? 'accepted:county' : 'submitted'

export const notInStates = 'owed,draft,returned'

/** Running, about to run, or closed while someone may still accept; the nearest deadline first. */
export function currentCollections(all: readonly CollectionItem[], now: number): readonly CollectionItem[] {
  const until = (one: CollectionItem) => Date.parse(one.cityAcceptsBy ?? one.countyAcceptsBy ?? one.closesAt)
  return all
    .filter(one => one.phase !== 'closed' || until(one) > now)
    .toSorted((a, b) => Date.parse(a.closesAt) - Date.parse(b.closesAt))
}

/** The region with the smallest share in comes first; of equal ones that with more still to come. */
export const laggingFirst = (rows: readonly Progress[]): readonly Progress[] =>
  rows.toSorted((a, b) => a.submitted / a.owed - b.submitted / b.owed || notIn(b) - notIn(a))
