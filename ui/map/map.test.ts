import fc from 'fast-check'
import { topology } from 'topojson-server'
import { describe, expect, it } from 'vitest'
import { artificialOutlines } from '#tests/support/artificial-outlines.ts'
import { bundleFaults } from '../i18n/check-bundle.ts'
import { LABEL_SIZE, LINE_HEIGHT, placeLabels } from './labels.ts'
import { mapText } from './locale/text.ts'
import { layOut, type OutlineDrawing } from './sheet.ts'

const drawingOf = (count: number): OutlineDrawing => {
  const { features } = artificialOutlines(Array.from({ length: count }, (_, at) => ({ code: `4302${at}` })))
  const regions = {
    type: 'FeatureCollection',
    features: features.map(({ properties, geometry }) => ({
      type: 'Feature',
      id: (properties as { code: string }).code,
      properties: null,
      geometry: { type: 'MultiPolygon', coordinates: [geometry.coordinates] },
    })),
  }
  return topology({ regions } as never) as unknown as OutlineDrawing
}

const pointsOf = (path: string) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)

const sizes = fc.record({
  count: fc.integer({ min: 1, max: 60 }),
  width: fc.integer({ min: 200, max: 1600 }),
  height: fc.integer({ min: 200, max: 900 }),
})

describe('a sheet', () => {
  it('should hold every region within its edges, and as large as it can', () => {
    fc.assert(
      fc.property(sizes, ({ count, width, height }) => {
        const sheet = layOut(drawingOf(count), width, height)
        const points = sheet.shapes.flatMap(({ path }) => pointsOf(path))
        const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
        expect(sheet.shapes).toHaveLength(count)
        expect(sheet.height).toBeLessThanOrEqual(height + 1)
        expect(Math.min(...xs, ...ys)).toBeGreaterThanOrEqual(5.9)
        expect(Math.max(...xs)).toBeLessThanOrEqual(width - 5.9)
        expect(Math.max(...ys)).toBeLessThanOrEqual(sheet.height - 5)
        const isFull = Math.max(...xs) - Math.min(...xs) > width - 13 || sheet.height > height - 2
        expect(isFull).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('should draw north above, whichever way round a ring goes', () => {
    const drawing = drawingOf(9)
    const turned = { ...drawing, arcs: drawing.arcs.map(arc => arc.toReversed()) } as OutlineDrawing
    for (const { objects } of [turned])
      for (const region of objects.regions.geometries)
        if (region.type === 'MultiPolygon')
          region.arcs = region.arcs.map(rings => rings.map(ring => ring.toReversed()))
    const [one, other] = [drawingOf(9), turned].map(each => layOut(each, 600, 600))
    expect(other!.shapes.map(({ area }) => Math.round(area))).toEqual(
      one!.shapes.map(({ area }) => Math.round(area)),
    )
    const [first, last] = [one!.shapes[0]!, one!.shapes.at(-1)!]
    expect(last.seat.y).toBeLessThan(first.seat.y)
  })

  it('should seat a name inside its region', () => {
    for (const { path, seat } of layOut(drawingOf(7), 700, 500).shapes) {
      const xs = pointsOf(path).map(([x]) => x)
      expect(seat.x - seat.room / 2).toBeGreaterThanOrEqual(Math.min(...xs) - 0.1)
      expect(seat.x + seat.room / 2).toBeLessThanOrEqual(Math.max(...xs) + 0.1)
    }
  })
})

describe('labels', () => {
  it('should never stand over one another nor off the sheet', () => {
    const names = fc.array(
      fc.constantFrom('荷塘区', '茶陵县', '云峰湖国家湿地公园管理处', 'Liling', '攸县'),
      {
        minLength: 60,
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(sizes, names, ({ count, width, height }, words) => {
        const sheet = layOut(drawingOf(count), width, height)
        const labels = placeLabels(sheet, code => [words[Number(code.slice(4))]!, '100.0%'])
        const boxes = labels.map(({ x, y, lines }) => {
          const half = (Math.max(...lines.map(line => line.length)) * LABEL_SIZE * 0.6) / 2
          const bottom = y + (lines.length - 0.5) * LINE_HEIGHT
          return { left: x - half, right: x + half, top: y - LINE_HEIGHT / 2, bottom }
        })
        for (const [at, box] of boxes.entries()) {
          expect(box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= sheet.height).toBe(true)
          for (const other of boxes.slice(at + 1)) {
            const apart =
              box.right <= other.left ||
              other.right <= box.left ||
              box.bottom <= other.top + 0.01 ||
              other.bottom <= box.top + 0.01
            expect(apart).toBe(true)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('should name every region where there is room, with its figure', () => {
    const labels = placeLabels(layOut(drawingOf(9), 1200, 800), () => ['荷塘区', '85.2%'])
    expect(labels.map(({ lines }) => lines.length)).toEqual(Array.from({ length: 9 }, () => 2))
  })
})

it('should say the same of maps in both languages', () => {
  expect(bundleFaults(mapText)).toEqual([])
})
