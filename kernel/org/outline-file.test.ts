import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { artificialFile, artificialOutlines } from '#tests/support/artificial-outlines.ts'
import { Problem } from '../contract/problem.ts'
import { OUTLINE_LIMITS, readOutlineFile } from './outline-file.ts'

const codes = ['430202', '430203000', '430204000000']
const three = codes.map(code => ({ code }))
const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
]
const feature = (geometry: unknown, properties: unknown = { code: '430202' }) => ({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties, geometry }],
})
const polygon = (...coordinates: unknown[]) => feature({ type: 'Polygon', coordinates })

function refusalOf(value: unknown, property?: string) {
  try {
    readOutlineFile(bytesOf(value), property)
  } catch (error) {
    if (error instanceof Problem) return { ...error.detail, code: error.type.code }
    throw error
  }
  return null
}

describe('a file of outlines', () => {
  it('should give every region its code in twelve digits, under whichever property holds it', () => {
    const read = (property?: string, asked?: string) =>
      readOutlineFile(artificialFile(three, property), asked)
    const expected = ['430202000000', '430203000000', '430204000000']
    for (const file of [read(), read('adcode'), read('QHDM', 'QHDM')])
      expect(file.outlines.map(({ code }) => code)).toEqual(expected)
    expect(read('adcode')).toMatchObject({ property: 'adcode', properties: ['adcode'], points: 21 })
  })

  it('should take codes that are numbers, a byte order mark, heights, islands and holes', () => {
    const island = SQUARE.map(([x, y]) => [x! + 5, y, 12.5])
    const hole = SQUARE.map(([x, y]) => [x! / 2 + 0.1, y! / 2 + 0.1])
    const value = feature(
      { type: 'MultiPolygon', coordinates: [[SQUARE, hole], [island]] },
      { adcode: 430202 },
    )
    const { outlines } = readOutlineFile(Buffer.concat([Buffer.from('\uFEFF'), bytesOf(value)]))
    expect(outlines[0]?.polygons.map(rings => rings.map(ring => ring.length))).toEqual([[5, 5], [5]])
    expect(outlines[0]?.polygons[1]?.[0]?.[1]).toEqual([6, 0])
  })

  it.each([
    ['no JSON', '{"type":', { code: 'ORG_OUTLINE_NOT_JSON' }],
    ['GBK', Buffer.from([0x7b, 0xb4, 0xd7, 0x7d]), { code: 'ORG_OUTLINE_NOT_JSON' }],
    ['a list', [], { code: 'ORG_OUTLINE_NOT_FEATURES' }],
    ['one feature', polygon(SQUARE).features[0], { code: 'ORG_OUTLINE_NOT_FEATURES' }],
    [
      'what only says it is',
      { type: 'FeatureCollection', features: {} },
      { code: 'ORG_OUTLINE_NOT_FEATURES' },
    ],
    [
      'features that are none',
      { type: 'FeatureCollection', features: [7] },
      { code: 'ORG_OUTLINE_NOT_FEATURES' },
    ],
    ['nothing', { type: 'FeatureCollection', features: [] }, { code: 'ORG_OUTLINE_NO_POLYGONS' }],
    [
      'a point',
      feature({ type: 'Point', coordinates: [1, 1] }),
      { code: 'ORG_OUTLINE_GEOMETRY', kind: 'Point' },
    ],
    ['no geometry', feature(null), { code: 'ORG_OUTLINE_GEOMETRY', feature: 1, kind: 'null' }],
    ['a ring that does not close', polygon(SQUARE.slice(0, 4)), { code: 'ORG_OUTLINE_RING', feature: 1 }],
    ['three points', polygon(SQUARE.slice(0, 3)), { code: 'ORG_OUTLINE_RING' }],
    ['no ring', polygon(), { code: 'ORG_OUTLINE_RING' }],
    [
      'a line there and back',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      { code: 'ORG_OUTLINE_RING' },
    ],
    [
      'metres',
      polygon(SQUARE.map(([x, y]) => [x! + 500_000, y])),
      { code: 'ORG_OUTLINE_POSITION', position: '[500000,0]' },
    ],
    ['words for numbers', polygon([['0', '0'], ...SQUARE.slice(1)]), { code: 'ORG_OUTLINE_POSITION' }],
    [
      'no properties',
      feature({ type: 'Polygon', coordinates: [SQUARE] }, null),
      { code: 'ORG_OUTLINE_PROPERTY', property: 'code' },
    ],
    [
      'another property',
      feature({ type: 'Polygon', coordinates: [SQUARE] }, { PAC: '430202', NAME: '甲' }),
      { code: 'ORG_OUTLINE_PROPERTY', properties: ['PAC', 'NAME'] },
    ],
    [
      'a short code',
      feature({ type: 'Polygon', coordinates: [SQUARE] }, { code: '4302' }),
      { code: 'ORG_OUTLINE_CODE', value: '4302' },
    ],
    [
      'a code of letters',
      feature({ type: 'Polygon', coordinates: [SQUARE] }, { code: '43020x' }),
      { code: 'ORG_OUTLINE_CODE' },
    ],
    [
      'the same region twice',
      artificialOutlines([{ code: '430202' }, { code: '430203' }, { code: '430202000000' }]),
      { code: 'ORG_OUTLINE_DUPLICATE', first: 1, feature: 3 },
    ],
  ])('should be refused where it is %s', (_what, value, refusal) => {
    const bytes = Buffer.isBuffer(value) ? value : bytesOf(value)
    expect(() => readOutlineFile(bytes)).toThrow(Problem)
    if (!Buffer.isBuffer(value)) expect(refusalOf(value)).toMatchObject(refusal)
  })

  it('should be refused past its bounds before anything is made of it', () => {
    const { depth, points, features } = OUTLINE_LIMITS
    expect(refusalOf('['.repeat(depth + 1))).toMatchObject({ code: 'ORG_OUTLINE_TOO_DEEP', limit: depth })
    expect(refusalOf(`[${'[],'.repeat(points * 2 + 1)}`)).toMatchObject({
      code: 'ORG_OUTLINE_TOO_MANY_POINTS',
    })
    const ring = Array.from({ length: points + 1 }, (_, at) => [at % 2, 0])
    expect(refusalOf(polygon(ring))).toMatchObject({ code: 'ORG_OUTLINE_TOO_MANY_POINTS', limit: points })
    const many = { type: 'FeatureCollection', features: Array.from({ length: features + 1 }, () => 0) }
    expect(refusalOf(many)).toMatchObject({ code: 'ORG_OUTLINE_TOO_MANY_FEATURES', limit: features })
    // Brackets within a text are text.
    const noise = `${'['.repeat(depth * 2)}\\"${'{'.repeat(depth * 2)}`
    const value = JSON.stringify(artificialOutlines(three)).replace('"type"', `"note":"${noise}","type"`)
    expect(readOutlineFile(Buffer.from(value)).outlines).toHaveLength(3)
  })

  it('should never fail in any other way, whatever it holds', () => {
    const anything = fc.oneof(
      fc.json(),
      fc.jsonValue().map(geometry => JSON.stringify(feature(geometry))),
      fc.jsonValue().map(coordinates => JSON.stringify(feature({ type: 'Polygon', coordinates }))),
      fc
        .jsonValue()
        .map(properties => JSON.stringify(feature({ type: 'Polygon', coordinates: [SQUARE] }, properties))),
      fc.string(),
    )
    fc.assert(
      fc.property(anything, text => {
        refusalOf(text)
      }),
    )
  })
})
