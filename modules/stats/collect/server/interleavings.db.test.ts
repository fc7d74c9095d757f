import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '#tests/support/server.ts'
import { type City, OPENS, openCity } from '../testing/city.ts'
import * as model from '../testing/report-model.ts'

/** As many go through every state. */
const ENOUGH_RUNS = 60
/** More by INTERLEAVINGS_RUNS. */
const RUNS = Number(process.env.INTERLEAVINGS_RUNS ?? ENOUGH_RUNS)
const LIMIT_MS = RUNS * 500
/** A slow machine ends early, but not before it has seen as many. */
const LEAST_RUNS = 20
/** Another one by INTERLEAVINGS_SEED; this one goes through every state. */
const SEED = Number(process.env.INTERLEAVINGS_SEED ?? 20_261_127)

type Answer = Readonly<{ statusCode: number; json(): Record<string, unknown> }>

type World = {
  index: number
  reporters: readonly Caller[]
  seen: { revision: number; draft: number }[]
  looked: number
  serial: number
  /** Acts that were taken, to be sent again much later. */
  taken: Readonly<{ send(): Promise<Answer>; receipt: Record<string, unknown> }>[]
}

/** A request: what the model says of it, how it is sent, what its sender learns from the answer. */
type Deed = Readonly<{
  word(m: model.Model): string
  send(): Promise<Answer>
  heard?(answer: Answer): Promise<void> | void
  /** The answer is a receipt. */
  receipt?: true
}>

/** Made from what its doer knows at that moment; nothing where nothing is sent. */
type Step = Readonly<{ name: string; prepare(m: model.Model, w: World): Deed | null }>

const next = (w: World): number => {
  w.serial += 1
  return w.serial
}

const codeOf = (answer: Answer): string =>
  answer.statusCode === 200 ? 'ok' : String(answer.json().code ?? answer.statusCode)

const values: Readonly<Record<model.Kind, (n: number) => unknown>> = {
  good: n => ({ cells: { M1: String(n), M2: String(n + 1) } }),
  fatal: n => ({ cells: { M1: String(n + 2), M2: String(n) } }),
  query: n => ({ cells: { M1: String(n + 500), M2: '9000', M3: '1' } }),
  bad: () => ({ cells: { M1: 'x' } }),
}

describe('random interleavings of two reporters, a county, a city and the clock', () => {
  let city: City
  let desks: Readonly<Record<model.Desk, Caller>>
  let people: readonly (readonly Caller[])[]

  beforeAll(async () => {
    // Of the city's units, two in three are the county's.
    city = await openCity({ units: Math.ceil(RUNS * 1.6) })
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

  const open = (r: number): Step => ({
    name: `open${r}`,
    prepare: (_m, w) => ({
      word: () => 'ok',
      send: () => w.reporters[r]!('GET', mine(w)),
      heard: answer => {
        const { report, draftVersion } = answer.json() as {
          report: { revisionNo: number }
          draftVersion: number
        }
        w.seen[r] = { revision: report.revisionNo, draft: draftVersion }
      },
    }),
  })
  const save = (r: number): Step => ({
    name: `save${r}`,
    prepare: (_m, w) => {
      const seen = { ...w.seen[r]! }
      const body = {
        version: seen.draft,
        baseRevision: seen.revision,
        values: values.good(next(w)),
        explanations: {},
      }
      return {
        word: m => model.save(m, seen),
        send: () => w.reporters[r]!('PUT', `${mine(w)}/draft`, body),
        heard: answer => {
          if (answer.statusCode === 200) w.seen[r] = { ...seen, draft: Number(answer.json().version) }
        },
      }
    },
  })
  const discard = (r: number): Step => ({
    name: `discard${r}`,
    prepare: (_m, w) => {
      const seen = { ...w.seen[r]! }
      return {
        word: m => model.discard(m, seen),
        send: () => w.reporters[r]!('POST', `${mine(w)}/draft/discard`, { version: seen.draft }),
        heard: answer => {
          if (answer.statusCode === 200) w.seen[r] = { ...seen, draft: 0 }
        },
      }
    },
  })
  const submit = (r: number, kind: model.Kind, n: number): Step => ({
    name: `submit${r}:${kind}${n}`,
    prepare: (_m, w) => {
      const seen = { ...w.seen[r]! }
      const body = {
        clientId: randomUUID(),
        baseRevision: seen.revision,
        draftVersion: seen.draft,
        values: values[kind](n),
        explanations: {},
      }
      const send = () => w.reporters[r]!('POST', `${mine(w)}/submissions`, body)
      return {
        word: m => model.submit(m, seen, kind, `good${n}`),
        send,
        receipt: true,
        heard: async answer => {
          const receipt = answer.json()
          if (answer.statusCode !== 200 || receipt.repeated) return
          w.seen[r] = { revision: Number(receipt.revisionNo), draft: 0 }
          w.taken.push({ send, receipt: { ...receipt, repeated: true } })
        },
      }
    },
  })
  /** However late, whatever has happened since: the same act gets the same receipt and changes nothing. */
  const again = (which: number): Step => ({
    name: `again${which}`,
    prepare: (_m, w) => {
      const act = w.taken.at(which % Math.max(1, w.taken.length))
      if (!act) return null
      return {
        word: () => 'ok',
        send: act.send,
        heard: answer => expect(answer.json()).toEqual(act.receipt),
      }
    },
  })
  const act = (
    name: string,
    word: (m: model.Model, looked: number) => string,
    send: (w: World, looked: number) => Promise<Answer>,
  ): Step => ({
    name,
    prepare: (_m, w) => {
      const { looked } = w
      return { word: m => word(m, looked), send: () => send(w, looked) }
    },
  })
  const desk = fc.constantFrom<model.Desk>('county', 'city')
  const reporter = fc.constantFrom(0, 1)
  const kind = fc.constantFrom<model.Kind>('good', 'good', 'good', 'fatal', 'query', 'bad')

  // Looking and reporting come often, so that scripts reach the far states too.
  const steps: readonly Readonly<{ weight: number; arbitrary: fc.Arbitrary<Step> }>[] = [
    { weight: 2, arbitrary: reporter.map(open) },
    { weight: 2, arbitrary: reporter.map(save) },
    { weight: 1, arbitrary: reporter.map(discard) },
    {
      weight: 5,
      arbitrary: fc.tuple(reporter, kind, fc.integer({ min: 1, max: 3 })).map(([r, k, n]) => submit(r, k, n)),
    },
    { weight: 1, arbitrary: fc.nat(5).map(again) },
    {
      weight: 5,
      arbitrary: fc.constant({
        name: 'look',
        prepare: (m, w) => {
          w.looked = m.revision
          return null
        },
      } satisfies Step),
    },
    {
      weight: 4,
      arbitrary: desk.map(d =>
        act(
          `accept:${d}`,
          (m, looked) => (looked === 0 ? 'REQUEST_MALFORMED' : model.accept(m, d, looked)),
          (w, looked) => desks[d]('POST', `${office(w)}/accept`, { revisionNo: looked }),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: desk.map(d =>
        act(
          `withdraw:${d}`,
          m => model.withdraw(m, d),
          w => desks[d]('POST', `${office(w)}/withdraw`, {}),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: desk.map(d =>
        act(
          `sendBack:${d}`,
          (m, looked) => (looked === 0 ? 'REQUEST_MALFORMED' : model.sendBack(m, d, looked)),
          (w, looked) =>
            desks[d]('POST', `${office(w)}/send-back`, {
              revisionNo: looked,
              reason: '产值与用电量不符，请核对',
            }),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: desk.map(d =>
        act(
          `correct:${d}`,
          (m, looked) => (looked === 0 ? 'REQUEST_MALFORMED' : model.correct(m, d, looked)),
          (w, looked) =>
            desks[d]('POST', `${office(w)}/corrections`, {
              clientId: randomUUID(),
              revisionNo: looked,
              changes: [{ cell: 'M2', value: String(50_000 + next(w)) }],
              note: '与企业电话核对后更正累计数',
            }),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(desk, fc.constantFrom(90, 120, 160, 190)).map(([d, until]) =>
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
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(-5, 10, 95, 105, 155, 205).map(hour => ({
        name: `clock:${hour}`,
        prepare: m => {
          m.now = hour
          city.setTime(at(hour))
          return null
        },
      })),
    },
  ]
  const step = fc.oneof(...steps)
  /** One after another, or two at the same time. */
  const scene = fc.oneof(
    { weight: 4, arbitrary: step.map(one => [one]) },
    { weight: 1, arbitrary: fc.tuple(step, step).map(both => [...both]) },
  )

  const words = { county: 'accepted:county', city: 'accepted:city' } as const
  const rowOf = (m: model.Model) => ({
    state: m.state in words ? words[m.state as model.Desk] : m.state,
    revision_no: m.revision,
    version: m.draft,
    extended_until: m.until === null ? null : at(m.until),
  })
  const standing = (w: World) =>
    city.services.database.db
      .selectFrom('collect.report as r')
      .leftJoin('collect.draft as d', join =>
        join.onRef('d.unit_id', '=', 'r.unit_id').onRef('d.collection_id', '=', 'r.collection_id'),
      )
      .select(['r.state', 'r.revision_no', 'd.version', 'r.extended_until'])
      .where('r.unit_id', '=', city.units[w.index] as number)
      .where('r.collection_id', '=', city.collectionId)
      .executeTakeFirstOrThrow()

  async function alone(name: string, deed: Deed, m: model.Model, w: World): Promise<void> {
    const before = m.revision
    const answer = await deed.send()
    expect([name, codeOf(answer)]).toEqual([name, deed.word(m)])
    if (deed.receipt && answer.statusCode === 200)
      expect(answer.json()).toMatchObject({ revisionNo: m.revision, repeated: m.revision === before })
    expect([name, await standing(w)]).toEqual([name, rowOf(m)])
    await deed.heard?.(answer)
  }

  /** Both answers and the outcome are those of one order or the other. */
  async function together(name: string, deeds: readonly Deed[], m: model.Model, w: World): Promise<void> {
    const answers = await Promise.all(deeds.map(deed => deed.send()))
    const found = { codes: answers.map(codeOf), row: await standing(w) }
    const orders = [deeds, deeds.toReversed()].map(order => {
      const after = { ...m }
      const codeBy = new Map(order.map(deed => [deed, deed.word(after)]))
      return { after, outcome: { codes: deeds.map(deed => codeBy.get(deed)), row: rowOf(after) } }
    })
    const order = orders.find(one => isDeepStrictEqual(one.outcome, found)) ?? orders[0]!
    expect([name, found]).toEqual([name, order.outcome])
    Object.assign(m, order.after)
    for (const [index, deed] of deeds.entries()) await deed.heard?.(answers[index]!)
  }

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
      const until = Date.now() + LIMIT_MS
      const reached = new Set<string>()
      await fc.assert(
        fc.asyncProperty(fc.array(scene, { minLength: 5, maxLength: 25 }), async script => {
          if (run >= LEAST_RUNS && Date.now() > until) return
          const index = run % RUNS
          run += 1
          const w = world(index, people[index]!)
          const m = model.fresh()
          city.setTime(at(m.now))
          for (const scene of script) {
            const name = scene.map(one => one.name).join(' and ')
            const deeds = scene.map(one => one.prepare(m, w)).filter(deed => deed !== null)
            if (deeds.length === 2) await together(name, deeds, m, w)
            else for (const deed of deeds) await alone(name, deed, m, w)
            reached.add(m.state)
          }
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      )
      if (run >= ENOUGH_RUNS)
        expect([...reached].sort()).toEqual(['city', 'county', 'draft', 'owed', 'returned', 'submitted'])
    },
    4 * LIMIT_MS,
  )
})

const world = (index: number, reporters: readonly Caller[]): World => ({
  index,
  reporters,
  seen: [
    { revision: 0, draft: 0 },
    { revision: 0, draft: 0 },
  ],
  looked: 0,
  serial: 0,
  taken: [],
})
