/**
 * Regions that are shown together as one small drawing: shared borders once, points nobody can see left out (Visvalingam
 * and Whyatt 1993, by topojson-simplify), positions as whole numbers. Neighbours keep one border, so no gaps open.
 */
import type { MultiPolygon } from 'geojson'
import { feature, quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { type Outline, type Polygon, planarArea } from './outline-file.ts'

/** Each geometry's `id` is the region's code in twelve digits. */
export type OutlineDrawing = Topology<{ regions: GeometryCollection }>

/** A drawing is exact to the dot when its longer side is this many dots. */
const DOTS = 1_000

/** Digitised points nearer than this part of the longer side are one point, so that neighbours meet. */
const EXACT = 1_000_000

/** How coarse it may be: the least triangle kept in square dots, and into how many steps the longer side is cut. */
const GRADES = [
  { least: 0.5, steps: 10_000 },
  { least: 0.01, steps: 100_000 },
  { least: 0, steps: EXACT },
] as const

/** In the coarsest grade in which every region still encloses something. */
export function drawOutlines(outlines: readonly Pick<Outline, 'code' | 'polygons'>[]): OutlineDrawing {
  const dot = longerSide(outlines) / DOTS
  const shown = outlines.map(({ code, polygons }) => ({
    type: 'Feature' as const,
    id: code,
    properties: {},
    geometry: { type: 'MultiPolygon' as const, coordinates: visible(polygons, dot * dot) },
  }))
  const regions = { type: 'FeatureCollection' as const, features: shown }
  const detailed = presimplify(topology({ regions }, EXACT) as unknown as OutlineDrawing)
  const grades = GRADES.map(
    ({ least, steps }) =>
      () =>
        quantize(simplify(detailed, least * dot * dot), steps),
  )
  for (const grade of grades.slice(0, -1)) {
    const drawing = grade()
    if (keepsAll(drawing)) return drawing
  }
  return grades.at(-1)!()
}

function longerSide(outlines: readonly Pick<Outline, 'polygons'>[]): number {
  const box = { west: 180, south: 90, east: -180, north: -90 }
  for (const { polygons } of outlines)
    for (const [outer] of polygons)
      for (const [longitude, latitude] of outer!) {
        box.west = Math.min(box.west, longitude)
        box.east = Math.max(box.east, longitude)
        box.south = Math.min(box.south, latitude)
        box.north = Math.max(box.north, latitude)
      }
  return Math.max(box.east - box.west, box.north - box.south)
}

/** Without islets and holes smaller than a dot; the largest polygon stays whatever its size. */
function visible(polygons: readonly Polygon[], least: number): Polygon[] {
  const areas = polygons.map(([outer]) => planarArea(outer!))
  const largest = areas.indexOf(Math.max(...areas))
  return polygons
    .filter((_, at) => at === largest || areas[at]! >= least)
    .map(([outer, ...holes]) => [outer!, ...holes.filter(hole => planarArea(hole) >= least)])
}

function keepsAll(drawing: OutlineDrawing): boolean {
  const { features } = feature(drawing, drawing.objects.regions)
  return features.every(({ geometry }) =>
    (geometry as MultiPolygon).coordinates.some(([outer]) => planarArea(outer!) > 0),
  )
}
