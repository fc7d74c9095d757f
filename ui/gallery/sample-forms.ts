/** Statutory layouts for looking and testing: 表 B204-1 with two heading levels, and one of the other section kinds. */
import type { CellSpec, FormSpec, FormValues, LocalText, StubNode, ValueType } from '#engines/form/index.ts'

const amount: ValueType = { kind: 'decimal', scale: 0 }
const input = (code: string, required = false): CellSpec => ({
  code,
  kind: 'input',
  type: amount,
  ...(required && { required }),
})
const yearAgo = (code: string, cell: string): CellSpec => ({
  code,
  kind: 'prefilled',
  type: amount,
  prefill: { from: 'yearAgo', cell },
})

const row = (
  code: string,
  zh: string,
  en: string,
  first: number,
  rest: Partial<StubNode> = {},
): StubNode => ({
  code,
  name: { 'zh-CN': zh, en },
  unitOfMeasure: '千元',
  cells: {
    month: input(`M${first}`, first === 13),
    toDate: input(`M${first + 1}`),
    monthAgo: yearAgo(`M${first + 2}`, `M${first}`),
    toDateAgo: yearAgo(`M${first + 3}`, `M${first + 1}`),
  },
  ...rest,
})

const marks = {
  tableNumber: 'B204-1表',
  issuer: '国家统计局',
  approvalNumber: '国统字〔2025〕96号',
  validUntil: '2027-01',
}

const text = (maxLength: number): ValueType => ({ kind: 'text', maxLength })
const field = (code: string, zh: string, en: string, maxLength: number) => ({
  name: { 'zh-CN': zh, en },
  cell: { code, kind: 'input' as const, type: text(maxLength) },
})

export const outputForm: FormSpec = {
  code: 'B204_1',
  title: { 'zh-CN': '工业产销总值', en: 'Industrial output and sales' },
  marks,
  frequency: 'M',
  subject: 'industry',
  unitOfMeasure: '千元',
  header: [
    {
      name: { 'zh-CN': '统一社会信用代码', en: 'Unified social credit code' },
      cell: {
        code: 'H01',
        kind: 'prefilled',
        type: text(18),
        prefill: { from: 'register', field: 'creditCode' },
        locked: true,
      },
    },
    {
      name: { 'zh-CN': '单位详细名称', en: 'Name of the unit' },
      cell: {
        code: 'H02',
        kind: 'prefilled',
        type: text(100),
        prefill: { from: 'register', field: 'name' },
        locked: true,
      },
    },
  ],
  sections: [
    {
      kind: 'matrix',
      id: 'output',
      heading: [
        {
          key: 'now',
          name: { 'zh-CN': '本年', en: 'This year' },
          children: [
            { key: 'month', name: { 'zh-CN': '本月', en: 'Month' } },
            { key: 'toDate', name: { 'zh-CN': '1—本月', en: 'Year to date' } },
          ],
        },
        {
          key: 'ago',
          name: { 'zh-CN': '上年同期', en: 'Same period last year' },
          children: [
            { key: 'monthAgo', name: { 'zh-CN': '本月', en: 'Month' } },
            { key: 'toDateAgo', name: { 'zh-CN': '1—本月', en: 'Year to date' } },
          ],
        },
      ],
      stub: [
        row('01', '工业总产值（当年价格）', 'Gross industrial output (current prices)', 13, {
          explanation: {
            'zh-CN': '工业企业在报告期内生产的以货币形式表现的工业最终产品和提供工业劳务活动的总价值量。',
            en: 'The total value of final industrial products and services made in the period.',
          },
        }),
        row('02', '工业销售产值（当年价格）', 'Industrial sales (current prices)', 17, {
          children: [
            row('03', '出口交货值', 'Export deliveries', 21, { ofWhich: true }),
            row('04', '自营出口', 'Own exports', 25, { ofWhich: true }),
          ],
        }),
        {
          code: '05',
          name: { 'zh-CN': '产品销售率', en: 'Sales ratio' },
          unitOfMeasure: '%',
          cells: {
            month: {
              code: 'C01',
              kind: 'computed',
              type: { kind: 'decimal', scale: 2 },
              formula: 'round ( M17 / M13 * 100 , 2 )',
            },
          },
        },
      ],
    },
  ],
  signers: [
    field('S01', '单位负责人', 'Head of the unit', 20),
    field('S02', '统计负责人', 'Head of statistics', 20),
    field('S03', '填表人', 'Filled in by', 20),
    field('S04', '联系电话', 'Telephone', 20),
    {
      name: { 'zh-CN': '报出日期', en: 'Date' },
      cell: { code: 'S05', kind: 'input', type: { kind: 'date' } },
    },
  ],
  rules: `define datapoint ruleset B204_1_edits ( variable M13, M14, M15, M17, M18, M21, M22 ) is
  E001 : when M13 >= 0 then M14 >= M13 errorcode "1—本月 不应小于 本月" errorlevel "fatal" ;
  E002 : M17 >= M21 errorcode "销售产值不应小于出口交货值" errorlevel "fatal" ;
  E003 : when M15 > 0 then abs ( M13 / M15 - 1 ) <= 0.3 errorcode "本月同比变动超过30%" errorlevel "query" ;
  E004 : when M13 > 0 then M17 / M13 >= 0.8 errorcode "产品销售率低于80%" errorlevel "notice"
end datapoint ruleset ;`,
  messages: {
    E001: { 'zh-CN': '1—本月 不应小于 本月', en: 'Year to date must not be below the month' },
    E002: { 'zh-CN': '销售产值不应小于出口交货值', en: 'Sales must not be below export deliveries' },
    E003: { 'zh-CN': '本月同比变动超过30%', en: 'The month differs by more than 30% from last year' },
    E004: { 'zh-CN': '产品销售率低于80%', en: 'The sales ratio is below 80%' },
  },
}

export const outputValues: FormValues = {
  cells: {
    H01: '91430200MA4L16JB0T',
    H02: '株洲示例硬质合金有限公司',
    M13: '138520',
    M14: '126400',
    M15: '98210',
    M16: '963402',
    M17: '102300',
    M18: '1120350',
    M19: '95110',
    M20: '948120',
    M21: '20150',
    M22: '188030',
    M23: '18200',
    M24: '172300',
  },
}

export const outputPrevious: FormValues = {
  cells: { M13: '121300', M14: '987880', M17: '118240', M18: '1018050', M21: '19230', M22: '167880' },
}

export const outputYearAgo: FormValues = {
  cells: { M13: '98210', M14: '963402', M17: '95110', M18: '948120', M21: '18200', M22: '172300' },
}

/** The report as it was first submitted; the office looks at what was corrected since. */
export const outputFirstRevision: FormValues = {
  cells: { ...outputValues.cells, M13: '185320', M17: '102030', C01: '55.06' },
}

export const productForm: FormSpec = {
  code: 'B204_2',
  title: { 'zh-CN': '主要工业产品产量', en: 'Output of main industrial products' },
  marks: { ...marks, tableNumber: 'B204-2表' },
  frequency: 'M',
  subject: 'industry',
  header: [],
  sections: [
    {
      kind: 'record',
      id: 'about',
      title: { 'zh-CN': '一、生产情况', en: '1. Production' },
      fields: [
        {
          name: { 'zh-CN': '本月是否正常生产', en: 'In normal production this month' },
          cell: { code: 'P01', kind: 'input', type: { kind: 'boolean' } },
        },
        {
          name: { 'zh-CN': '生产班次', en: 'Shifts' },
          cell: { code: 'P02', kind: 'input', type: { kind: 'code', codelist: 'shift' } },
        },
        {
          name: { 'zh-CN': '开工天数', en: 'Days worked' },
          unitOfMeasure: '天',
          cell: { code: 'P03', kind: 'input', type: { kind: 'decimal', scale: 0, min: '0', max: '31' } },
        },
        field('P04', '备注', 'Remark', 200),
      ],
    },
    {
      kind: 'rows',
      id: 'products',
      title: { 'zh-CN': '二、产品产量', en: '2. Output by product' },
      codelist: 'product',
      keyName: { 'zh-CN': '产品名称', en: 'Product' },
      maxRows: 12,
      heading: [
        { key: 'month', name: { 'zh-CN': '本月', en: 'Month' } },
        { key: 'toDate', name: { 'zh-CN': '1—本月', en: 'Year to date' } },
      ],
      cells: {
        month: { code: 'Q01', kind: 'input', type: { kind: 'decimal', scale: 2 }, required: true },
        toDate: { code: 'Q02', kind: 'input', type: { kind: 'decimal', scale: 2 } },
      },
    },
  ],
  signers: [],
  codelists: {
    shift: [
      { code: '1', name: { 'zh-CN': '一班制', en: 'One shift' } },
      { code: '2', name: { 'zh-CN': '两班制', en: 'Two shifts' } },
      { code: '3', name: { 'zh-CN': '三班制', en: 'Three shifts' } },
    ],
    product: [
      { code: '3011011', name: { 'zh-CN': '水泥熟料', en: 'Cement clinker' }, unitOfMeasure: '吨' },
      { code: '3011020', name: { 'zh-CN': '水泥', en: 'Cement' }, unitOfMeasure: '吨' },
      {
        code: '3021010',
        name: { 'zh-CN': '商品混凝土', en: 'Ready-mixed concrete' },
        unitOfMeasure: '立方米',
      },
      { code: '3072010', name: { 'zh-CN': '日用陶瓷制品', en: 'Household ceramics' }, unitOfMeasure: '万件' },
      { code: '3240010', name: { 'zh-CN': '硬质合金', en: 'Hard alloy' }, unitOfMeasure: '吨' },
      { code: '3711010', name: { 'zh-CN': '电力机车', en: 'Electric locomotives' }, unitOfMeasure: '辆' },
    ],
  },
  rules: `define datapoint ruleset B204_2_edits ( variable Q01, Q02 ) is
  E001 : Q02 >= Q01 errorcode "1—本月 不应小于 本月" errorlevel "fatal"
end datapoint ruleset ;`,
}

export const productValues: FormValues = {
  cells: { P01: true, P03: '26' },
  rows: {
    products: [
      { key: '3240010', cells: { Q01: '312.50', Q02: '2988.20' } },
      { key: '3011020', cells: { Q01: '18200.00', Q02: '17650.00' } },
    ],
  },
}

const flows = ['opening', 'in', 'used', 'lost', 'closing'] as const
const flowNames: Readonly<Record<(typeof flows)[number], LocalText>> = {
  opening: { 'zh-CN': '期初库存', en: 'Opening stock' },
  in: { 'zh-CN': '购进', en: 'Bought' },
  used: { 'zh-CN': '消费', en: 'Used' },
  lost: { 'zh-CN': '损耗', en: 'Lost' },
  closing: { 'zh-CN': '期末库存', en: 'Closing stock' },
}
const stockKey = (row: number): string => String(10_001 + row)

/** As many rows as the list of materials has, by five columns. */
export const stockForm = (rows: number): FormSpec => ({
  code: 'B205',
  title: { 'zh-CN': '主要原材料购进、消费与库存', en: 'Purchase, use and stock of materials' },
  marks: { ...marks, tableNumber: 'B205表' },
  frequency: 'M',
  subject: 'industry',
  unitOfMeasure: '吨',
  header: outputForm.header,
  sections: [
    {
      kind: 'rows',
      id: 'stock',
      codelist: 'material',
      keyName: { 'zh-CN': '原材料名称', en: 'Material' },
      maxRows: rows,
      heading: flows.map(key => ({ key, name: flowNames[key] })),
      cells: Object.fromEntries(
        flows.map((key, i) => [
          key,
          {
            code: `K${i + 1}`,
            kind: key === 'closing' ? 'computed' : 'input',
            type: { kind: 'decimal', scale: 0 },
            ...(key === 'closing' && { formula: 'K1 + K2 - K3 - K4' }),
          },
        ]),
      ),
    },
  ],
  signers: outputForm.signers,
  codelists: {
    material: Array.from({ length: rows }, (_, row) => ({
      code: stockKey(row),
      name: { 'zh-CN': `原材料第${row + 1}种`, en: `Material ${row + 1}` },
    })),
  },
  rules: `define datapoint ruleset B205_edits ( variable K1, K2, K3, K4, K5 ) is
  E001 : K5 >= 0 errorcode "期末库存不应为负" errorlevel "fatal" ;
  E002 : K4 <= K3 errorcode "损耗不应大于消费" errorlevel "query"
end datapoint ruleset ;`,
})

/** Each hundredth row fails a rule. */
export const stockValues = (rows: number): FormValues => ({
  cells: {},
  rows: {
    stock: Array.from({ length: rows }, (_, row) => ({
      key: stockKey(row),
      cells: { K1: '100', K2: String(row), K3: '50', K4: row % 100 === 99 ? '60' : '5' },
    })),
  },
})

const quarters = [1, 2, 3, 4] as const

/** Sixty rows by sixteen columns under three levels of heads: the largest annual tables are like this. */
export const longForm: FormSpec = {
  code: 'B103',
  title: { 'zh-CN': '财务状况明细', en: 'Financial detail' },
  marks: { ...marks, tableNumber: 'B103表' },
  frequency: 'A',
  subject: 'industry',
  unitOfMeasure: '千元',
  header: outputForm.header,
  sections: [
    {
      kind: 'matrix',
      id: 'detail',
      heading: (['now', 'ago'] as const).map(year => ({
        key: year,
        name: year === 'now' ? { 'zh-CN': '本年', en: 'This year' } : { 'zh-CN': '上年', en: 'Last year' },
        children: quarters.map(quarter => ({
          key: `${year}${quarter}`,
          name: { 'zh-CN': `第${quarter}季度`, en: `Q${quarter}` },
          children: [
            { key: `${year}${quarter}a`, name: { 'zh-CN': '年初数', en: 'Opening' } },
            { key: `${year}${quarter}b`, name: { 'zh-CN': '期末数', en: 'Closing' } },
          ],
        })),
      })),
      stub: Array.from({ length: 60 }, (_, i) => {
        const code = String(i + 1).padStart(2, '0')
        const leaves = (['now', 'ago'] as const).flatMap(year =>
          quarters.flatMap(quarter => [`${year}${quarter}a`, `${year}${quarter}b`]),
        )
        return {
          code,
          name: { 'zh-CN': `财务指标第${code}项`, en: `Financial item ${code}` },
          cells: Object.fromEntries(leaves.map((leaf, column) => [leaf, input(`R${code}C${column + 1}`)])),
        }
      }),
    },
  ],
  signers: outputForm.signers,
  rules: `define datapoint ruleset B103_edits ( variable R01C1 ) is
${Array.from({ length: 59 }, (_, i) => {
  const [a, b] = [i + 1, i + 2].map(n => String(n).padStart(2, '0'))
  return `  E${String(i + 1).padStart(3, '0')} : R${a}C2 >= R${b}C1 errorcode "第${a}项期末数不应小于第${b}项年初数" errorlevel "query"`
}).join(' ;\n')}
end datapoint ruleset ;`,
}
