import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFirstOfYear, previousPeriod, saidReason, saidText, yearAgoPeriod } from '#engines/form/index.ts'
import { creditCodeFault } from '#modules/stats/register/credit-code.ts'
import { sizeClassOf } from '#modules/stats/register/size-class.ts'
import { festivalShare, lunarNewYear, springFestival } from './calendar.ts'
import { explain, topicOf } from './explanations.ts'
import { type DemoCity, demoCity } from './index.ts'
import { thresholdOf } from './industries.ts'
import { transposed } from './planted-errors.ts'
import { randomStream } from './random.ts'
import type { DemoReport } from './reports.ts'
import { SERVICE_CODES } from './service-returns.ts'

const NOW = new Date('2026-11-21T02:00:00Z')
let city: DemoCity
let reports: DemoReport[]

beforeAll(() => {
  city = demoCity({ now: NOW })
  reports = [...city.reports()]
}, 60_000)

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
const present = (report: DemoReport) => report.revisions.at(-1)?.cells
const ofForm = (form: string) => reports.filter(report => report.collection.form === form)
const number = (cells: Record<string, string | null>, code: string) => Number(cells[code])

describe('the demonstration city', () => {
  it('should be the same when made twice, and another when the seed differs', () => {
    const small = (seed: number) => {
      const made = demoCity({ now: NOW, scale: 0.02, seed })
      return digest([made.units, [...made.reports()]])
    }
    expect(small(1)).toBe(small(1))
    expect(small(1)).not.toBe(small(2))
    const made = demoCity({ now: NOW, scale: 0.02 })
    expect(digest([...made.plantedErrors()])).toBe(digest([...made.plantedErrors()]))
  })

  it('should have 5,000 units that are plainly generated, and a unit for every township', () => {
    expect(city.enterprises).toHaveLength(5000)
    const townships = city.units.slice(5000)
    expect(townships).toHaveLength(112)
    expect(city.units.every(unit => unit.states[0].name.includes('演示'))).toBe(true)
    expect(new Set(city.units.map(unit => unit.states[0].name)).size).toBe(city.units.length)
    expect(new Set(city.units.map(unit => unit.unitId)).size).toBe(city.units.length)
  })

  it('should give every enterprise a valid credit code of its own county', () => {
    for (const { unit } of city.enterprises) {
      expect(creditCodeFault(unit.creditCode!)).toBeNull()
      expect(unit.creditCode!.slice(2, 8)).toBe(unit.states[0].regionCode.slice(0, 6))
    }
    expect(new Set(city.enterprises.map(e => e.unit.creditCode)).size).toBe(5000)
  })

  it('should place units in real villages, with dated states in order and sizes that follow the table', () => {
    const villages = new Set(city.places.regions.filter(r => r.level === 'village').map(r => r.code))
    for (const { unit } of city.enterprises) {
      const days = unit.states.map(state => state.validFrom)
      expect(days).toEqual([...new Set(days)].sort())
      for (const state of unit.states) {
        expect(villages.has(state.regionCode)).toBe(true)
        const [staff, revenue, assets] = (['staff', 'revenue', 'assets'] as const).map(name =>
          Number(state.attributes[name]),
        ) as [number, number, number]
        const measures = { industry: state.industryCode!, staff, revenue, assets }
        if (!state.note?.startsWith('专业变更')) expect(state.sizeClass).toBe(sizeClassOf(measures))
      }
    }
  })

  it('should count as above the threshold only units that reach it when the window opens', () => {
    for (const { unit, sector, above, economy } of city.enterprises) {
      const threshold = thresholdOf(unit.states[0].industryCode!)
      if (above) expect(economy.revenue).toBeGreaterThanOrEqual(threshold)
      else if (sector === 'industry' || sector === 'service') expect(economy.revenue).toBeLessThan(threshold)
    }
  })

  it('should cluster porcelain in 醴陵, rail in 石峰 and hard metal in 荷塘', () => {
    const share = (industry: RegExp, county: string) => {
      const units = city.enterprises.filter(e => industry.test(e.unit.states[0].industryCode!))
      return units.filter(e => e.unit.states[0].regionCode.startsWith(county)).length / units.length
    }
    expect(share(/^3074/, '430281')).toBeGreaterThan(0.8)
    expect(share(/^371/, '430204')).toBeGreaterThan(0.5)
    expect(share(/^3321|^3240/, '430202')).toBeGreaterThan(0.5)
    expect(share(/^18/, '430203')).toBeGreaterThan(0.5)
  })

  it('should keep its totals', () => {
    const total = (form: string, cell: string) =>
      Object.fromEntries(
        [...Map.groupBy(ofForm(form), r => r.collection.period)]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([period, list]) => [period, list.reduce((s, r) => s + Number(present(r)?.[cell] ?? 0), 0)]),
      )
    expect({
      reports: reports.length,
      output: total('B204-1', 'M13'),
      revenue: total('F203', 'R05'),
    }).toMatchSnapshot()
  })
})

describe('returns', () => {
  it('should run over 24 closed months and the one under way, and the same span of quarters', () => {
    const periods = (form: string) => city.collections.filter(c => c.form === form).map(c => c.period)
    expect(periods('B204-1')).toHaveLength(25)
    expect(periods('B204-1').at(-1)).toBe('2026-M10')
    expect(periods('F203')).toHaveLength(9)
    expect(periods('F203').at(-1)).toBe('2026-Q3')
    expect(periods('A302')).toEqual(['2026'])
    const frame = ofForm('B204-1').filter(r => r.collection.current).length
    expect(frame).toBeGreaterThan(1200)
    expect(frame).toBeLessThan(1600)
  })

  it('should add up in every industrial return that carries no standing error', () => {
    const stored = new Map<string, Record<string, string | null>>()
    const wrong: string[] = []
    for (const report of ofForm('B204-1')) {
      const cells = present(report)
      if (!cells || report.planted.some(p => p.fate === 'standing')) continue
      const { period } = report.collection
      stored.set(`${report.unitId} ${period}`, cells)
      const previous = stored.get(`${report.unitId} ${previousPeriod(period)}`)
      const yearAgo = stored.get(`${report.unitId} ${yearAgoPeriod(period)}`)
      for (const [now, toDate, ago, agoToDate] of [
        ['M13', 'M14', 'M15', 'M16'],
        ['M17', 'M18', 'M19', 'M20'],
        ['M21', 'M22', 'M23', 'M24'],
      ] as const) {
        const before = isFirstOfYear(period) ? 0 : previous && number(previous, toDate)
        if (before !== undefined && number(cells, toDate) !== before + number(cells, now)) wrong.push(toDate)
        if (yearAgo && (cells[ago] !== yearAgo[now] || cells[agoToDate] !== yearAgo[toDate])) wrong.push(ago)
      }
      if (number(cells, 'M17') < number(cells, 'M21') || number(cells, 'M13') <= 0) wrong.push('M13')
    }
    expect(wrong).toEqual([])
    expect(stored.size).toBeGreaterThan(30_000)
  })

  it('should balance in every service return that carries no standing error', () => {
    const at = (cells: Record<string, string | null>, item: keyof typeof SERVICE_CODES) =>
      number(cells, SERVICE_CODES[item][0])
    for (const report of ofForm('F203')) {
      const cells = present(report)
      if (!cells || report.planted.some(p => p.fate === 'standing')) continue
      expect(at(cells, '资产总计')).toBe(at(cells, '负债合计') + at(cells, '所有者权益合计'))
      expect(at(cells, '利润总额')).toBe(
        at(cells, '营业利润') + at(cells, '营业外收入') - at(cells, '营业外支出'),
      )
      expect(at(cells, '净服务收入')).toBeLessThanOrEqual(at(cells, '营业收入'))
    }
  })

  it('should write canonical whole numbers, no negative zero, no blanks but planted ones', () => {
    const odd: string[] = []
    for (const report of reports) {
      for (const revision of report.revisions) {
        const planted = new Set(
          report.planted.filter(p => p.where === revision.revisionNo).flatMap(p => p.cells.map(c => c.cell)),
        )
        for (const [code, value] of Object.entries(revision.cells)) {
          if (!/^[MRY]\d/.test(code) || (value === null && planted.has(code))) continue
          if (!/^(0|-?[1-9]\d*)$/.test(value ?? '')) odd.push(`${code} ${value}`)
        }
      }
    }
    expect(odd).toEqual([])
  })

  it('should slump around the Spring Festival', () => {
    const output = (period: string) =>
      ofForm('B204-1')
        .filter(r => r.collection.period === period)
        .reduce((sum, r) => sum + Number(present(r)?.M13 ?? 0), 0)
    expect(output('2026-M02')).toBeLessThan(0.75 * output('2026-M03'))
  })
})

describe('planted errors', () => {
  const rate = (list: readonly DemoReport[]) => list.filter(r => r.planted.length > 0).length / list.length

  it('should occur at the known rates', () => {
    const past = reports.filter(r => !r.collection.current && r.revisions.length > 0)
    const { imported, returned, submitted, draft } = city.errorRates
    const close = (list: DemoReport[], expected: number) => {
      const deviation = 4 * Math.sqrt((expected * (1 - expected)) / list.length)
      expect(Math.abs(rate(list) - expected)).toBeLessThan(deviation)
    }
    close(
      past.filter(r => r.collection.imported),
      imported,
    )
    close(
      past.filter(r => !r.collection.imported),
      returned,
    )
    const now = reports.filter(r => r.collection.current)
    close(
      now.filter(r => r.state === 'submitted' || r.state === 'accepted:county'),
      submitted,
    )
    close(
      now.filter(r => r.state === 'draft'),
      draft,
    )
    expect(rate(now.filter(r => r.state === 'accepted:city'))).toBe(0)
  })

  it('should be where the manifest says', () => {
    const byReport = new Map(
      reports.map(r => [`${r.unitId} ${r.collection.form} ${r.collection.period}`, r] as const),
    )
    const kinds = new Set<string>()
    for (const error of city.plantedErrors()) {
      kinds.add(error.kind)
      const report = byReport.get(`${error.unitId} ${error.form} ${error.period}`)!
      const carrier = error.where === 'draft' ? report.draft!.cells : report.revisions[error.where - 1]!.cells
      for (const { cell, right, wrong } of error.cells) {
        expect(right).not.toBe(wrong)
        expect(carrier[cell] ?? null).toBe(wrong)
        if (error.fate !== 'standing') expect(report.revisions.at(-1)!.cells[cell]).toBe(right)
      }
    }
    expect([...kinds].sort()).toEqual(['accumulation', 'blank', 'sign', 'swap', 'transposition', 'unit'])
  })

  it('should exchange two different digits and never make a leading zero', () => {
    expect(['12345', '11235', '1009', '555', '7', '-120'].map(transposed)).toEqual([
      '21345',
      '12135',
      '1090',
      null,
      null,
      '-210',
    ])
  })
})

describe('the collections under way', () => {
  it('should be half reported, in every state', () => {
    for (const form of ['B204-1', 'F203']) {
      const now = ofForm(form).filter(r => r.collection.current)
      const reported = now.filter(r => r.state !== 'owed' && r.state !== 'draft').length
      expect(reported / now.length).toBeGreaterThan(0.42)
      expect(reported / now.length).toBeLessThan(0.58)
      expect(new Set(now.map(r => r.state)).size).toBe(6)
    }
  })

  it('should be open on any day of the year, and everything in them have happened', () => {
    for (const now of [
      '2026-03-01T00:10:00+08:00',
      '2026-12-31T23:00:00+08:00',
      '2027-02-08T13:00:00+08:00',
      '2027-10-01T08:00:00+08:00',
    ]) {
      const at = new Date(now)
      const small = demoCity({ now: at, scale: 0.02 })
      const running = small.collections.filter(collection => collection.current)
      expect(running.map(collection => collection.form)).toEqual(['B204-1', 'F203', 'A302'])
      for (const { schedule } of running) {
        expect(schedule.opensAt < at && at < schedule.closesAt).toBe(true)
        expect(schedule.closesAt < schedule.countyAcceptsBy).toBe(true)
      }
      const [month, quarter, harvest] = running.map(({ schedule }) => schedule.closesAt)
      expect(month! < harvest! && quarter! < harvest!).toBe(true)
      for (const report of small.reports()) {
        for (const event of report.events) expect(event.at.getTime()).toBeLessThanOrEqual(at.getTime())
      }
    }
  })
})

describe('the life of a report', () => {
  it('should keep its steps in order, submissions before the close and corrections with a note', () => {
    for (const report of reports) {
      const times = report.events.map(event => event.at.getTime())
      if (times.some((time, i) => i > 0 && time < times[i - 1]!)) expect(times).toBe('in order')
      const { opensAt, closesAt } = report.collection.schedule
      const first = report.revisions[0]
      const inTime = !first || (first.at >= opensAt && first.at <= (report.extendedUntil ?? closesAt))
      if (!inTime) expect(first.at).toBe('between opening and close')
      const corrections = report.revisions.filter(revision => revision.kind === 'correction')
      if (corrections.length > 0) expect(corrections.every(c => c.note!.length >= 5)).toBe(true)
    }
  })

  it('should bring half of the submissions in the last two hours', () => {
    const closed = reports.filter(r => !r.collection.current && r.revisions.length > 0)
    const late = closed.filter(
      r => r.collection.schedule.closesAt.getTime() - r.revisions[0]!.at.getTime() <= 2 * 3_600_000,
    )
    expect(late.length / closed.length).toBeGreaterThan(0.45)
    expect(late.length / closed.length).toBeLessThan(0.6)
  })

  it('should explain queries in sentences that no office would refuse', () => {
    const random = randomStream(1, 'test')
    const boilerPlate = /^(核实无误|已核实|无|正常|属实)[。.]?$/
    for (const rule of [
      'E003',
      'E010',
      'E013',
      'E017',
      'E020',
      'E022',
      'E024',
      'E015',
      'Y05',
      'G05',
      'E005',
      'E008',
    ]) {
      for (const form of ['B204-1', 'F203']) {
        for (const shock of [null, 'newOrders', 'maintenance', 'relocation'] as const) {
          const said = explain(
            topicOf(form, rule),
            {
              period: '2026-M10',
              activity: '日用瓷制造',
              item: '工业总产值',
              now: 5200,
              lastYear: 3600,
              shock,
              lastYearShock: null,
            },
            [
              { code: 'ORDER', name: { 'zh-CN': '重大订单' } },
              { code: 'OTHER', name: { 'zh-CN': '其他' } },
            ],
            random,
          )
          const text = saidText(said)
          expect(['ORDER', 'OTHER']).toContain(saidReason(said))
          expect(text.length).toBeGreaterThan(12)
          expect(text).not.toMatch(boilerPlate)
          expect(text).not.toMatch(/undefined|NaN|null/)
        }
      }
    }
  })
})

describe('the calendar', () => {
  it('should agree with ICU about the Spring Festival, but for the years in which ICU errs', () => {
    const years = Array.from({ length: 20 }, (_, i) => 2020 + i)
    expect(years.filter(year => springFestival(year) !== lunarNewYear(year))).toEqual([2027, 2030])
    expect(springFestival(2027)).toBe('2027-02-06')
    expect(springFestival(2044)).toBe('2044-01-30')
  })

  it('should divide the standstill between the months it touches', () => {
    expect(festivalShare('2026-M02')).toBeCloseTo(16 / 28)
    expect(festivalShare('2025-M01') * 31 + festivalShare('2025-M02') * 28).toBeCloseTo(16)
    expect(festivalShare('2026-M07')).toBe(0)
  })
})
