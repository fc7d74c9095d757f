import fc from 'fast-check'
import type { MultiPolygon } from 'geojson'
import { feature } from 'topojson-client'
import { describe, expect, it } from 'vitest'
import { artificialFile } from '#tests/support/artificial-outlines.ts'
import { drawOutlines } from './outline-drawing.ts'
import { type Outline, type Position, planarArea, readOutlineFile } from './outline-file.ts'

const codesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ code: String(430_200_001_000 + at * 1_000) }))
const honeycomb = (count: number) => readOutlineFile(artificialFile(codesOf(count))).outlines
const drawnOf = (outlines: readonly Outline[]) => {
  const drawing = drawOutlines(outlines)
  const { features } = feature(drawing, drawing.objects.regions)
  return { drawing, regions: features.map(({ id, geometry }) => ({ id, ...(geometry as MultiPolygon) })) }
}

/** A side drawn as a wavy coast of `steps` points, which the eye sees as a line. */
const wavy = ([ax, ay]: Position, [bx, by]: Position, steps: number): Position[] =>
  Array.from({ length: steps }, (_, at) => {
    const share = at / steps
    const wave = 1e-7 * Math.sin(at)
    return [ax + (bx - ax) * share + wave, ay + (by - ay) * share - wave]
  })

describe('the drawing of regions', () => {
  it('should keep every region in its place, and draw a shared border once', () => {
    const outlines = honeycomb(12)
    const { drawing, regions } = drawnOf(outlines)
    expect(regions.map(({ id }) => id)).toEqual(outlines.map(({ code }) => code))
    const edges = drawing.arcs.reduce((sum, arc) => sum + arc.length - 1, 0)
    expect(edges).toBeLessThan(12 * 6)
    for (const [at, { coordinates }] of regions.entries()) {
      const [asked, given] = [outlines[at]!.polygons[0]![0]!, coordinates[0]![0]!]
      expect(planarArea(given)).toBeCloseTo(planarArea(asked), 4)
    }
  })

  it('should leave out what nobody can see, and islets smaller than a dot', () => {
    const [one, ...others] = honeycomb(4)
    const [ring] = one!.polygons[0]!
    const fine = ring!.slice(1).flatMap((to, at) => wavy(ring![at]!, to, 500))
    const [x, y] = ring![0]!
    const islet: Position[] = [
      [x + 1, y],
      [x + 1 + 1e-5, y],
      [x + 1, y + 1e-5],
      [x + 1, y],
    ]
    const { drawing, regions } = drawnOf([{ ...one!, polygons: [[[...fine, fine[0]!]], [islet]] }, ...others])
    expect(drawing.arcs.flat().length).toBeLessThan(100)
    expect(regions[0]!.coordinates).toHaveLength(1)
  })

  it('should be exact enough for a region that is a speck among large ones', () => {
    const [large, small] = honeycomb(2)
    const [ring] = small!.polygons[0]!
    const [x, y] = ring![0]!
    const speck = ring!.map(([a, b]): Position => [x + (a - x) / 5_000, y + (b - y) / 5_000])
    const { regions } = drawnOf([large!, { ...small!, polygons: [[speck]] }])
    expect(planarArea(regions[1]!.coordinates[0]![0]!)).toBeGreaterThan(0)
  })

  it('should lose no region, whatever shapes they have', () => {
    const position = fc.tuple(
      fc.double({ min: 70, max: 140, noNaN: true }),
      fc.double({ min: 0, max: 60, noNaN: true }),
    )
    const ring = fc
      .array(position, { minLength: 3, maxLength: 12 })
      .map((points): Position[] => [...points, points[0]!])
      .filter(points => planarArea(points) > 1e-3)
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 8 }), rings => {
        const outlines = rings.map((points, at) => ({
          code: codesOf(8)[at]!.code,
          name: null,
          polygons: [[points]],
        }))
        const { regions } = drawnOf(outlines)
        expect(regions.map(({ id }) => id)).toEqual(outlines.map(({ code }) => code))
        for (const { coordinates } of regions) expect(planarArea(coordinates[0]![0]!)).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})
