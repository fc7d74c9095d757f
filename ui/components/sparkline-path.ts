/** The geometry of lines: a box of 100 × 100 from a base, mostly 0, to a top at a round number. Pure. */
export type Values = readonly (number | null)[]

/** The smallest of 1, 2, 5 × a power of ten that is not below `highest`; `least` for nothing but zeros. */
export function roundTop(highest: number, least = 1): number {
  if (!(highest > 0)) return least
  const power = 10 ** Math.floor(Math.log10(highest))
  const step = [1, 2, 5, 10].find(one => one * power >= highest * (1 - 1e-9)) as number
  return Math.max(least, Number((step * power).toPrecision(1)))
}

/** The smallest power of two that is not below `highest`, for amounts counted in KiB and MiB. */
export const roundBinaryTop = (highest: number, least = 1): number =>
  highest > 0 ? Math.max(least, 2 ** Math.ceil(Math.log2(highest))) : least

export const highestOf = (lines: readonly Values[]): number =>
  Math.max(0, ...lines.flatMap(values => values.filter(value => value !== null)))

export const xOf = (index: number, count: number): number => (count < 2 ? 100 : (index / (count - 1)) * 100)

export const yOf = (value: number, top: number, base = 0): number =>
  100 - Math.min(1, Math.max(0, (value - base) / (top - base))) * 100

/** Round amounts that a scale with 0 in it is marked at, from the lowest to the highest; `steps` is about how many. */
export function scaleMarks(lines: readonly Values[], steps = 3): readonly number[] {
  const known = lines.flatMap(values => values.filter(value => value !== null))
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)]
  const step = roundTop((high - low) / steps, 0) || 1
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

type Point = readonly [x: number, y: number]

/** Points that follow one another without a gap. */
function runsOf(values: Values, top: number, base: number): readonly (readonly Point[])[] {
  const runs: Point[][] = []
  values.forEach((value, index) => {
    if (value === null) return
    const point = [xOf(index, values.length), yOf(value, top, base)] as const
    if (index > 0 && values[index - 1] !== null && runs.length > 0) runs.at(-1)?.push(point)
    else runs.push([point])
  })
  return runs
}

const text = (value: number): string => value.toFixed(2).replace(/\.?0+$/, '')
const through = (points: readonly Point[]): string =>
  points.map(([x, y]) => `${text(x)} ${text(y)}`).join('L')

/** The line; what is not known is a gap. */
export const linePath = (values: Values, top: number, base = 0): string =>
  runsOf(values, top, base)
    .filter(run => run.length > 1)
    .map(run => `M${through(run)}`)
    .join('')

/** Values between two gaps: lines without length, which round ends make dots. */
export const dotPath = (values: Values, top: number, base = 0): string =>
  runsOf(values, top, base)
    .filter(run => run.length === 1)
    .map(run => `M${through(run)}h0`)
    .join('')

/** What lies under the line. */
export const areaPath = (values: Values, top: number): string =>
  runsOf(values, top, 0)
    .filter(run => run.length > 1)
    .map(run => `M${text((run[0] as Point)[0])} 100L${through(run)}L${text((run.at(-1) as Point)[0])} 100Z`)
    .join('')
