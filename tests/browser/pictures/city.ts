/** A small city that never changes: who looks at it, its places, its forms and the moment they are looked at. */
import { readFileSync } from 'node:fs'
import { ROLES } from '#apps/server/roles.ts'
import { type FormSpec, importForm } from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { listSavedViews } from '#kernel/contract/saved-views.ts'
import { listRegions, readRegion, readSession } from '#modules/ops/access/contract.ts'
import { listProgrammes, listSubjectFrequencies } from '#modules/stats/catalog/contract.ts'
import { type Answer, answer } from './answers.ts'

export const NOW = '2026-11-05T10:32:00+08:00'
export const PERIOD = '2026-M10'
export const CITY = '430200000000'

/** Shanghai's wall clock in November 2026: `at(5, '10:18')`. */
export const at = (day: number, time: string, month = 11): string =>
  `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${time}:00+08:00`

type SignedIn = Extract<ReplyOf<typeof readSession>, { signedIn: true }>

const signedIn = (role: string, person: Partial<SignedIn>): Answer =>
  answer(readSession, {
    signedIn: true,
    csrfToken: 'token',
    accountId: 7,
    signInName: role,
    displayName: '',
    kind: 'staff',
    unitId: null,
    unitName: null,
    organisationId: 1,
    organisationName: '株洲市统计局',
    locale: 'zh-CN',
    permissions: [...(ROLES.find(one => one.code === role)?.permissions ?? [])],
    grants: [],
    ready: true,
    mustChangePassword: false,
    secondFactorPending: false,
    mustEnrolSecondFactor: false,
    secondFactorEnrolled: true,
    unread: 2,
    demonstration: true,
    helpContact: '',
    ...person,
  })

export const UNIT = { unitId: 4107, unitName: '醴陵华瓷日用陶瓷有限公司', creditCode: '91430281MA4L0R7C3X' }

export const enterprise = signedIn('reporter', {
  signInName: UNIT.creditCode,
  displayName: UNIT.unitName,
  kind: 'enterprise',
  unitId: UNIT.unitId,
  unitName: UNIT.unitName,
  organisationId: null,
  organisationName: null,
})
export const cityStaff = signedIn('city-statistician', { displayName: '周立言' })
export const countyStaff = signedIn('county-statistician', {
  displayName: '李晓芸',
  organisationName: '醴陵市统计局',
})
export const leader = signedIn('leader', { displayName: '谭文博', unread: 0 })

export const stranger = answer(readSession, {
  signedIn: false,
  demonstration: true,
  demonstrationAccounts: [
    { signInName: 'enterprise', password: 'Zhitong-2026', title: { 'zh-CN': '企业', en: 'Enterprise' } },
    {
      signInName: 'county',
      password: 'Zhitong-2026',
      title: { 'zh-CN': '县区统计局', en: 'County statistics office' },
    },
    {
      signInName: 'city',
      password: 'Zhitong-2026',
      title: { 'zh-CN': '市统计局', en: 'City statistics office' },
    },
  ],
  helpContact: '株洲市统计局 0731-2868 0000',
})

export const COUNTIES = [
  ['430202000000', '荷塘区'],
  ['430203000000', '芦淞区'],
  ['430204000000', '石峰区'],
  ['430211000000', '天元区'],
  ['430212000000', '渌口区'],
  ['430223000000', '攸县'],
  ['430224000000', '茶陵县'],
  ['430225000000', '炎陵县'],
  ['430281000000', '醴陵市'],
] as const

const TOWNSHIPS = [
  ['430281001000', '来龙门街道'],
  ['430281002000', '阳三石街道'],
  ['430281108000', '泗汾镇'],
  ['430281112000', '白兔潭镇'],
] as const

type Region = ReplyOf<typeof readRegion>['region']

const region = (code: string, name: string, level: Region['level'], parentCode: string | null): Region => ({
  code,
  name,
  level,
  parentCode,
  urbanRural: null,
  fullName: `湖南省株洲市${name}`,
  hasChildren: level !== 'township',
})

const city = region(CITY, '株洲市', 'city', null)
const counties = COUNTIES.map(([code, name]) => region(code, name, 'county', CITY))
const townships = TOWNSHIPS.map(([code, name]) => region(code, name, 'township', '430281000000'))

const below = (parent: string | null): readonly Region[] =>
  parent === null ? [city] : [...counties, ...townships].filter(one => one.parentCode === parent)

/** What the frame of every page of the console asks. */
export const surroundings: readonly Answer[] = [
  answer(listRegions, ({ query }) => ({ edition: '2023', regions: [...below(query.get('parent'))] })),
  answer(readRegion, ({ params }) => ({
    region: [city, ...counties, ...townships].find(one => one.code === params.code) ?? city,
    ancestors: params.code === CITY ? [] : [city],
  })),
  answer(listProgrammes, {
    items: [
      {
        code: 'four-above',
        name: { 'zh-CN': '一套表统计调查制度', en: 'Enterprise survey programme' },
        issuer: '国家统计局',
        approvalNumber: '示例',
        validFrom: '2025-02',
        validUntil: '2027-01',
        owner: CITY,
        ownerName: '株洲市',
        forms: 6,
        mayChange: false,
      },
    ],
  }),
  answer(listSubjectFrequencies, {
    items: [
      { subject: 'industry', frequency: 'M' },
      { subject: 'labour', frequency: 'Q' },
    ],
  }),
  answer(listSavedViews, {
    items: [{ id: 1, name: '待审核', address: 'states=submitted', isDefault: false }],
  }),
]

const forms = new URL('../../../modules/stats/catalog/forms/', import.meta.url)

/** A form of the catalogue, as it is published. */
export function formOf(code: string, others: readonly FormSpec[] = []): FormSpec {
  const { spec, diagnostics } = importForm(readFileSync(new URL(`${code}.yaml`, forms), 'utf8'), {
    forms: others,
  })
  if (!spec) throw new Error(JSON.stringify(diagnostics))
  return spec
}

export const outputForm = formOf('B204-1')
export const productForm = formOf('B204-2', [outputForm])

export const headOf = ({ code, title, subject }: FormSpec, formVersionId: number, period = PERIOD) => ({
  formVersionId,
  formCode: code,
  formTitle: title,
  period,
  subject,
})
