/**
 * Each cost at 1, 4 and 16 times the data. Its exponent says how it grows: at most 1 (no faster than the data) for what
 * reads all of it, about 0 for lists and searches, a report and a submission.
 */
import { benchRuleSets } from '../rule-sets.ts'
import { benchTabulation } from '../tabulation.ts'
import { exponentOf } from './exponent.ts'
import { routeCosts } from './routes.ts'

export type Growth = Readonly<{
  name: string
  /** Reports, or units of the register, in the order of `costs`. */
  sizes: readonly number[]
  /** Milliseconds. */
  costs: readonly number[]
  exponent: number
  /** What the exponent may be at most. */
  atMost: number
}>

const TIMES = [1, 4, 16] as const
/** A route of constant cost measured on a machine that is never quite still. */
const FLAT = 0.2

const growthOf = (
  name: string,
  sizes: readonly number[],
  costs: readonly number[],
  atMost: number,
): Growth => ({
  name,
  sizes,
  costs,
  exponent: exponentOf(sizes.map((size, index) => ({ size, cost: costs[index] as number }))),
  atMost,
})

/** @param reports the most reports that are tabulated, `units` the most that a city has. */
export async function benchGrowth({ reports = 2_000_000, units = 20_480 } = {}): Promise<readonly Growth[]> {
  const grown: Growth[] = []
  const shares = TIMES.map(times => times / TIMES[TIMES.length - 1]!)
  const sizes = shares.map(share => Math.round(reports * share))
  const tabulations: number[] = []
  for (const size of sizes) tabulations.push((await benchTabulation(size)).timings[0]!.medianMs)
  grown.push(growthOf('tabulation', sizes, tabulations, 1))

  const setSizes = sizes.map(size => Math.min(size, 1_000_000 * (size / reports)))
  const sets = []
  for (const size of setSizes) sets.push(await benchRuleSets(size))
  for (const [index, { title }] of sets[0]!.entries())
    grown.push(
      growthOf(
        title.replace(/ over [\d,]+ reports/, ''),
        setSizes,
        sets.map(found => found[index]!.timings[0]!.medianMs),
        1,
      ),
    )

  const cities = shares.map(share => Math.round(units * share))
  const routes = []
  for (const city of cities) routes.push(await routeCosts(city))
  for (const name of Object.keys(routes[0]!))
    grown.push(
      growthOf(
        name,
        cities,
        routes.map(found => found[name] as number),
        name === 'progress of the city' ? 1 : FLAT,
      ),
    )
  return grown
}

if (import.meta.main) {
  const [reports, units] = process.argv.slice(2).map(Number)
  console.table(await benchGrowth({ ...(reports && { reports }), ...(units && { units }) }))
}
