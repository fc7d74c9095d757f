import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Random } from './random.ts'

export type Region = Readonly<{
  code: string
  name: string
  level: string
  parent: string
  urban_rural: string
}>
export type Township = Region & Readonly<{ villages: readonly Region[] }>
export type Village = Region & Readonly<{ township: Region; county: Region }>

export type Places = Readonly<{
  regions: readonly Region[]
  townships: readonly Township[]
  /** A village of a county drawn by weight, mostly in one of the `cluster` townships when the county has one. */
  choose(random: Random, counties: Readonly<Record<string, number>>, cluster: readonly string[]): Village
}>

export const readCsv = <T>(path: string): T[] => parse(readFileSync(path), { columns: true, bom: true })

/** Streets and parks hold more units than townships (乡) of the same county. */
function attraction(township: Region): number {
  const number = Number(township.code.slice(6, 9))
  if (number < 100) return 4
  if (number < 200) return 2
  return number < 400 ? 1 : 3
}

export function readPlaces(path: string): Places {
  const regions = readCsv<Region>(path)
  const children = Map.groupBy(regions, region => region.parent)
  const townships = regions
    .filter(region => region.level === 'township')
    .map(region => ({ ...region, villages: children.get(region.code) ?? [] }))
    .filter(township => township.villages.length > 0)
  const counties = new Map(regions.filter(r => r.level === 'county').map(r => [r.code.slice(3, 6), r]))
  const ofCounty = Map.groupBy(townships, township => township.code.slice(3, 6))
  return {
    regions,
    townships,
    choose: (random, weights, cluster) => {
      const key = random.weighted(Object.entries(weights))
      const candidates = ofCounty.get(key)!
      const clustered = candidates.filter(t => cluster.includes(t.code.slice(0, 9)))
      const { villages, ...township } =
        clustered.length > 0 && random.chance(0.6)
          ? random.pick(clustered)
          : random.weighted(candidates.map(t => [t, attraction(t)] as const))
      return { ...random.pick(villages), township, county: counties.get(key)! }
    },
  }
}
