/** Outlines on a sheet of so many pixels: projected, each as a path, with the place where its name may stand. Pure. */
import { geoConicEqualArea } from 'd3-geo'
import type { MultiPolygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

/** Each geometry's `id` is the code of a region. */
export type OutlineDrawing = Topology<{ regions: GeometryCollection }>

type Point = readonly [x: number, y: number]
type Ring = readonly Point[]

/** The middle of the widest level stretch inside, and how wide it is: where level writing has the most room. */
export type Seat = Readonly<{ x: number; y: number; room: number }>
export type Shape = Readonly<{ code: string; path: string; area: number; seat: Seat }>
export type Sheet = Readonly<{ width: number; height: number; shapes: readonly Shape[] }>

const MARGIN = 6

/** The whole drawing within `width` and at most `maxHeight`; areas are in proportion (Albers, parallels at a sixth). */
export function layOut(drawing: OutlineDrawing, width: number, maxHeight: number): Sheet {
  const regions = feature(drawing, drawing.objects.regions).features.map(({ id, geometry }) => ({
    code: String(id),
    polygons: (geometry as MultiPolygon).coordinates,
  }))
  const positions = regions.flatMap(({ polygons }) =>
    polygons.flatMap(([outer]) => outer as unknown as Point[]),
  )
  if (positions.length === 0) return { width, height: 0, shapes: [] }
  const project = projectionOf(positions, width, maxHeight)
  const drawn = positions.map(position => project(position)[1])
  const top = reduced(drawn, Math.min) - MARGIN
  const place = (position: readonly number[]): Point => {
    const [x, y] = project(position as unknown as Point)
    return [x, y - top]
  }
  return {
    width,
    height: Math.ceil(reduced(drawn, Math.max) - top + MARGIN),
    shapes: regions.map(({ code, polygons }) =>
      shapeOf(
        code,
        polygons.map(rings => rings.map(ring => ring.map(place))),
      ),
    ),
  }
}

/** A spread of hundreds of thousands of arguments is more than a call takes. */
const reduced = (values: readonly number[], pick: (a: number, b: number) => number): number =>
  values.reduce((a, b) => pick(a, b))

function projectionOf(positions: readonly Point[], width: number, height: number): (at: Point) => Point {
  const [west, east] = [Math.min, Math.max].map(pick =>
    reduced(
      positions.map(([x]) => x),
      pick,
    ),
  ) as [number, number]
  const [south, north] = [Math.min, Math.max].map(pick =>
    reduced(
      positions.map(([, y]) => y),
      pick,
    ),
  ) as [number, number]
  const inset = (north - south) / 6
  const projection = geoConicEqualArea()
    .rotate([-(west + east) / 2, 0])
    .parallels([south + inset, north - inset])
    // Points, not polygons: it does not matter which way round a ring goes.
    .fitExtent(
      [
        [MARGIN, MARGIN],
        [width - MARGIN, height - MARGIN],
      ],
      { type: 'MultiPoint', coordinates: positions as unknown as number[][] },
    )
  return at => projection(at as [number, number]) ?? [0, 0]
}

function shapeOf(code: string, polygons: readonly (readonly Ring[])[]): Shape {
  const areas = polygons.map(([outer]) => areaOf(outer ?? []))
  const largest = polygons[areas.indexOf(Math.max(...areas))] ?? []
  return {
    code,
    path: polygons.flatMap(rings => rings.map(pathOf)).join(''),
    area: areas.reduce((sum, area) => sum + area, 0),
    seat: seatOf(largest),
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10

const pathOf = (ring: Ring): string =>
  `M${ring
    .slice(0, -1)
    .map(([x, y]) => `${tenth(x)},${tenth(y)}`)
    .join('L')}Z`

const edgesOf = (ring: Ring): readonly (readonly [Point, Point])[] =>
  ring.slice(1).map((to, at) => [ring[at]!, to] as const)

function areaOf(ring: Ring): number {
  const twice = edgesOf(ring).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0)
  return Math.abs(twice) / 2
}

const SCANS = 15

function seatOf(rings: readonly Ring[]): Seat {
  const ys = (rings[0] ?? []).map(([, y]) => y)
  if (ys.length === 0) return { x: 0, y: 0, room: 0 }
  const [top, bottom] = [reduced(ys, Math.min), reduced(ys, Math.max)]
  const edges = rings.flatMap(edgesOf)
  let best = { x: rings[0]![0]![0], y: (top + bottom) / 2, room: 0, worth: -1 }
  for (let scan = 0; scan < SCANS; scan += 1) {
    const share = (scan + 0.5) / SCANS
    const y = top + share * (bottom - top)
    const crossings = edges
      .filter(([[, a], [, b]]) => a > y !== b > y)
      .map(([[ax, ay], [bx, by]]) => ax + ((y - ay) / (by - ay)) * (bx - ax))
      .toSorted((a, b) => a - b)
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [left, right] = [crossings[at]!, crossings[at + 1]!]
      // Near the middle it looks right even where it is a little narrower.
      const worth = (right - left) * (1 - Math.abs(share - 0.5))
      if (worth > best.worth) best = { x: (left + right) / 2, y, room: right - left, worth }
    }
  }
  return { x: best.x, y: best.y, room: best.room }
}
