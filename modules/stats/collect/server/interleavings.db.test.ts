import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { type City, OPENS, openCity } from '../testing/city.ts'
import * as model from '../testing/report-model.ts'

const RUNS = 60
const LIMIT_MS = 30_000

type World = {
  index: number
  reporters: readonly Caller[]
  seen: { revision: number; draft: number }[]
  looked: number
  serial: number
}

type Step = Readonly<{ name: string; run(m: model.Model, w: World): Promise<void> }>

const next = (w: World): number => {
  w.serial += 1
  return w.serial
}

const look = (m: model.Model, w: World): void => {
  w.looked = m.revision
}

describe('random interleavings of two reporters, a county, a city and the clock', () => {
  let city: City
  let desks: Readonly<Record<model.Desk, Caller>>
  let people: readonly (readonly Caller[])[]

  beforeAll(async () => {
    city = await openCity({ units: RUNS + 40 })
    people = await Promise.all(
      Array.from({ length: RUNS }, async (_, index) => [
        await city.reporter(index),
        await city.reporter(index),
      ]),
    )
    desks = { county: city.county, city: city.city }
    // The clock jumps by days; sessions are to last through it.
    await city.services.database.db
      .updateTable('identity.session')
      .set({ seen_at: new Date('2030-01-01T00:00:00Z') })
      .execute()
  })
  afterAll(() => city.close())

  const at = (hour: number) => new Date(OPENS.getTime() + hour * 3_600_000)
  const mine = (w: World) => `/api/collect/my-reports/${city.collectionId}/${city.units[w.index]}`
  const office = (w: World) => `/api/collect/collections/${city.collectionId}/reports/${city.units[w.index]}`
  const codeOf = (reply: { statusCode: number; json(): { code?: string } }) =>
    reply.statusCode === 200 ? 'ok' : (reply.json().code ?? String(reply.statusCode))

  const values: Readonly<Record<model.Kind, (n: number) => unknown>> = {
    good: n => ({ cells: { M1: String(n), M2: String(n + 1) } }),
    fatal: n => ({ cells: { M1: String(n + 2), M2: String(n) } }),
    query: n => ({ cells: { M1: String(n + 500), M2: '9000', M3: '1' } }),
    bad: () => ({ cells: { M1: 'x' } }),
  }

  const open = (r: number): Step => ({
    name: `open${r}`,
    run: async (_m, w) => {
      const { report, draftVersion } = (await w.reporters[r]!('GET', mine(w))).json()
      w.seen[r] = { revision: report.revisionNo, draft: draftVersion }
    },
  })
  const save = (r: number): Step => ({
    name: `save${r}`,
    run: async (m, w) => {
      const { revision, draft } = w.seen[r]!
      const body = {
        version: draft,
        baseRevision: revision,
        values: values.good(next(w)),
        explanations: {},
      }
      const reply = await w.reporters[r]!('PUT', `${mine(w)}/draft`, body)
      expect(codeOf(reply)).toBe(model.save(m, { revision, draft }))
      if (reply.statusCode === 200) w.seen[r] = { revision, draft: reply.json().version }
    },
  })
  const submit = (r: number, kind: model.Kind, n: number): Step => ({
    name: `submit${r}:${kind}${n}`,
    run: async (m, w) => {
      const seen = w.seen[r]!
      const body = {
        clientId: randomUUID(),
        baseRevision: seen.revision,
        draftVersion: seen.draft,
        values: values[kind](n),
        explanations: {},
      }
      const before = m.revision
      const reply = await w.reporters[r]!('POST', `${mine(w)}/submissions`, body)
      expect(codeOf(reply)).toBe(model.submit(m, seen, kind, `good${n}`))
      if (reply.statusCode !== 200) return
      expect(reply.json()).toMatchObject({ revisionNo: m.revision, repeated: m.revision === before })
      const again = await w.reporters[r]!('POST', `${mine(w)}/submissions`, body)
      expect(again.json()).toEqual({ ...reply.json(), repeated: true })
      if (m.revision > before) w.seen[r] = { revision: m.revision, draft: 0 }
    },
  })
  const act = (
    name: string,
    word: (m: model.Model, looked: number) => string,
    send: (w: World) => Promise<{ statusCode: number; json(): { code?: string } }>,
  ): Step => ({
    name,
    run: async (m, w) => {
      const reply = await send(w)
      expect(codeOf(reply)).toBe(word(m, w.looked))
    },
  })
  const desk = fc.constantFrom<model.Desk>('county', 'city')
  const reporter = fc.constantFrom(0, 1)
  const kind = fc.constantFrom<model.Kind>('good', 'good', 'good', 'fatal', 'query', 'bad')

  const steps: readonly fc.Arbitrary<Step>[] = [
    reporter.map(open),
    reporter.map(save),
    fc.tuple(reporter, kind, fc.integer({ min: 1, max: 3 })).map(([r, k, n]) => submit(r, k, n)),
    fc.constant({ name: 'look', run: async (m, w) => look(m, w) } satisfies Step),
    desk.map(d =>
      act(
        `accept:${d}`,
        (m, looked) => (looked === 0 ? 'REQUEST_MALFORMED' : model.accept(m, d, looked)),
        w => desks[d]('POST', `${office(w)}/accept`, { revisionNo: w.looked }),
      ),
    ),
    desk.map(d =>
      act(
        `withdraw:${d}`,
        m => model.withdraw(m, d),
        w => desks[d]('POST', `${office(w)}/withdraw`, {}),
      ),
    ),
    desk.map(d =>
      act(
        `sendBack:${d}`,
        (m, looked) => (looked === 0 ? 'REQUEST_MALFORMED' : model.sendBack(m, d, looked)),
        w =>
          desks[d]('POST', `${office(w)}/send-back`, {
            revisionNo: w.looked,
            reason: '产值与用电量不符，请核对',
          }),
      ),
    ),
    desk.map(d =>
      act(
        `correct:${d}`,
        (m, looked) => (looked === 0 ? 'REQUEST_MALFORMED' : model.correct(m, d, looked)),
        w =>
          desks[d]('POST', `${office(w)}/corrections`, {
            clientId: randomUUID(),
            revisionNo: w.looked,
            changes: [{ cell: 'M2', value: String(50_000 + next(w)) }],
            note: '与企业电话核对后更正累计数',
          }),
      ),
    ),
    fc.tuple(desk, fc.constantFrom(90, 120, 160, 190)).map(([d, until]) =>
      act(
        `extend:${d}:${until}`,
        m => model.extend(m, d, until),
        w =>
          desks[d]('POST', `${office(w)}/extend`, {
            until: at(until).toISOString(),
            note: '企业搬迁，资料暂时无法取得',
          }),
      ),
    ),
    fc.constantFrom(-5, 10, 95, 105, 155, 205).map(hour => ({
      name: `clock:${hour}`,
      run: async (m, _w) => {
        m.now = hour
        city.setTime(at(hour))
      },
    })),
  ]

  // Looking and reporting come often, so that scripts reach the far states too.
  const weights = [2, 2, 5, 5, 4, 1, 1, 1, 1, 1]
  const weighted = steps.map((arbitrary, index) => ({ arbitrary, weight: weights[index] ?? 1 }))

  const words = { county: 'accepted:county', city: 'accepted:city' } as const

  it(
    'should always answer and stand as the model says',
    async () => {
      const dates = {
        closes_at: at(model.CLOSE),
        county_accepts_by: at(model.COUNTY_BY),
        city_accepts_by: at(model.CITY_BY),
      }
      const { db } = city.services.database
      await db.updateTable('collect.collection').set(dates).where('id', '=', city.collectionId).execute()
      let run = 0
      const reached = new Set<string>()
      await fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(...weighted), { minLength: 5, maxLength: 25 }), async script => {
          const index = run % RUNS
          run += 1
          const w: World = {
            index,
            reporters: people[index]!,
            seen: [fresh(), fresh()],
            looked: 0,
            serial: 0,
          }
          const m = model.fresh()
          city.setTime(at(m.now))
          for (const step of script) {
            await step.run(m, w)
            reached.add(m.state)
            const row = await db
              .selectFrom('collect.report as r')
              .leftJoin('collect.draft as d', join =>
                join.onRef('d.unit_id', '=', 'r.unit_id').onRef('d.collection_id', '=', 'r.collection_id'),
              )
              .select(['r.state', 'r.revision_no', 'd.version', 'r.extended_until'])
              .where('r.unit_id', '=', city.units[index] as number)
              .where('r.collection_id', '=', city.collectionId)
              .executeTakeFirstOrThrow()
            expect([step.name, row]).toEqual([
              step.name,
              {
                state: m.state in words ? words[m.state as model.Desk] : m.state,
                revision_no: m.revision,
                version: m.draft,
                extended_until: m.until === null ? null : at(m.until),
              },
            ])
          }
        }),
        { numRuns: RUNS, endOnFailure: true, interruptAfterTimeLimit: LIMIT_MS },
      )
      // A slow machine ends early; what it had time for has still been held against the model.
      if (run >= RUNS)
        expect([...reached].sort()).toEqual(['city', 'county', 'draft', 'owed', 'returned', 'submitted'])
    },
    4 * LIMIT_MS,
  )

  const fresh = () => ({ revision: 0, draft: 0 })
})
