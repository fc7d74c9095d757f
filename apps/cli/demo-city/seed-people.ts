/** Accounts: one for every unit that reports, a statistician for every county, and those people sign in with. */

import { NATION } from '#kernel/contract/index.ts'
import { copyInto } from '#kernel/db/copy.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { type AccountDraft, insertAccounts } from '#kernel/identity/accounts.ts'
import { createPasswordHashing } from '#kernel/identity/password-hash.ts'
import { writeGrant } from '#kernel/permission/grants.ts'
import type { DemoCity } from './index.ts'
import { personName } from './people.ts'
import { randomStream } from './random.ts'
import type { DemoUnit } from './units.ts'

export const DEMO_PASSWORD = 'Zhitong-2026'
export const CITY_REGION = '430200000000'
/** The county whose statistician is `county`; the enterprise and the township lie in it. */
const COUNTY = '430281'

export type People = Readonly<{
  /** Account of a unit. */
  reporters: ReadonlyMap<number, number>
  /** Account of a county's statistician, by the six digits of the county. */
  counties: ReadonlyMap<string, number>
  city: number
  /** How many accounts there are, each with one grant, and how many of them in each role. */
  accounts: number
  roles: Readonly<Record<string, number>>
}>

type Person = Readonly<{
  draft: AccountDraft
  role: string
  regionCode: string | null
  subjects: string[] | null
}>

const STAFF: readonly (readonly [name: string, title: string, role: string])[] = [
  ['city', '市局专业人员', 'city-statistician'],
  ['leader', '市领导', 'leader'],
  ['designer', '计算站', 'designer'],
]
const ADMINISTRATORS: readonly (readonly [name: string, title: string, role: string])[] = [
  ['sysadmin', '系统管理员', 'system-administrator'],
  ['secadmin', '安全管理员', 'security-administrator'],
  ['auditadmin', '审计管理员', 'audit-administrator'],
]

/** The porcelain maker of the county that a visitor reports for: its return of this month is still owed. */
function demonstrationUnit(city: DemoCity): DemoUnit {
  for (const report of city.reports()) {
    const { collection, unit, state, unitId } = report
    if (collection.form !== 'B204-1' || !collection.current || state !== 'owed') continue
    if (!unit.regionCode.startsWith(COUNTY) || !unit.industryCode?.startsWith('307')) continue
    return city.units.find(one => one.unitId === unitId)!
  }
  return city.enterprises[0]!.unit
}

export async function seedPeople(
  tx: WriteTx,
  city: DemoCity,
  offices: ReadonlyMap<string, number>,
): Promise<People> {
  const visitor = demonstrationUnit(city)
  const reporting = reportingUnits(city)
  const passwordHash = await createPasswordHashing().hash(DEMO_PASSWORD)
  const staff = staffOf(city, offices, visitor, passwordHash)
  const ids = await insertAccounts(
    tx,
    staff.map(person => person.draft),
  )
  for (const [i, { role, regionCode, subjects }] of staff.entries()) {
    await writeGrant(tx, { accountId: ids[i]!, role, regionCode, unitId: null, subjects }, null)
  }
  const drafts = reporting.map(unit => reporterDraft(unit, visitor, passwordHash))
  const accounts = await insertAccounts(tx, drafts)
  await copyInto(
    tx,
    'permission.grant',
    reporting.map((unit, i) => ({ account_id: accounts[i]!, role_code: 'reporter', unit_id: unit.unitId })),
  )
  const byName = new Map(staff.map((person, i) => [person.draft.signInName, ids[i]!]))
  const counties = city.places.regions.filter(region => region.level === 'county')
  return {
    reporters: new Map(reporting.map((unit, i) => [unit.unitId, accounts[i]!])),
    counties: new Map(counties.map(c => [c.code.slice(0, 6), byName.get(countyName(c.code))!])),
    city: byName.get('city')!,
    accounts: staff.length + reporting.length,
    roles: { reporter: reporting.length, ...countOf(staff.map(person => person.role)) },
  }
}

const reportingUnits = (city: DemoCity): readonly DemoUnit[] =>
  city.enterprises
    .filter(({ above, sector }) => above && (sector === 'industry' || sector === 'service'))
    .map(({ unit }) => unit)

const countOf = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(names, name => name)].map(([name, same]) => [name, same.length]))

const countyName = (code: string): string =>
  code.startsWith(COUNTY) ? 'county' : `county-${code.slice(0, 6)}`

function staffOf(
  city: DemoCity,
  offices: ReadonlyMap<string, number>,
  visitor: DemoUnit,
  passwordHash: string,
): Person[] {
  const random = randomStream(city.options.seed, 'staff')
  const person = (signInName: string, title: string, role: string, regionCode: string): Person => ({
    draft: {
      signInName,
      displayName: `${personName(random)}（${title}）`,
      kind: 'staff',
      organisationId: offices.get(regionCode) ?? offices.get(CITY_REGION)!,
      unitId: null,
      phone: null,
      passwordHash,
      mustChangePassword: false,
    },
    role,
    regionCode,
    subjects: null,
  })
  const township = `${visitor.states.at(-1)!.regionCode.slice(0, 9)}000`
  const place = city.places.regions.find(region => region.code === township)!
  return [
    ...STAFF.map(([name, title, role]) => person(name, title, role, CITY_REGION)),
    ...ADMINISTRATORS.map(([name, title, role]) => person(name, title, role, NATION)),
    ...city.places.regions
      .filter(region => region.level === 'county')
      .map(region =>
        person(countyName(region.code), `${region.name}统计局`, 'county-statistician', region.code),
      ),
    person('township', `${place.name}统计站`, 'township-statistician', township),
  ]
}

const reporterDraft = (unit: DemoUnit, visitor: DemoUnit, passwordHash: string): AccountDraft => ({
  signInName: unit === visitor ? 'enterprise' : unit.creditCode!,
  displayName: unit.statistician!,
  kind: 'enterprise',
  organisationId: null,
  unitId: unit.unitId,
  phone: unit.states.at(-1)!.attributes.phone ?? null,
  passwordHash,
  mustChangePassword: false,
})

export const DEMO_ACCOUNTS: readonly string[] = [
  `  演示账户 demonstration accounts，口令 password ${DEMO_PASSWORD}`,
  '    enterprise  企业报表员 enterprise statistician',
  '    township    乡镇统计员 township statistician',
  '    county      县级专业人员 county statistician（醴陵市）',
  '    city        市级专业人员 city statistician',
  '    designer    计算站 computing centre',
  '    leader      领导 leader',
  '    sysadmin · secadmin · auditadmin  三员 the three administrators',
]

/** What the sign-in page of the demonstration offers, one line each. */
export const OFFERED_ACCOUNTS = (
  [
    ['enterprise', '企业报表员', 'Enterprise statistician'],
    ['township', '乡镇统计员', 'Township statistician'],
    ['county', '县级专业人员', 'County statistician'],
    ['city', '市级专业人员', 'City statistician'],
    ['designer', '计算站', 'Computing centre'],
    ['leader', '领导', 'Leader'],
    ['sysadmin', '系统管理员', 'System administrator'],
    ['secadmin', '安全管理员', 'Security administrator'],
    ['auditadmin', '审计管理员', 'Audit administrator'],
  ] as const
).map(([signInName, zhCN, en]) => ({ signInName, password: DEMO_PASSWORD, title: { 'zh-CN': zhCN, en } }))
