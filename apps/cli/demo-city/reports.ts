/** The returns of one unit over all collections, each with its life up to `now`. */
import { yearAgoPeriod } from '#engines/form/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { laterOf, type Schedule } from './calendar.ts'
import { type Month, monthsOf, type Shock } from './economy.ts'
import { correctionNote, OTHER_RETURN_REASONS, returnReason } from './explanations.ts'
import { type Cells, industrialReturns } from './industrial-returns.ts'
import { ERROR_RATES, type FormKind, type PlantedError, plantError } from './planted-errors.ts'
import { type Random, randomStream } from './random.ts'
import { extensionOf, lateTime, stepBetween, submissionTime, submissionTimeSoFar } from './report-life.ts'
import { serviceReturns } from './service-returns.ts'
import { type Enterprise, stateOn, type UnitState } from './units.ts'

export type DemoCollection = Readonly<{
  form: string
  formKind: FormKind | 'township'
  period: string
  /** Days and neighbours of the period, at hand because every report asks for them. */
  firstDay: string
  lastDay: string
  previous: string
  lastMonth: string
  schedule: Schedule
  /** Under way at `now`; the others are closed. */
  current: boolean
  /** Older than the platform: its reports were imported by the office. */
  imported: boolean
}>

/** One whose returns are generated. */
type ReturnsCollection = DemoCollection & Readonly<{ formKind: FormKind }>

export type ReportState = 'owed' | 'draft' | 'submitted' | 'returned' | 'accepted:county' | 'accepted:city'
export type Who = 'reporter' | 'county' | 'city'

export type DemoRevision = Readonly<{
  revisionNo: number
  kind: 'report' | 'correction' | 'import'
  cells: Cells
  note: string | null
  by: Who
  at: Date
}>

export type DemoEvent = Readonly<{
  kind:
    | 'submitted'
    | 'imported'
    | 'returned'
    | 'accepted:county'
    | 'accepted:city'
    | 'corrected'
    | 'extended'
    | 'reminded'
  at: Date
  by: Who
  revisionNo: number | null
  note: string | null
  cells: readonly string[]
}>

/** What happened to the unit in the month (the quarter's last month), for explanations. */
export type Circumstances = Readonly<{ activity: string; shock: Shock | null; lastYearShock: Shock | null }>

export type DemoReport = Readonly<{
  unitId: number
  collection: DemoCollection
  /** The unit as it stood when the frame was frozen. */
  unit: UnitState
  state: ReportState
  revisions: readonly DemoRevision[]
  draft: Readonly<{ cells: Cells; savedAt: Date }> | null
  events: readonly DemoEvent[]
  extendedUntil: Date | null
  circumstances: Circumstances
  planted: readonly PlantedError[]
}>

export type CityClock = Readonly<{ seed: number; now: Date; baseMonth: string; lastMonth: string }>

/** Reports of a unit in the order of its collections; a unit outside the frame of a collection has none. */
export function reportsOf(
  clock: CityClock,
  enterprise: Enterprise,
  collections: readonly DemoCollection[],
): DemoReport[] {
  const { unit, sector, above } = enterprise
  if (!above || (sector !== 'industry' && sector !== 'service')) return []
  const kind: FormKind = sector === 'industry' ? 'industrial' : 'service'
  const owed = collections.filter(
    (c): c is ReturnsCollection => c.formKind === kind && inFrame(enterprise, c),
  )
  if (owed.length === 0) return []
  const months = monthsOfUnit(clock, enterprise)
  const right = rightCells(clock, enterprise, kind, months, owed)
  const history = new Map(months.map(month => [month.period, month]))
  const reports: DemoReport[] = []
  for (const collection of owed) {
    const cells = right.get(collection.period)
    if (!cells) continue
    const { lastMonth } = collection
    const state = stateOn(unit, collection.lastDay)
    const last = reports.at(-1)
    const reportedLast = last?.collection.period === collection.previous && last.revisions.length > 0
    const life = new Life(
      clock,
      enterprise,
      collection,
      state,
      cells,
      right.get(collection.previous),
      reportedLast,
    )
    reports.push(
      life.report({
        activity: String(state.attributes.mainActivity),
        shock: history.get(lastMonth)?.shock ?? null,
        lastYearShock: history.get(yearAgoPeriod(lastMonth))?.shock ?? null,
      }),
    )
  }
  return reports
}

function inFrame({ unit }: Enterprise, { firstDay, lastDay }: DemoCollection): boolean {
  return unit.states[0].validFrom <= firstDay && (unit.exitedOn === null || unit.exitedOn > lastDay)
}

function monthsOfUnit(clock: CityClock, { unit, economy }: Enterprise): Month[] {
  const opened = String(unit.states[0].attributes.openedOn).slice(0, 7).replace('-', '-M')
  const from = laterOf(opened, clock.baseMonth)
  return monthsOf(economy, from, clock.lastMonth, randomStream(clock.seed, `economy ${unit.unitId}`))
}

function rightCells(
  { seed }: CityClock,
  { unit, economy, staff }: Enterprise,
  kind: FormKind,
  months: readonly Month[],
  owed: readonly DemoCollection[],
): Map<string, Cells> {
  const periods = new Set(owed.flatMap(c => [c.period, c.previous]))
  if (kind === 'industrial') return industrialReturns(months, periods)
  return serviceReturns({ seed, unitId: unit.unitId, economy, staff, months, quarters: [...periods] })
}

const REPLY_SHARE = 0.988
const LATE_SHARE = 0.02
const CURRENT_STATES: readonly (readonly [ReportState, number])[] = [
  ['submitted', 27],
  ['returned', 3],
  ['accepted:county', 14],
  ['accepted:city', 6],
  ['draft', 7],
  ['owed', 43],
]

/** Builds one report step by step; a class because the steps share what happened before. */
class Life {
  private readonly random: Random
  private readonly revisions: DemoRevision[] = []
  private readonly events: DemoEvent[] = []
  private readonly planted: PlantedError[] = []
  private draft: DemoReport['draft'] = null
  private extendedUntil: Date | null = null
  private readonly clock: CityClock
  private readonly enterprise: Enterprise
  private readonly collection: ReturnsCollection
  private readonly unit: UnitState
  private readonly cells: Cells
  private readonly previous: Cells | null
  private readonly reportedLast: boolean

  constructor(
    clock: CityClock,
    enterprise: Enterprise,
    collection: ReturnsCollection,
    unit: UnitState,
    cells: Cells,
    previous: Cells | undefined,
    reportedLast: boolean,
  ) {
    this.clock = clock
    this.enterprise = enterprise
    this.collection = collection
    this.unit = unit
    this.previous = previous ?? null
    this.reportedLast = reportedLast
    this.cells = { ...this.fixedCells(), ...cells }
    this.random = randomStream(
      clock.seed,
      `report ${enterprise.unit.unitId} ${collection.form} ${collection.period}`,
    )
  }

  report(circumstances: Circumstances): DemoReport {
    const state = this.collection.current ? this.liveNow() : this.livePast()
    return {
      unitId: this.enterprise.unit.unitId,
      collection: this.collection,
      unit: this.unit,
      state,
      revisions: this.revisions,
      draft: this.draft,
      events: this.events,
      extendedUntil: this.extendedUntil,
      circumstances,
      planted: this.planted,
    }
  }

  /** Header and signers; the reporter's date is set when the revision is made. */
  private fixedCells(): Cells {
    const { attributes, name } = this.unit
    const { creditCode, statistician } = this.enterprise.unit
    return {
      H01: creditCode,
      H02: name,
      S01: attributes.legalRepresentative ?? null,
      S02: statistician,
      S03: statistician,
      S04: attributes.phone ?? null,
    }
  }

  private livePast(): ReportState {
    const { random, collection } = this
    const { schedule } = collection
    if (!random.chance(REPLY_SHARE)) {
      this.event('reminded', schedule.closesAt, 'county', null, '已过截止时间仍未上报，请尽快联系。')
      return 'owed'
    }
    let at = submissionTime(random, schedule)
    if (!collection.imported && random.chance(LATE_SHARE)) {
      this.extendedUntil = extensionOf(schedule)
      this.event('extended', schedule.closesAt, 'city', null, '企业停电无法上报，申请延期。')
      at = lateTime(random, schedule)
    }
    const done = collection.imported ? this.importPast(at) : this.reportPast(at)
    const county = stepBetween(random, done, schedule.countyAcceptsBy)
    this.event('accepted:county', county, 'county')
    this.event('accepted:city', stepBetween(random, county, schedule.cityAcceptsBy), 'city')
    return 'accepted:city'
  }

  /** Gives when the right values stood. */
  private importPast(at: Date): Date {
    const { random, collection } = this
    const wrong = random.chance(ERROR_RATES.imported) ? this.plant(false, 1, 'corrected') : null
    this.revise('import', wrong ?? this.cells, at, 'county', null)
    if (!wrong) return at
    const fixed = stepBetween(random, at, collection.schedule.countyAcceptsBy)
    this.revise('correction', this.cells, fixed, 'county', correctionNote(this.planted[0]!.kind))
    return fixed
  }

  private reportPast(at: Date): Date {
    const { random, collection } = this
    const wrong = random.chance(ERROR_RATES.returned) ? this.plant(true, 1, 'returned') : null
    this.revise('report', wrong ?? this.cells, at, 'reporter', null)
    if (!wrong) return at
    const latest = collection.schedule.countyAcceptsBy
    const returned = stepBetween(random, at, new Date((at.getTime() + latest.getTime()) / 2))
    this.sendBack(returned, returnReason(this.planted[0]!.kind))
    const fixed = stepBetween(random, returned, latest)
    this.revise('report', this.cells, fixed, 'reporter', null)
    return fixed
  }

  private liveNow(): ReportState {
    const { random, collection, clock } = this
    const state = random.weighted(CURRENT_STATES)
    if (state === 'owed') return state
    const at = submissionTimeSoFar(random, collection.schedule, clock.now)
    if (state === 'draft') {
      const wrong = random.chance(ERROR_RATES.draft) ? this.plant(false, 'draft', 'standing') : null
      this.draft = { cells: this.halfFilled(wrong), savedAt: at }
      return state
    }
    if (state === 'returned') return this.returnedNow(at)
    const mayBeWrong = state !== 'accepted:city' && random.chance(ERROR_RATES.submitted)
    const wrong = mayBeWrong ? this.plant(true, 1, 'standing') : null
    this.revise('report', wrong ?? this.cells, at, 'reporter', null)
    this.acceptNow(state, at)
    return state
  }

  private returnedNow(at: Date): ReportState {
    const { random, clock } = this
    const wrong = random.chance(ERROR_RATES.sentBack) ? this.plant(true, 1, 'standing') : null
    this.revise('report', wrong ?? this.cells, at, 'reporter', null)
    const reason = wrong ? returnReason(this.planted[0]!.kind) : random.pick(OTHER_RETURN_REASONS)
    const returned = stepBetween(random, at, clock.now)
    this.sendBack(returned, reason)
    this.draft = { cells: this.revisions.at(-1)!.cells, savedAt: returned }
    return 'returned'
  }

  private acceptNow(state: ReportState, at: Date): void {
    if (state === 'submitted') return
    const county = stepBetween(this.random, at, this.clock.now)
    this.event('accepted:county', county, 'county')
    if (state === 'accepted:city') {
      this.event('accepted:city', stepBetween(this.random, county, this.clock.now), 'city')
    }
  }

  /** Some drafts are finished, some stop in the middle of the form. */
  private halfFilled(wrong: Cells | null): Cells {
    if (wrong || this.random.chance(0.5)) return wrong ?? this.cells
    const codes = Object.keys(this.cells).filter(code => !/^[HS]/.test(code))
    const blank = new Set(codes.slice(Math.ceil(codes.length * (0.3 + 0.4 * this.random.next()))))
    const entered = (code: string) => !blank.has(code) && !/^S/.test(code)
    return Object.fromEntries(Object.entries(this.cells).filter(([code]) => entered(code)))
  }

  /** Errors are planted only where the rules have something to hold a return against. */
  private comparable(): boolean {
    const lastYear = this.collection.formKind === 'industrial' ? this.cells.M15 : this.cells.Y05
    return this.reportedLast && lastYear !== '0'
  }

  private plant(submittableOnly: boolean, where: number | 'draft', fate: PlantedError['fate']): Cells | null {
    const { collection, cells, previous } = this
    if (!this.comparable()) return null
    const planted = plantError(
      this.random,
      {
        form: collection.formKind,
        period: collection.period,
        cells,
        previous,
        standing: fate === 'standing',
      },
      submittableOnly,
    )
    if (!planted) return null
    this.planted.push({
      form: collection.form,
      period: collection.period,
      unitId: this.enterprise.unit.unitId,
      where,
      kind: planted.kind,
      fate,
      cells: planted.errors,
    })
    return planted.cells
  }

  private revise(kind: DemoRevision['kind'], cells: Cells, at: Date, by: Who, note: string | null): void {
    const revisionNo = this.revisions.length + 1
    const reported = this.revisions.findLast(revision => revision.kind === 'report')
    const S05 = kind === 'correction' ? (reported?.cells.S05 ?? shanghaiDay(at)) : shanghaiDay(at)
    this.revisions.push({ revisionNo, kind, cells: { ...cells, S05 }, note, by, at })
    const event = { report: 'submitted', correction: 'corrected', import: 'imported' } as const
    const changed = kind === 'correction' ? this.planted[0]!.cells.map(({ cell }) => cell) : []
    this.event(event[kind], at, by, revisionNo, note, changed)
  }

  private sendBack(at: Date, note: string): void {
    const cells = this.planted[0]?.cells.map(({ cell }) => cell) ?? []
    this.event('returned', at, 'county', this.revisions.length, note, cells)
  }

  private event(
    kind: DemoEvent['kind'],
    at: Date,
    by: Who,
    revisionNo: number | null = this.revisions.length || null,
    note: string | null = null,
    cells: readonly string[] = [],
  ): void {
    this.events.push({ kind, at, by, revisionNo, note, cells })
  }
}
