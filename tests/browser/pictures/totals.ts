/** What comes out: a table by county and size, and the main figures as a leader reads them. */
import type { Grid, GridRow } from '#engines/table/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import {
  listSources,
  readFigures,
  readTabulation,
  runTabulation,
  type TabulationDefinition,
} from '#modules/stats/tabulate/contract.ts'
import { type Answer, answer } from './answers.ts'
import { at, CITY, COUNTIES, cityStaff, headOf, leader, outputForm, PERIOD, surroundings } from './city.ts'

const OUTPUT = { 'zh-CN': '工业总产值', en: 'Gross industrial output' }
const label = (zh: string, en: string) => ({ 'zh-CN': zh, en })

const definition: TabulationDefinition = {
  edition: '2023',
  periods: [PERIOD],
  minState: 'submitted',
  rows: [
    { kind: 'region', levels: ['county'] },
    { kind: 'attribute', column: 'size_class' },
  ],
  total: true,
  columns: [
    { key: 'units', label: label('单位数', 'Units'), measure: { kind: 'units' } },
    {
      label: OUTPUT,
      columns: [
        {
          key: 'value',
          label: label('本期', 'This period'),
          measure: { kind: 'sum', column: 'M13' },
          unitOfMeasure: '万元',
          decimals: 2,
        },
        {
          key: 'base',
          label: label('上年同期', 'A year earlier'),
          measure: { kind: 'sum', column: 'M15' },
          unitOfMeasure: '万元',
          decimals: 2,
        },
        {
          key: 'growth',
          label: label('同比增长', 'Growth'),
          measure: { kind: 'growth', of: 'value', on: { column: 'base' } },
          decimals: 1,
        },
      ],
    },
  ],
}

type Size = readonly [units: string, value: string, base: string, growth: string]

const sizes = [
  ['large', label('大型', 'Large')],
  ['medium', label('中型', 'Medium')],
  ['small', label('小型', 'Small')],
] as const

/** By county: itself, then its large, medium and small units. */
const amounts: readonly (readonly [Size, Size, Size, Size])[] = [
  [
    ['118', '412866.40', '398120.75', '3.7'],
    ['9', '251340.20', '243008.10', '3.4'],
    ['31', '104520.90', '101330.45', '3.1'],
    ['78', '57005.30', '53782.20', '6.0'],
  ],
  [
    ['97', '287340.15', '291755.60', '-1.5'],
    ['6', '141200.00', '148330.20', '-4.8'],
    ['24', '89410.35', '87120.10', '2.6'],
    ['67', '56729.80', '56305.30', '0.8'],
  ],
  [
    ['139', '1182450.90', '1093871.30', '8.1'],
    ['14', '903115.75', '829340.40', '8.9'],
    ['38', '180230.65', '172411.20', '4.5'],
    ['87', '99104.50', '92119.70', '7.6'],
  ],
]

function gridRows(): readonly GridRow[] {
  const rows: GridRow[] = [
    {
      step: null,
      level: 0,
      parent: -1,
      label: label('合计', 'Total'),
      cells: ['354', '1882657.45', '1783747.65', '5.5'],
    },
  ]
  amounts.forEach(([own, ...parts], county) => {
    const [code, name] = COUNTIES[county] as (typeof COUNTIES)[number]
    const step = { dimension: 'region', level: 'county', code }
    rows.push({ step, level: 1, parent: 0, label: { 'zh-CN': name }, cells: own })
    const parent = rows.length - 1
    parts.forEach((cells, size) => {
      const [key, words] = sizes[size] as (typeof sizes)[number]
      const withheld = county === 1 && size === 0
      rows.push({
        step: { dimension: 'size_class', level: 'size_class', code: key },
        level: 2,
        parent,
        label: words,
        cells: withheld ? [null, null, null, null] : cells,
        ...(withheld && { flags: { 0: 'withheld', 1: 'withheld', 2: 'withheld', 3: 'withheld' } }),
      })
    })
  })
  return rows
}

const grid: Grid = {
  head: [
    { label: label('单位数', 'Units'), colSpan: 1, rowSpan: 2, column: 0 },
    {
      label: OUTPUT,
      colSpan: 3,
      rowSpan: 1,
      children: [
        { label: label('本期', 'This period'), unitOfMeasure: '万元', colSpan: 1, rowSpan: 1, column: 1 },
        {
          label: label('上年同期', 'A year earlier'),
          unitOfMeasure: '万元',
          colSpan: 1,
          rowSpan: 1,
          column: 2,
        },
        { label: label('同比增长', 'Growth'), unitOfMeasure: '%', colSpan: 1, rowSpan: 1, column: 3 },
      ],
    },
  ],
  headRows: 2,
  columns: [
    { key: 'units', label: label('单位数', 'Units'), decimals: 0 },
    { key: 'value', label: label('本期', 'This period'), unitOfMeasure: '万元', decimals: 2 },
    { key: 'base', label: label('上年同期', 'A year earlier'), unitOfMeasure: '万元', decimals: 2 },
    { key: 'growth', label: label('同比增长', 'Growth'), unitOfMeasure: '%', decimals: 1 },
  ],
  rows: gridRows(),
  meta: { specHash: 'a', edition: '2023', periods: [PERIOD], drainedAt: at(5, '10:31') },
}

const column = (name: string, zh: string, en: string) => ({
  name,
  type: { kind: 'decimal', scale: 0 } as const,
  label: label(zh, en),
  unitOfMeasure: '千元',
})

const { formCode, formTitle, subject } = headOf(outputForm, 11)

export const tabulation: readonly Answer[] = [
  cityStaff,
  ...surroundings,
  answer(listSources, {
    sources: [
      {
        formVersionId: 11,
        formCode,
        title: formTitle,
        programme: 'four-above',
        subject,
        versionNo: 1,
        seesUnits: true,
        unitOfMeasure: '千元',
        columns: [
          column(
            'M13',
            '工业总产值(当年价格) · 本月',
            'Gross industrial output value (current prices) · This month',
          ),
          column(
            'M15',
            '工业总产值(当年价格) · 上年同期 · 本月',
            'Gross industrial output value (current prices) · Same period last year · Month',
          ),
        ],
        periods: ['2026-M08', '2026-M09', PERIOD],
      },
    ],
    editions: [{ edition: '2023', name: '2023年统计用区划代码', demonstration: false }],
    homeRegion: CITY,
  }),
  answer(readTabulation, {
    id: 1,
    name: label('分县市区分规模工业总产值', 'Industrial output by county and size'),
    formVersionId: 11,
    definition,
    shared: true,
    mine: true,
    changedAt: at(2, '14:00'),
  }),
  answer(runTabulation, {
    grid,
    timing: { drain: 4, query: 38, grid: 1 },
    disclosureControlled: false,
  }),
]

type Figure = ReplyOf<typeof readFigures>['figures'][number]

const months = [
  '2025-M09',
  '2025-M10',
  '2025-M11',
  '2025-M12',
  '2026-M01',
  '2026-M02',
  '2026-M03',
  '2026-M04',
  '2026-M05',
  '2026-M06',
  '2026-M07',
  '2026-M08',
  '2026-M09',
] as const

function figure(
  [code, zh, en, zhLabel, enLabel]: readonly [string, string, string, string, string],
  values: readonly (number | null)[],
  growth: readonly (number | null)[],
  rest: Partial<Figure> = {},
): Figure {
  const [value, rate] = [values.at(-1), growth.at(-1)]
  const change = value && rate ? value - value / (1 + rate / 100) : null
  return {
    formCode: code,
    formTitle: label(zh, en),
    label: label(zhLabel, enLabel),
    unitOfMeasure: '万元',
    latest: { period: '2026-M09', owed: 1186, accepted: 1180 },
    trend: months.map((period, index) => ({
      period,
      value: values[index]?.toFixed(2) ?? null,
      growth: growth[index]?.toFixed(1) ?? null,
      withheld: false,
    })),
    change: change?.toFixed(2) ?? null,
    lead:
      change === null
        ? null
        : {
            place: label('天元区', 'Tianyuan District'),
            change: (change * 0.38).toFixed(2),
            share: '26.8',
          },
    next: { period: PERIOD, due: at(14, '18:00'), overdue: false },
    table: {
      formVersionId: 1,
      column: 'M13',
      unitOfMeasure: '千元',
      yearEarlier: 'M15',
      edition: '2023',
    },
    ...rest,
  }
}

const steady = [1.2, 2.1, 2.4, 3.3, 3.0, -1.1, 2.2, 3.6, 4.1, 4.4, 5.0, 5.2, 5.5]

export const figures: readonly Answer[] = [
  leader,
  ...surroundings,
  answer(readFigures, {
    places: ['株洲市'],
    figures: [
      figure(
        [
          'B204-1',
          '工业产销总值',
          'Industrial output and sales',
          '工业总产值(当年价格) · 本月',
          'Gross industrial output value (current prices) · This month',
        ],
        [
          1912345.6, 1960210.1, 1983400, 1999800.4, 1620400, 1402100.7, 1853000, 1880500, 1911200, 1950800,
          1874000, 1902300, 1988120.3,
        ],
        steady,
      ),
      figure(
        [
          'B204-1',
          '工业产销总值',
          'Industrial output and sales',
          '出口交货值 · 1—本月',
          'Export delivery value · January to this month',
        ],
        [
          412300, 455600, 498000, 541700, 31200, 60100, 102400, 141800, 180900, 222000, 259400, 301100,
          344700.9,
        ],
        steady.map(one => -one),
      ),
      figure(
        [
          'F203',
          '财务状况',
          'Financial position',
          '营业收入 · 1—本月',
          'Operating revenue · January to this month',
        ],
        [
          820000,
          915000,
          1010000,
          1120000,
          null,
          null,
          281000,
          372000,
          470000,
          561000,
          650000,
          741000,
          838200,
        ],
        steady.map((one, index) => (index === 4 || index === 5 ? null : one)),
        { next: { period: PERIOD, due: at(3, '18:00'), overdue: true } },
      ),
      figure(
        [
          '202-1',
          '从业人员及工资总额',
          'Employees and wages',
          '从业人员期末人数 · 本季',
          'Employees at period end · This quarter',
        ],
        [],
        [],
        { unitOfMeasure: '人', latest: null, trend: [], next: null, table: null },
      ),
    ],
  }),
]
