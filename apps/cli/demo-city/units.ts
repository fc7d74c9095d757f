import { composeCreditCode } from '#modules/stats/register/credit-code.ts'
import { type SizeClass, sizeClassOf } from '#modules/stats/register/size-class.ts'
import { addDays } from './calendar.ts'
import type { Economy } from './economy.ts'
import {
  INDUSTRY_PROFILES,
  type IndustryProfile,
  SECTOR_SIZES,
  type Sector,
  thresholdOf,
} from './industries.ts'
import { brand, address as makeAddress, personName, telephone } from './people.ts'
import type { Places, Village } from './places.ts'
import { type Random, randomStream } from './random.ts'

/** Register fields beside the columns; whole numbers as text, revenue and assets in 千元 of the last full year. */
export type UnitAttributes = Readonly<
  Record<
    | 'address'
    | 'legalRepresentative'
    | 'phone'
    | 'mainActivity'
    | 'openedOn'
    | 'staff'
    | 'revenue'
    | 'assets',
    string
  >
>

/** One dated state of a unit; the first is in force from the unit's `validFrom`. */
export type UnitState = Readonly<{
  validFrom: string
  name: string
  regionCode: string
  industryCode: string | null
  registerType: string | null
  sizeClass: SizeClass | null
  aboveThreshold: boolean
  /** Empty for townships. */
  attributes: Partial<UnitAttributes>
  note: string | null
}>

export type DemoUnit = Readonly<{
  unitId: number
  creditCode: string | null
  kind: 'legal' | 'self-employed' | 'township'
  /** Who fills in its forms; null for townships. */
  statistician: string | null
  exitedOn: string | null
  exitReason: number | null
  /** By `validFrom`, ascending; the last is the present one. */
  states: readonly [UnitState, ...UnitState[]]
}>

/** A unit with what only its maker knows. */
export type Enterprise = Readonly<{
  unit: DemoUnit
  sector: Sector
  economy: Economy
  staff: number
  /** Whether it owes the returns of its sector while above the threshold. */
  above: boolean
}>

export type Window = Readonly<{ from: string; to: string }>

/** `scale` 1 gives the full city of 5,000. Dates `YYYY-MM-DD`; `window` is the span that the returns cover. */
export function makeEnterprises(
  options: Readonly<{ seed: number; scale: number; window: Window; places: Places }>,
): Enterprise[] {
  const names = new Set<string>()
  const enterprises: Enterprise[] = []
  for (const { sector, above, below } of SECTOR_SIZES) {
    const profiles = INDUSTRY_PROFILES.filter(p => p.sector === sector)
    for (const [isAbove, count] of [
      [true, above],
      [false, below],
    ] as const) {
      for (const profile of apportioned(profiles, Math.round(count * options.scale))) {
        const unitId = enterprises.length + 1
        const random = randomStream(options.seed, `unit ${unitId}`)
        enterprises.push(makeOne({ ...options, random, unitId, profile, above: isAbove, names }))
      }
    }
  }
  return enterprises
}

/** Each profile repeated by its weight, largest remainders first, so that the counts add up exactly. */
function apportioned(profiles: readonly IndustryProfile[], count: number): IndustryProfile[] {
  const total = profiles.reduce((sum, p) => sum + p.weight, 0)
  const shares = profiles.map((profile, index) => {
    const exact = (profile.weight * count) / total
    return { profile, index, whole: Math.floor(exact), rest: exact - Math.floor(exact) }
  })
  const missing = count - shares.reduce((sum, s) => sum + s.whole, 0)
  const lucky = new Set(
    [...shares]
      .sort((a, b) => b.rest - a.rest || a.index - b.index)
      .slice(0, missing)
      .map(s => s.index),
  )
  return shares.flatMap(s => Array<IndustryProfile>(s.whole + (lucky.has(s.index) ? 1 : 0)).fill(s.profile))
}

type Making = Readonly<{
  random: Random
  unitId: number
  profile: IndustryProfile
  above: boolean
  names: Set<string>
  window: Window
  places: Places
}>

function makeOne(making: Making): Enterprise {
  const { random, unitId, profile, above, window } = making
  const village = making.places.choose(random, profile.counties, profile.cluster)
  const threshold = thresholdOf(profile.industry)
  const revenue = Math.round(yearlyRevenue(random, profile, above, threshold))
  const selfEmployed =
    !above && (profile.sector === 'trade' || profile.sector === 'catering') && random.chance(0.6)
  const economy = makeEconomy(random, profile, revenue)
  const staff = Math.max(
    1,
    Math.round((revenue / 10 / profile.productivity) * Math.exp(0.3 * random.normal())),
  )
  const life = makeLife(random, window, above)
  const registerType = registerTypeOf(random, profile, above, selfEmployed, revenue)
  const name = uniqueName(making, village, registerType)
  const measures = {
    industry: profile.industry,
    staff,
    revenue,
    assets: Math.round(revenue * economy.assetRatio),
  }
  const first: UnitState = {
    validFrom: life.validFrom,
    name,
    regionCode: village.code,
    industryCode: profile.industry,
    registerType,
    sizeClass: sizeClassOf(measures),
    aboveThreshold: above,
    attributes: attributesOf(random, profile, village, life.openedOn, measures),
    note: null,
  }
  const unit: DemoUnit = {
    unitId,
    creditCode: composeCreditCode(
      selfEmployed ? '92' : registerType === '400' ? '93' : '91',
      village.county.code.slice(0, 6),
      // GB 11714 numbers are issued from digits and MA…; DE… is never issued, so no real unit has these codes.
      `DE${String(unitId).padStart(6, '0')}`,
    ),
    kind: selfEmployed ? 'self-employed' : 'legal',
    statistician: personName(random),
    exitedOn: life.exitedOn,
    exitReason: life.exitReason,
    states: [first, ...laterStates(making, first, economy, life.exitedOn)],
  }
  return { unit, sector: profile.sector, economy, staff, above }
}

function yearlyRevenue(random: Random, profile: IndustryProfile, above: boolean, threshold: number): number {
  const median = profile.revenue * 10
  const base = Number.isFinite(threshold) ? threshold : 0
  if (above) return Math.max(base * (1.02 + 0.4 * random.next()), random.logNormal(median, 0.9))
  const ceiling = base > 0 ? base * 0.95 : Number.POSITIVE_INFINITY
  return Math.min(Math.max(120, random.logNormal(median * 0.28, 0.8)), ceiling * (0.6 + 0.4 * random.next()))
}

function makeEconomy(random: Random, profile: IndustryProfile, revenue: number): Economy {
  return {
    revenue,
    growth: profile.growth / 100 + 0.05 * random.normal(),
    volatility: 0.035 + 0.04 * random.next(),
    seasonal: profile.seasonal,
    exportShare: random.chance(Math.min(profile.exporters * 1.6, 0.9)) ? 0.1 + 0.6 * random.next() : 0,
    salesRate: 0.955 + 0.04 * random.next(),
    costShare: 0.68 + 0.18 * random.next(),
    assetRatio: 0.5 + 1.1 * random.next(),
    debtRatio: 0.32 + 0.4 * random.next(),
  }
}

const FRAME_DAY = '12-31'

function makeLife(random: Random, window: Window, above: boolean) {
  const entersLate = random.chance(above ? 0.07 : 0.05)
  const openedOn = entersLate
    ? dayWithin(random, window.from, window.to)
    : dayWithin(random, '1992-03-01', window.from)
  const frameYear = Number(window.from.slice(0, 4)) - 1
  const frameStart = `${frameYear}-${FRAME_DAY}`
  const validFrom = entersLate ? `${openedOn.slice(0, 8)}01` : frameStart
  if (entersLate || !random.chance(above ? 0.05 : 0.06)) {
    return { openedOn, validFrom, exitedOn: null, exitReason: null }
  }
  const exitedOn = `${dayWithin(random, addDays(window.from, 60), window.to).slice(0, 8)}01`
  const exitReason = random.weighted([
    [1, above ? 40 : 0],
    [2, 20],
    [3, 22],
    [4, 6],
    [5, 6],
    [7, 3],
    [8, 3],
  ])
  return { openedOn, validFrom, exitedOn, exitReason }
}

function dayWithin(random: Random, from: string, to: string): string {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
  return addDays(from, random.int(0, Math.max(days - 1, 0)))
}

function registerTypeOf(
  random: Random,
  profile: IndustryProfile,
  above: boolean,
  selfEmployed: boolean,
  revenue: number,
): string {
  if (selfEmployed) return '500'
  if (profile.sector === 'agriculture') return random.chance(0.66) ? '400' : '112'
  const large = revenue > 300_000
  return random.weighted([
    ['112', large ? 30 : 70],
    ['119', large ? 26 : 11],
    ['121', large ? 8 : 3],
    ['129', large ? 14 : 2],
    ['111', large ? 10 : 2],
    ['131', large ? 3 : 0.5],
    ['132', large ? 0 : 0.8],
    ['133', large ? 0 : 0.6],
    ['140', above ? 2 : 7],
    ['150', above ? 1 : 3],
    ['210', large ? 5 : 1.2],
    ['310', large ? 5 : 1.2],
  ])
}

const LEGAL_FORM: Readonly<Record<string, string>> = {
  '121': '股份有限公司',
  '129': '股份有限公司',
  '131': '厂',
  '132': '厂',
  '133': '厂',
  '140': '厂',
  '150': '中心（有限合伙）',
  '400': '农民专业合作社',
  '500': '店',
}

function uniqueName(making: Making, village: Village, registerType: string): string {
  const { random, profile, names } = making
  const county = village.county.name
  const place = county.endsWith('区') ? '株洲' : county.length > 2 ? county.slice(0, 2) : county
  const suffix = LEGAL_FORM[registerType] ?? '有限公司'
  const word = suffix === '店' ? profile.word.replace(/店$/, '') : profile.word
  const tail = suffix === '厂' && profile.sector !== 'industry' ? '服务中心' : suffix
  for (;;) {
    const name = `${place}演示${brand(random)}${word}${tail}`
    if (names.has(name)) continue
    names.add(name)
    return name
  }
}

function attributesOf(
  random: Random,
  profile: IndustryProfile,
  village: Village,
  openedOn: string,
  measures: Readonly<{ staff: number; revenue: number; assets: number }>,
): UnitAttributes {
  return {
    address: makeAddress(random, {
      county: village.county.name,
      township: village.township.name,
      village: village.name,
    }),
    legalRepresentative: personName(random),
    phone: telephone(random),
    mainActivity: profile.activity,
    openedOn,
    staff: String(measures.staff),
    revenue: String(measures.revenue),
    assets: String(measures.assets),
  }
}

/** Each New Year staff and revenue are brought up to date; a few units move or change their main activity. */
function laterStates(
  making: Making,
  first: UnitState,
  economy: Economy,
  exitedOn: string | null,
): UnitState[] {
  const { random, window, profile } = making
  const states: UnitState[] = []
  let present = first
  const firstYear = Number(window.from.slice(0, 4))
  const lastYear = Number(window.to.slice(0, 4))
  for (let year = firstYear + 1; year <= lastYear; year += 1) {
    const validFrom = `${year}-01-01`
    if (validFrom <= present.validFrom || (exitedOn !== null && validFrom >= exitedOn)) continue
    present = grown(making, present, economy, validFrom, year - firstYear)
    states.push(present)
  }
  if (random.chance(0.02) && states.length > 0) {
    const moved = making.places.choose(random, profile.counties, profile.cluster)
    states.push({ ...states.pop()!, regionCode: moved.code, note: '辖区变更：经营地迁移' })
  } else if (random.chance(0.01) && states.length > 0) {
    const sisters = INDUSTRY_PROFILES.filter(
      p => p.sector === profile.sector && p.industry.slice(0, 2) === profile.industry.slice(0, 2),
    )
    const { industry, activity } = random.pick(sisters)
    const last = states.pop()!
    const attributes = { ...last.attributes, mainActivity: activity }
    states.push({ ...last, industryCode: industry, attributes, note: '专业变更：主营业务调整' })
  }
  return states
}

function grown(
  making: Making,
  state: UnitState,
  economy: Economy,
  validFrom: string,
  years: number,
): UnitState {
  const before = state.attributes
  const factor = Math.exp(economy.growth * years)
  const revenue = Math.round(economy.revenue * factor)
  const staff = Math.max(1, Math.round(Number(before.staff) * Math.exp(0.04 * making.random.normal())))
  const assets = Math.round(revenue * economy.assetRatio)
  return {
    ...state,
    validFrom,
    sizeClass: sizeClassOf({ industry: state.industryCode!, staff, revenue, assets }),
    attributes: { ...before, staff: String(staff), revenue: String(revenue), assets: String(assets) },
    note: '年度更新',
  }
}

export function stateOn(unit: DemoUnit, day: string): UnitState {
  return unit.states.findLast(state => state.validFrom <= day) ?? unit.states[0]
}
