import { describe, expect, it } from 'vitest'
import { checkTabulation, type Measure, type MeasureColumn, type TabulationSpec } from './index.ts'
import { source } from './testing/world.ts'

const column = (key: string, measure: Measure, more: Partial<MeasureColumn> = {}): MeasureColumn => ({
  key,
  label: { 'zh-CN': key },
  measure,
  ...more,
})

const sum = column('x', { kind: 'sum', column: 'x' })
const good: TabulationSpec = {
  source: source(false),
  edition: '2026',
  periods: ['2026-M09'],
  rows: [],
  columns: [sum],
}

const faults = (change: object): readonly string[] =>
  checkTabulation({ ...good, ...change } as TabulationSpec).map(({ code, path }) => `${code} ${path}`)

const cases: readonly (readonly [string, object, readonly string[]])[] = [
  ['nothing is wrong', {}, []],
  ['no column shows', { columns: [] }, ['TABLE_NO_COLUMNS /columns']],
  ['all columns are hidden', { columns: [{ ...sum, hidden: true }] }, ['TABLE_NO_COLUMNS /columns']],
  ['there is no period', { periods: [] }, ['TABLE_NO_PERIOD /periods']],
  ['a period is none', { periods: ['2026-13'] }, ['TABLE_BAD_PERIOD /periods/0']],
  ['frequencies mix', { periods: ['2026-M09', '2026-Q4'] }, ['TABLE_MIXED_FREQUENCY /periods/1']],
  ['periods fall', { periods: ['2026-M09', '2026-M08'] }, ['TABLE_PERIOD_ORDER /periods/1']],
  ['there is no edition', { edition: '' }, ['TABLE_NO_EDITION /edition']],
  ['a state is unknown', { minState: 'lost' }, ['TABLE_UNKNOWN_STATE /minState']],
  [
    'a level is unknown',
    { rows: [{ kind: 'region', levels: ['county', 'street'] }] },
    ['TABLE_UNKNOWN_LEVEL /rows/0/levels'],
  ],
  [
    'levels are upside down',
    { rows: [{ kind: 'industry', levels: ['division', 'section'] }] },
    ['TABLE_LEVEL_ORDER /rows/0/levels'],
  ],
  ['a dimension is unknown', { rows: [{ kind: 'weather' }] }, ['TABLE_UNKNOWN_DIMENSION /rows/0']],
  [
    'an attribute is a number or nowhere',
    {
      rows: [
        { kind: 'attribute', column: 'x' },
        { kind: 'attribute', column: 'z' },
      ],
    },
    ['TABLE_NOT_CODE /rows/0/column', 'TABLE_UNKNOWN_COLUMN /rows/1/column'],
  ],
  [
    'a dimension repeats',
    { rows: [{ kind: 'period' }], across: { by: { kind: 'period' } } },
    ['TABLE_REPEATED_DIMENSION /rows/0'],
  ],
  [
    'a measure names no column, or text',
    {
      columns: [
        column('a', { kind: 'mean', column: 'z' }),
        column('b', { kind: 'sum', column: 'size_class' }),
      ],
    },
    ['TABLE_UNKNOWN_COLUMN /columns/0/measure/column', 'TABLE_NOT_NUMERIC /columns/1/measure/column'],
  ],
  [
    'a reference leads nowhere, inside a group',
    {
      columns: [
        sum,
        { label: { 'zh-CN': 'g' }, columns: [column('r', { kind: 'growth', of: 'q', on: 'yago' })] },
      ],
    },
    ['TABLE_UNKNOWN_MEASURE /columns/1/columns/0/measure/of'],
  ],
  [
    'ratios go round in a circle',
    {
      columns: [
        sum,
        column('a', { kind: 'ratio', numerator: 'b', denominator: 'x' }),
        column('b', { kind: 'ratio', numerator: 'x', denominator: 'a' }),
      ],
    },
    ['TABLE_CIRCULAR_MEASURE /columns/1/measure', 'TABLE_CIRCULAR_MEASURE /columns/2/measure'],
  ],
  [
    'a measure kind is unknown',
    { columns: [column('a', { kind: 'mode' } as never)] },
    ['TABLE_UNKNOWN_KIND /columns/0/measure/kind'],
  ],
  ['a key repeats', { columns: [sum, sum] }, ['TABLE_DUPLICATE_KEY /columns/1/key']],
  [
    'a share is of something that does not add up',
    {
      columns: [
        column('m', { kind: 'mean', column: 'x' }),
        column('s', { kind: 'share', of: 'm', within: 'total' }),
      ],
    },
    ['TABLE_SHARE_NOT_ADDITIVE /columns/1/measure/of'],
  ],
  [
    'a share across has nothing to go across',
    { columns: [sum, column('s', { kind: 'share', of: 'x', within: 'across' })] },
    ['TABLE_SHARE_WITHOUT_ACROSS /columns/1/measure/within'],
  ],
  [
    'growth is of growth',
    {
      columns: [
        sum,
        column('g', { kind: 'growth', of: 'x', on: 'yago' }),
        column('h', { kind: 'growth', of: 'g', on: 'prev' }),
      ],
    },
    ['TABLE_NESTED_BASIS /columns/2/measure/of'],
  ],
  [
    'growth on the last of scattered periods',
    {
      periods: ['2026-M01', '2026-M09'],
      columns: [sum, column('g', { kind: 'growth', of: 'x', on: 'prev' })],
    },
    ['TABLE_PERIODS_NOT_CONSECUTIVE /periods'],
  ],
  [
    'a unit does not convert',
    { columns: [{ ...sum, unitOfMeasure: '万吨' }] },
    ['TABLE_UNIT_CONVERSION /columns/0/unitOfMeasure'],
  ],
  ['decimals are many', { columns: [{ ...sum, decimals: 13 }] }, ['TABLE_BAD_DECIMALS /columns/0/decimals']],
  [
    'literals are not of their column',
    {
      filter: {
        op: 'and',
        of: [
          { op: 'eq', column: 'x', value: '1; DROP TABLE r' },
          { op: 'in', column: 'y', values: ['1', 'one'] },
          { op: 'not', of: { op: 'isNull', column: 'nowhere' } },
          { op: 'like', column: 'x' },
          { op: 'inRegion', level: 'class', codes: [] },
        ],
      },
    },
    [
      'TABLE_BAD_LITERAL /filter/of/0',
      'TABLE_BAD_LITERAL /filter/of/1',
      'TABLE_UNKNOWN_COLUMN /filter/of/2/of/column',
      'TABLE_BAD_PREDICATE /filter/of/3',
      'TABLE_UNKNOWN_LEVEL /filter/of/4/level',
    ],
  ],
  [
    'a measure adds up what is no value of the form',
    { columns: [column('x', { kind: 'sum', column: 'unit_id' })] },
    ['TABLE_UNKNOWN_COLUMN /columns/0/measure/column'],
  ],
  [
    'a disclosure rule asks for nobody',
    { disclosure: { minContributors: 0 } },
    ['TABLE_BAD_DISCLOSURE /disclosure'],
  ],
  [
    'the order names no column',
    { order: { column: 'q', direction: 'asc' } },
    ['TABLE_UNKNOWN_MEASURE /order/column'],
  ],
]

describe('checking a spec', () => {
  it.each(cases)('should say so when %s', (_, change, want) => {
    expect(faults(change)).toEqual(want)
  })

  it('should speak both languages', () => {
    const [found] = checkTabulation({ ...good, periods: ['2026-13'] })
    expect(found?.message).toEqual({
      'zh-CN': '“2026-13”不是有效的报告期',
      en: '"2026-13" is not a time period',
    })
  })
})
