/** Where an axis of periods is marked: at the first of each year, or at both ends where all are of one year. Pure. */
const NEAREST = 4

export type TimeMark = Readonly<{ at: number; text: string }>

export function timeMarks(periods: readonly string[]): readonly TimeMark[] {
  const year = (index: number) => periods[index]?.slice(0, 4)
  const begun = periods.keys().filter(index => index > 0 && year(index) !== year(index - 1))
  const years = [...begun].map(at => ({ at, text: year(at) as string }))
  const last = periods.length - 1
  const ends = [0, last].map(at => ({ at, text: periods[at] ?? '' }))
  return farApart(years.length > 0 ? years : ends)
}

/** From the newest back, so that they do not run into each other. */
function farApart(marks: readonly TimeMark[]): readonly TimeMark[] {
  const kept: TimeMark[] = []
  for (const mark of marks.toReversed()) {
    const next = kept.at(-1)
    if (!next || next.at - mark.at >= NEAREST) kept.push(mark)
  }
  return kept.toReversed()
}
