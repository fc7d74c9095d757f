/** What an enterprise finds: its forms of the month, one of them half filled in, a receipt. */
import type { CellValues, FormSpec, FormValues } from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { getMyReceipt, listMyReports, openMyReport } from '#modules/stats/collect/contract.ts'
import { type Answer, answer } from './answers.ts'
import { at, enterprise, formOf, headOf, NOW, outputForm, PERIOD, productForm, UNIT } from './city.ts'

type MyReport = ReplyOf<typeof listMyReports>['items'][number]

const contacts = [
  { organisation: '醴陵市统计局', name: '李晓芸', phone: '0731-2323 0011' },
  { organisation: '株洲市统计局', name: '周立言', phone: null },
]

const window = (opens: string, closes: string, phase: MyReport['window']['phase']): MyReport['window'] => ({
  phase,
  opensAt: opens,
  closesAt: closes,
  extendedUntil: null,
  dueAt: closes,
})

const october = window(at(1, '00:00'), at(10, '18:00'), 'open')

const report = (collectionId: number, form: FormSpec, rest: Partial<MyReport>): MyReport => ({
  unitId: UNIT.unitId,
  unitName: UNIT.unitName,
  collectionId,
  ...headOf(form, collectionId),
  state: 'owed',
  window: october,
  revisionNo: 0,
  receiptNo: null,
  withoutReceipt: rest.receiptNo ? null : 'not-submitted',
  submittedAt: null,
  onTime: null,
  draftSavedAt: null,
  returned: null,
  openInquiries: 0,
  turn: null,
  counts: { fatal: 0, query: 0, notice: 0 },
  ...rest,
})

const RECEIPT_NO = 'B204-1-2026M10-004107-1'

const half = report(11, outputForm, { state: 'draft', draftSavedAt: at(5, '10:18') })

const reports: readonly MyReport[] = [
  half,
  report(12, productForm, {
    state: 'returned',
    revisionNo: 1,
    receiptNo: 'B204-2-2026M10-004107-1',
    submittedAt: at(3, '16:41'),
    onTime: true,
    returned: {
      at: at(4, '09:05'),
      by: '李晓芸',
      reason: '日用陶瓷制品的期末库存与年初库存、产量、销售量对不上，请核对后再报。',
      cells: ['P08@030'],
    },
    openInquiries: 1,
    counts: { fatal: 0, query: 1, notice: 0 },
  }),
  report(13, formOf('202-1'), { window: window(at(1, '00:00'), at(6, '12:00'), 'open') }),
  report(14, formOf('F203'), {
    state: 'accepted:county',
    revisionNo: 1,
    receiptNo: 'F203-2026M10-004107-1',
    submittedAt: at(2, '15:20'),
    onTime: true,
    counts: { fatal: 0, query: 2, notice: 1 },
  }),
  report(15, formOf('101-1'), {
    period: '2026',
    window: window(at(1, '00:00', 12), at(25, '18:00', 12), 'not-open'),
  }),
]

const listed = (items: readonly MyReport[]): Answer =>
  answer(listMyReports, { total: items.length, items: [...items], contacts, now: NOW })

const header: CellValues = { H01: UNIT.creditCode, H02: UNIT.unitName }
const signers: CellValues = { S01: '刘建国', S02: '陈思敏', S03: '王芳', S04: '0731-23230188' }

/** By the order of the cells on the form: this month, from January, and both a year ago. */
const amounts = (values: readonly number[]): CellValues =>
  Object.fromEntries(values.map((value, index) => [`M${13 + index}`, String(value)]))

export const outputValues: FormValues = {
  cells: {
    ...header,
    ...amounts([41286, 384191, 29870, 301466, 39950, 371204, 29105, 293880, 40120, 101420, 5100, 52000]),
    ...signers,
  },
}
export const outputPrevious: FormValues = {
  cells: {
    ...header,
    ...amounts([38412, 342905, 31050, 271596, 37720, 331254, 30480, 264775, 7240, 61300, 5420, 46900]),
    ...signers,
  },
}
export const outputYearAgo: FormValues = {
  cells: {
    ...header,
    ...amounts([29870, 301466, 27110, 280340, 29105, 293880, 26800, 272100, 5100, 52000, 4700, 47800]),
    ...signers,
  },
}

const productRow = (key: string, values: readonly string[]) => ({
  key,
  cells: Object.fromEntries(values.map((value, index) => [`P0${index + 1}`, value])),
})

const productValues: FormValues = {
  cells: { ...header, ...signers },
  rows: {
    products: [
      productRow('030', [
        '1286.50',
        '11904.20',
        '1102.00',
        '10688.75',
        '842.60',
        '11520.40',
        '0.00',
        '1226.40',
      ]),
      productRow('007', ['36.20', '338.90', '35.10', '331.40', '4.80', '336.10', '2.40', '5.20']),
      productRow('041', ['118.00', '1042.50', '95.60', '987.10', '0.00', '0.00', '1042.50', '0.00']),
    ],
  },
}

type Opened = ReplyOf<typeof openMyReport>

const opened = (mine: MyReport, spec: FormSpec, values: FormValues, rest: Partial<Opened> = {}): Answer => {
  const { previous = null, yearAgo = null, explanations = {} } = rest
  return answer(openMyReport, {
    report: mine,
    spec,
    foreign: { period: PERIOD, unit: String(UNIT.unitId), previous, yearAgo, register: null, forms: {} },
    forms: spec === productForm ? [outputForm] : [],
    codelists: {},
    sharedLists: {},
    values,
    draft: { version: 3, values, explanations, savedBy: '王芳', savedAt: at(5, '10:18') },
    draftVersion: 3,
    prefill: { values: { cells: header }, filled: [] },
    findings: [],
    events: [],
    inquiries: [],
    contacts,
    editable: true,
    steps: null,
    now: NOW,
    ...rest,
    previous,
    yearAgo,
    explanations,
  })
}

const filling = opened(half, outputForm, outputValues, {
  previous: outputPrevious,
  yearAgo: outputYearAgo,
  explanations: { E003: '新增两条窑炉生产线9月投产，产量上升。' },
})

export const reporter: readonly Answer[] = [enterprise, listed(reports), filling]
export const reporterOfNothing: readonly Answer[] = [enterprise, listed([])]

export const products: readonly Answer[] = [
  enterprise,
  opened(
    report(12, productForm, { state: 'draft', draftSavedAt: at(5, '10:18') }),
    productForm,
    productValues,
  ),
]

export const receipt: readonly Answer[] = [
  enterprise,
  answer(getMyReceipt, {
    receiptNo: RECEIPT_NO,
    unitId: UNIT.unitId,
    collectionId: 11,
    revisionNo: 1,
    submittedAt: at(5, '10:31'),
    onTime: true,
    repeated: false,
    unitName: UNIT.unitName,
    ...headOf(outputForm, 11),
    submittedBy: '王芳',
    signatures: [],
  }),
]
