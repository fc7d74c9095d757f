/** Accounts: one for every unit that reports, a statistician for every county, and those people sign in with. */

import { NATION } from '#kernel/contract/index.ts'
import { copyInto } from '#kernel/db/copy.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { type AccountDraft, insertAccounts } from '#kernel/identity/accounts.ts'
import { createPasswordHashing } from '#kernel/identity/password-hash.ts'
import { writeGrant } from '#kernel/permission/grants.ts'
import type { Step } from '#modules/stats/collect/contract.ts'
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

/** The people of the enterprise that shows how several of one unit report together. */
const CREW: readonly (readonly [name: string, title: string, step: Step])[] = [
  ['enterprise-fill', '填表人', 'fill'],
  ['enterprise-review', '统计负责人', 'review'],
  ['enterprise-sign', '单位负责人', 'sign'],
]

/** An enterprise of another county than the visitor's, whose return of this month is still owed. */
function crewUnit(city: DemoCity): DemoUnit | null {
  for (const { collection, unit, state, unitId } of city.reports()) {
    if (collection.form !== 'B204-1' || !collection.current || state !== 'owed') continue
    if (!unit.regionCode.startsWith(COUNTY)) return city.units.find(one => one.unitId === unitId)!
  }
  return null
}

/** Their accounts, and the steps their unit has turned on. */
async function seedCrew(
  tx: WriteTx,
  city: DemoCity,
  unit: DemoUnit,
  filler: number,
  passwordHash: string,
): Promise<number> {
  const random = randomStream(city.options.seed, 'crew')
  const names = CREW.map((_, i) => (i === 0 ? unit.statistician! : personName(random)))
  const drafts = CREW.slice(1).map(([signInName, title], i) => ({
    signInName,
    displayName: `${names[i + 1]}（${title}）`,
    kind: 'enterprise' as const,
    organisationId: null,
    unitId: unit.unitId,
    phone: null,
    passwordHash,
    mustChangePassword: false,
  }))
  const added = await insertAccounts(tx, drafts)
  for (const accountId of added)
    await writeGrant(
      tx,
      { accountId, role: 'reporter', regionCode: null, unitId: unit.unitId, subjects: null },
      null,
    )
  const settled = { unit_id: unit.unitId, review: true, sign: true, version: 1 }
  await tx
    .insertInto('collect.unit_steps')
    .values({ ...settled, changed_by: filler, changed_at: city.options.now })
    .execute()
  await tx
    .insertInto('collect.unit_person')
    .values(
      [filler, ...added].map((accountId, i) => ({
        unit_id: unit.unitId,
        account_id: accountId,
        name: names[i]!,
        steps: [CREW[i]![2]],
      })),
    )
    .execute()
  return added.length
}

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
  const crew = crewUnit(city)
  const drafts = reporting.map(unit => reporterDraft(unit, nameOf(unit, visitor, crew), passwordHash))
  const accounts = await insertAccounts(tx, drafts)
  await copyInto(
    tx,
    'permission.grant',
    reporting.map((unit, i) => ({ account_id: accounts[i]!, role_code: 'reporter', unit_id: unit.unitId })),
  )
  const beside =
    crew === null ? 0 : await seedCrew(tx, city, crew, accounts[reporting.indexOf(crew)]!, passwordHash)
  const byName = new Map(staff.map((person, i) => [person.draft.signInName, ids[i]!]))
  const counties = city.places.regions.filter(region => region.level === 'county')
  return {
    reporters: new Map(reporting.map((unit, i) => [unit.unitId, accounts[i]!])),
    counties: new Map(counties.map(c => [c.code.slice(0, 6), byName.get(countyName(c.code))!])),
    city: byName.get('city')!,
    accounts: staff.length + reporting.length + beside,
    roles: { reporter: reporting.length + beside, ...countOf(staff.map(person => person.role)) },
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

const nameOf = (unit: DemoUnit, visitor: DemoUnit, crew: DemoUnit | null): string => {
  if (unit === visitor) return 'enterprise'
  return unit === crew ? CREW[0]![0] : unit.creditCode!
}

const reporterDraft = (unit: DemoUnit, signInName: string, passwordHash: string): AccountDraft => ({
  signInName,
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
  '    enterprise-fill · enterprise-review · enterprise-sign  同一企业的三人 three people of one enterprise',
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
    ['enterprise-fill', '三人办理：填表人', 'Three people: fills in'],
    ['enterprise-review', '三人办理：统计负责人', 'Three people: reviews'],
    ['enterprise-sign', '三人办理：单位负责人', 'Three people: signs'],
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
