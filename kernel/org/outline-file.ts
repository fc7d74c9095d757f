/**
 * Reads outlines of regions from GeoJSON (RFC 7946) in degrees, and refuses with the feature what cannot be drawn. What is
 * past the bounds is refused before anything is made of it.
 */
import { Problem } from '../contract/problem.ts'
import { outlineProblems } from './outline-problems.ts'

export const OUTLINE_LIMITS = Object.freeze({
  bytes: 16 * 1_048_576,
  points: 400_000,
  features: 20_000,
  depth: 24,
})

export type Position = [longitude: number, latitude: number]
type Ring = Position[]
/** The outer ring first, then its holes. */
export type Polygon = Ring[]

/** `code` in twelve digits. */
export type Outline = Readonly<{ code: string; name: string | null; polygons: readonly Polygon[] }>

export type OutlineFile = Readonly<{
  outlines: readonly Outline[]
  /** The property that the codes were taken from, and all that the first feature has. */
  property: string
  properties: readonly string[]
  points: number
}>

const CODE_PROPERTIES = ['code', 'adcode']

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * @param property that holds the region code; `code` or `adcode` where none is named
 * @throws the problems of `outlineProblems`
 */
export function readOutlineFile(bytes: Uint8Array, property?: string): OutlineFile {
  refuseUnbounded(bytes)
  const features = featuresOf(parsed(bytes))
  const properties = namesOf(features[0])
  const chosen = property ?? CODE_PROPERTIES.find(name => properties.includes(name)) ?? CODE_PROPERTIES[0]!
  const first = new Map<string, number>()
  const count = { points: 0 }
  const outlines = features.map((value, index) => {
    const feature = index + 1
    const outline = outlineOf(value, feature, chosen, count)
    const earlier = first.get(outline.code)
    if (earlier !== undefined)
      throw new Problem(outlineProblems.duplicate, { code: outline.code, first: earlier, feature })
    first.set(outline.code, feature)
    return outline
  })
  return { outlines, property: chosen, properties, points: count.points }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const OPENS = new Set([0x5b, 0x7b])
const CLOSES = new Set([0x5d, 0x7d])

/** Every point opens a bracket, so that brackets tell too many of them, and too deep ones, without parsing. */
function refuseUnbounded(bytes: Uint8Array): void {
  const limit = OUTLINE_LIMITS.points * 2
  let [depth, opened, inText] = [0, 0, false]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    if (inText) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (OPENS.has(byte)) {
      depth += 1
      opened += 1
      if (depth > OUTLINE_LIMITS.depth)
        throw new Problem(outlineProblems.tooDeep, { limit: OUTLINE_LIMITS.depth })
      if (opened > limit) throw new Problem(outlineProblems.tooManyPoints, { limit: OUTLINE_LIMITS.points })
    } else if (CLOSES.has(byte)) depth -= 1
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Problem(outlineProblems.notJson)
  }
}

function featuresOf(value: unknown): readonly unknown[] {
  if (!isMembers(value) || value.type !== 'FeatureCollection' || !Array.isArray(value.features))
    throw new Problem(outlineProblems.notFeatures)
  if (value.features.length === 0) throw new Problem(outlineProblems.noPolygons)
  if (value.features.length > OUTLINE_LIMITS.features)
    throw new Problem(outlineProblems.tooManyFeatures, { limit: OUTLINE_LIMITS.features })
  return value.features
}

/** Shown to people, so no more and no longer ones than they can read. */
const namesOf = (feature: unknown): readonly string[] =>
  isMembers(feature) && isMembers(feature.properties)
    ? Object.entries(feature.properties)
        .filter(([name, value]) => name.length <= 50 && ['string', 'number'].includes(typeof value))
        .map(([name]) => name)
        .slice(0, 30)
    : []

function outlineOf(value: unknown, feature: number, property: string, count: { points: number }): Outline {
  if (!isMembers(value) || value.type !== 'Feature') throw new Problem(outlineProblems.notFeatures)
  const properties = isMembers(value.properties) ? value.properties : {}
  const code = codeOf(properties, feature, property, namesOf(value))
  const polygons = polygonsOf(value.geometry, feature)
    .map(rings => rings.map(ring => ringOf(ring, feature, count)))
    .flatMap(([outer, ...holes]) => (outer && encloses(outer) ? [[outer, ...holes.filter(encloses)]] : []))
  if (polygons.length === 0) throw new Problem(outlineProblems.ring, { feature })
  const { name } = properties
  return { code, name: typeof name === 'string' ? name.slice(0, 60) : null, polygons }
}

function codeOf(properties: Members, feature: number, property: string, names: readonly string[]): string {
  const value = Object.hasOwn(properties, property) ? properties[property] : undefined
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Problem(outlineProblems.property, { feature, property, properties: names })
  const digits = String(value).trim()
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(digits))
    throw new Problem(outlineProblems.code, { feature, value: digits.slice(0, 40) })
  return digits.padEnd(12, '0')
}

function polygonsOf(geometry: unknown, feature: number): readonly (readonly unknown[])[] {
  const { type, coordinates } = isMembers(geometry) ? geometry : {}
  const kind =
    typeof type === 'string' ? type.slice(0, 40) : String(geometry === null ? null : typeof geometry)
  if (type !== 'Polygon' && type !== 'MultiPolygon')
    throw new Problem(outlineProblems.geometry, { feature, kind })
  const polygons: unknown = type === 'Polygon' ? [coordinates] : coordinates
  if (!Array.isArray(polygons) || !polygons.every(rings => Array.isArray(rings) && rings.length > 0))
    throw new Problem(outlineProblems.ring, { feature })
  return polygons
}

function ringOf(value: unknown, feature: number, count: { points: number }): Ring {
  if (!Array.isArray(value) || value.length < 4) throw new Problem(outlineProblems.ring, { feature })
  count.points += value.length
  if (count.points > OUTLINE_LIMITS.points)
    throw new Problem(outlineProblems.tooManyPoints, { limit: OUTLINE_LIMITS.points })
  const ring = value.map(position => positionOf(position, feature))
  const [first, last] = [ring[0]!, ring.at(-1)!]
  if (first[0] !== last[0] || first[1] !== last[1]) throw new Problem(outlineProblems.ring, { feature })
  return ring
}

/** Height, where there is one, is left out. */
function positionOf(value: unknown, feature: number): Position {
  const [longitude, latitude]: unknown[] = Array.isArray(value) ? value : []
  const isOnEarth =
    typeof longitude === 'number' &&
    typeof latitude === 'number' &&
    Math.abs(longitude) <= 180 &&
    Math.abs(latitude) <= 90
  if (!isOnEarth)
    throw new Problem(outlineProblems.position, {
      feature,
      position: (JSON.stringify(value) ?? String(value)).slice(0, 60),
    })
  return [longitude, latitude]
}

/** In square degrees, whichever way round (shoelace formula about the first point). */
export function planarArea(ring: readonly (readonly number[])[]): number {
  const [x = 0, y = 0] = ring[0] ?? []
  let twice = 0
  for (let at = 1; at < ring.length; at += 1) {
    const [a, b] = [ring[at - 1]!, ring[at]!]
    twice += (a[0]! - x) * (b[1]! - y) - (b[0]! - x) * (a[1]! - y)
  }
  return Math.abs(twice) / 2
}

/** A hundredth of a square metre is rounding and no region. */
const encloses = (ring: Ring): boolean => planarArea(ring) > 1e-12
