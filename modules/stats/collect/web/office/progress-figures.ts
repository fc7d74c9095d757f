/** What a map of the progress can be coloured by: shares of the reports owed, each in six classes. Pure. */
import type { Progress } from './counts.ts'

/** Where each class begins, in per cent; a few troubles are already many, and only none at all is none. */
const scales = {
  done: [
    { name: 'low', from: 0 },
    { name: 'quarter', from: 25 },
    { name: 'half', from: 50 },
    { name: 'most', from: 75 },
    { name: 'nearly', from: 95 },
    { name: 'all', from: 100 },
  ],
  trouble: [
    { name: 'none', from: 0 },
    { name: 'few', from: Number.MIN_VALUE },
    { name: 'some', from: 2 },
    { name: 'several', from: 5 },
    { name: 'many', from: 10 },
    { name: 'heavy', from: 25 },
  ],
} as const
type Scale = keyof typeof scales
type FigureClass = (typeof scales)[Scale][number]

export const progressFigures = [
  'submitted',
  'onTime',
  'county',
  'city',
  'returned',
  'fatal',
  'query',
] as const
export type ProgressFigure = (typeof progressFigures)[number]

const measures: Readonly<
  Record<ProgressFigure, Readonly<{ count: (row: Progress) => number; scale: Scale }>>
> = {
  submitted: { count: row => row.submitted, scale: 'done' },
  onTime: { count: row => row.onTime, scale: 'done' },
  county: { count: row => row.acceptedCounty, scale: 'done' },
  city: { count: row => row.acceptedCity, scale: 'done' },
  returned: { count: row => row.returned, scale: 'trouble' },
  fatal: { count: row => row.fatal, scale: 'trouble' },
  query: { count: row => row.query, scale: 'trouble' },
}

/** From light to strong; the place of a class is its colour. */
export const classesOf = (figure: ProgressFigure): readonly FigureClass[] => scales[measures[figure].scale]

/** The class goes by the counts, not by the rounded share: 99.96 % is not all. */
export function figureOf(figure: ProgressFigure, row: Progress) {
  const count = measures[figure].count(row)
  const percent = row.owed === 0 ? 0 : (count / row.owed) * 100
  const step =
    row.owed === 0 ? 0 : classesOf(figure).findLastIndex(({ from }) => count * 100 >= from * row.owed)
  return { count, share: `${percent.toFixed(1)}%`, step }
}
