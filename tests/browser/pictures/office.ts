/** What an office finds: how far its collections are, the reports in the order of their risk, one report to judge. */
import { compileForm, openForm, type Finding as RuleFinding } from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import {
  getProgress,
  getReport,
  listAcceptances,
  listCollections,
  listReminders,
  listReports,
  stayAtReport,
} from '#modules/stats/collect/contract.ts'
import { listRegisterTypes, listUnits } from '#modules/stats/register/contract.ts'
import { type Answer, type Asked, answer } from './answers.ts'
import {
  at,
  CITY,
  COUNTIES,
  cityStaff,
  countyStaff,
  formOf,
  headOf,
  outputForm,
  PERIOD,
  productForm,
  surroundings,
  UNIT,
} from './city.ts'
import { outputPrevious, outputValues, outputYearAgo } from './reporting.ts'

type Collection = ReplyOf<typeof listCollections>['items'][number]
type ProgressRow = ReplyOf<typeof getProgress>['total']

const collection = (collectionId: number, rest: Partial<Collection>): Collection => ({
  collectionId,
  ...headOf(outputForm, collectionId),
  regionEdition: '2023',
  opensAt: at(1, '00:00'),
  closesAt: at(10, '18:00'),
  countyAcceptsBy: at(12, '18:00'),
  cityAcceptsBy: at(14, '18:00'),
  issuedAt: at(25, '09:00', 10),
  closedAt: null,
  phase: 'open',
  owed: 1186,
  submitted: 834,
  ...rest,
})

const collections: readonly Collection[] = [
  collection(11, {}),
  collection(12, { ...headOf(productForm, 12) }),
  collection(13, { ...headOf(formOf('202-1'), 13), closesAt: at(4, '12:00'), phase: 'closed' }),
]

const listed = (items: readonly Collection[]): Answer =>
  answer(listCollections, { total: items.length, items: [...items] })

const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10)

type Counts = readonly [
  owed: number,
  drafted: number,
  submitted: number,
  returned: number,
  county: number,
  city: number,
  query: number,
  fatal: number,
]

function row(regionCode: string, name: string, counts: Counts, opens = true): ProgressRow {
  const [owed, drafted, submitted, returned, acceptedCounty, acceptedCity, query, fatal] = counts
  const late = Math.round(submitted / 60)
  return {
    regionCode,
    name,
    opens,
    owed,
    drafted,
    submitted,
    onTime: submitted - late,
    late,
    returned,
    fatal,
    query,
    acceptedCounty,
    acceptedCity,
    extended: 0,
    submittedRate: percent(submitted, owed),
    acceptedRate: percent(acceptedCounty, owed),
  }
}

const countyCounts: readonly Counts[] = [
  [142, 12, 118, 3, 96, 60, 21, 0],
  [121, 9, 97, 2, 80, 41, 14, 1],
  [186, 22, 139, 5, 102, 55, 33, 0],
  [204, 18, 171, 4, 140, 92, 29, 2],
  [96, 11, 58, 6, 31, 12, 17, 0],
  [131, 14, 84, 3, 52, 20, 18, 0],
  [74, 6, 41, 1, 20, 0, 9, 0],
  [38, 0, 38, 0, 38, 38, 2, 0],
  [194, 31, 88, 9, 27, 0, 36, 1],
]
const rows = COUNTIES.map(([code, name], index) => row(code, name, countyCounts[index] as Counts))
const total = row(
  CITY,
  '株洲市',
  countyCounts.reduce(
    (sum, counts) => sum.map((one, index) => one + (counts[index] ?? 0)) as unknown as Counts,
  ),
)

const progress = answer(getProgress, { region: CITY, total, rows: [...rows], at: at(5, '10:31') })
const noProgress = answer(getProgress, {
  region: CITY,
  total: row(CITY, '株洲市', [0, 0, 0, 0, 0, 0, 0, 0]),
  rows: [],
  at: at(5, '10:31'),
})

type Listed = ReplyOf<typeof listReports>['items'][number]
type ListedState = Listed['state']

const industries = [
  { industryCode: '3074', industryName: '日用陶瓷制品制造' },
  { industryCode: '3075', industryName: '陈设艺术陶瓷制造' },
  { industryCode: '2672', industryName: '焰火、鞭炮产品制造' },
  { industryCode: '3311', industryName: '金属结构制造' },
] as const

const reportRow = (
  index: number,
  unitName: string,
  state: ListedState,
  [fatal, query, notice]: readonly [number, number, number],
  effect: number | null,
  submitted: string | null,
): Listed => ({
  unitId: 4107 + index,
  unitName,
  creditCode: index === 0 ? UNIT.creditCode : `91430281MA4L${10 + index}7C3X`,
  regionCode: '430281108000',
  regionName: '醴陵市 泗汾镇',
  ...industries[index % industries.length]!,
  sizeClass: index % 3 === 0 ? 'medium' : 'small',
  state,
  revisionNo: submitted === null ? 0 : 1,
  submittedAt: submitted,
  onTime: submitted === null ? null : true,
  extendedUntil: index === 6 ? at(12, '18:00') : null,
  fatal,
  query,
  notice,
  receiptNo: submitted === null ? null : `B204-1-2026M10-00${4107 + index}-1`,
  effect,
})

const byRisk: readonly Listed[] = (
  [
    [UNIT.unitName, 'submitted', [1, 3, 0], 2.41, at(5, '09:12')],
    ['醴陵金塔烟花材料制造有限公司', 'submitted', [0, 4, 1], -1.87, at(4, '17:50')],
    ['醴陵市泗汾电瓷电器股份有限公司湖南高压绝缘子分公司', 'submitted', [0, 2, 0], 1.36, at(4, '16:03')],
    ['醴陵渌江陶瓷原料有限公司', 'returned', [0, 2, 0], 0.94, at(3, '11:26')],
    ['醴陵东富精密模具有限公司', 'submitted', [0, 1, 2], -0.61, at(5, '08:44')],
    ['醴陵白兔潭花炮包装有限公司', 'accepted:county', [0, 1, 0], 0.33, at(2, '15:20')],
    ['醴陵市船湾食品有限公司', 'draft', [0, 0, 0], null, null],
    ['醴陵瓷谷新材料科技有限公司', 'submitted', [0, 0, 1], 0.12, at(3, '10:05')],
    ['醴陵嘉树机械制造有限公司', 'accepted:county', [0, 0, 0], -0.04, at(2, '09:31')],
    ['醴陵枫林纸业有限公司', 'owed', [0, 0, 0], null, null],
  ] as const
).map(([name, state, findings, effect, submitted], index) =>
  reportRow(index, name, state, findings, effect, submitted),
)

const effectOf = {
  cell: 'M13',
  label: {
    'zh-CN': '工业总产值(当年价格) · 本月',
    en: 'Gross industrial output value (current prices) · This month',
  },
  against: 'yearAgo',
  period: '2025-M10',
} as const

const reports = answer(listReports, ({ query }: Asked) => ({
  total: query.get('findings') === 'unreviewed' ? 17 : 194,
  items: query.get('pageSize') === '1' ? [] : [...byRisk],
  effectOf,
  bulk: { accept: 61, held: 3, remind: 106 },
}))
const noReports = answer(listReports, {
  total: 0,
  items: [],
  effectOf: null,
  bulk: { accept: 0, held: 0, remind: 0 },
})

/** What rules find in the report, as the server keeps it. */
function findingsOf(explanations: Readonly<Record<string, string>>): ReplyOf<typeof getReport>['findings'] {
  const { program } = compileForm(outputForm)
  const { findings } = openForm(program!, {
    values: outputValues,
    foreign: { period: PERIOD, previous: outputPrevious, yearAgo: outputYearAgo },
  })
  const kept = (finding: RuleFinding) => {
    const explanation = explanations[finding.rule] ?? null
    return {
      rule: finding.rule,
      rowKey: finding.row ?? '',
      severity: finding.level,
      cells: [...finding.cells],
      message: finding.message,
      operands: { values: finding.values, comparison: finding.comparison },
      reason: null,
      explanation,
      explainedBy: explanation && '王芳',
      explainedAt: explanation && at(5, '09:10'),
      review: null,
      reviewedBy: null,
      reviewedAt: null,
    }
  }
  return findings.map(kept)
}

const review = answer(getReport, {
  report: byRisk[0] as Listed,
  collection: {
    collectionId: 11,
    ...headOf(outputForm, 11),
    window: {
      phase: 'open',
      opensAt: at(1, '00:00'),
      closesAt: at(10, '18:00'),
      extendedUntil: null,
      dueAt: at(10, '18:00'),
    },
  },
  spec: outputForm,
  foreign: { period: PERIOD, previous: outputPrevious, yearAgo: outputYearAgo, register: null, forms: {} },
  forms: [],
  codelists: {},
  sharedLists: {},
  values: outputValues,
  shownRevision: 1,
  reported: null,
  previous: outputPrevious,
  yearAgo: outputYearAgo,
  findings: findingsOf({
    E003: '新增两条窑炉生产线9月投产，产量上升。',
    E018: '出口订单集中交付，国内销售同步增长。',
  }),
  undecided: [],
  revisions: [
    {
      revisionNo: 1,
      kind: 'report',
      madeBy: '王芳',
      madeAt: at(5, '09:12'),
      note: null,
      receiptNo: 'B204-1-2026M10-004107-1',
      signatures: [],
      changes: [],
    },
  ],
  events: [{ kind: 'submitted', at: at(5, '09:12'), by: '王芳', revisionNo: 1, note: null, cells: [] }],
  inquiries: [
    {
      inquiryId: 5,
      cells: ['M21'],
      revisionNo: 1,
      state: 'open',
      messages: [
        { side: 'office', by: '李晓芸', at: at(5, '09:40'), text: '出口交货值大于销售产值，请核对。' },
      ],
    },
  ],
  may: {
    accept: 'county',
    withdraw: null,
    sendBack: true,
    correct: true,
    extend: true,
    remind: false,
    ask: true,
  },
})

const presence = answer(stayAtReport, {
  others: [
    {
      name: '周立言',
      role: { 'zh-CN': '市级统计专业人员', en: 'City statistician' },
      activity: 'reviewing',
      since: at(5, '10:24'),
    },
  ],
})

const nothingSent = [
  answer(listReminders, { total: 0, items: [] }),
  answer(listAcceptances, { total: 0, items: [] }),
]

const office = [...surroundings, listed(collections), progress, reports, ...nothingSent]
export const cityOffice: readonly Answer[] = [cityStaff, ...office]
export const countyOffice: readonly Answer[] = [countyStaff, ...office, review, presence]
export const idleOffice: readonly Answer[] = [cityStaff, ...office, listed([])]
export const quietOffice: readonly Answer[] = [cityStaff, ...office, noProgress, noReports]

type UnitRow = ReplyOf<typeof listUnits>['items'][number]

const units: readonly UnitRow[] = byRisk.map((one, index) => ({
  unitId: one.unitId,
  creditCode: one.creditCode,
  localCode: null,
  name: one.unitName,
  kind: 'legal',
  regionCode: one.regionCode,
  regionName: '湖南省株洲市醴陵市泗汾镇',
  industryCode: one.industryCode,
  industryName: ['日用陶瓷制品制造', '陈设艺术陶瓷制造', '焰火、鞭炮产品制造', '金属结构制造'][
    index % 4
  ] as string,
  registerType: '170',
  sizeClass: index % 3 === 0 ? 'medium' : 'small',
  aboveThreshold: index !== 6,
  validFrom: `20${String(12 + index)}-0${1 + (index % 9)}-01`,
  exitedOn: null,
  exitReason: null,
}))

export const register: readonly Answer[] = [
  cityStaff,
  ...surroundings,
  answer(listRegisterTypes, { items: [{ code: '170', text: { 'zh-CN': '私营', en: 'Private' } }] }),
  answer(listUnits, { total: 1186, items: [...units] }),
]
