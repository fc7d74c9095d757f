import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Step, steps } from '../contract.ts'
import { type City, openCity } from '../testing/city.ts'
import { type Crew, hireCrew, SIGNED_FORM, settle } from '../testing/crew.ts'
import * as model from '../testing/steps-model.ts'

const RUNS = Number(process.env.INTERLEAVINGS_RUNS ?? 20)
const LIMIT_MS = RUNS * 1_000
/** A slow machine ends early, but not before it has seen as many. */
const LEAST_RUNS = 8
const SEED = Number(process.env.INTERLEAVINGS_SEED ?? 20_261_127)

type Answer = Awaited<ReturnType<Crew['fill']>>
type World = { index: number; crew: Crew; looked: Record<Step, model.Looked> }
/** Who does what with which content, knowing the report as they last saw it. */
type Deed = Readonly<{
  who: Step
  act: 'look' | 'save' | 'handOver' | 'sendBack' | 'takeBack' | 'submit'
  n: number
}>

const values = (n: number) => ({ cells: { M1: String(n), M2: String(n + 1) } })
const codeOf = (answer: Answer): string =>
  answer.statusCode === 200 ? 'ok' : String(answer.json().code ?? answer.statusCode)

describe('random interleavings of three people of a unit', () => {
  let city: City
  let crews: readonly Crew[]

  beforeAll(async () => {
    city = await openCity({ units: RUNS, yaml: SIGNED_FORM })
    crews = await Promise.all(Array.from({ length: RUNS }, (_, index) => hireCrew(city, index)))
    for (const crew of crews) expect((await settle(crew.fill, crew)).statusCode).toBe(200)
  })
  afterAll(() => city.close())

  const words: Readonly<
    Record<Deed['act'], (m: model.StepsModel, deed: Deed, looked: model.Looked) => string>
  > = {
    look: () => 'ok',
    save: (m, { who }, looked) => model.save(m, who, looked),
    handOver: (m, { who, n }, looked) => model.handOver(m, who, looked, n),
    sendBack: (m, { who }, looked) => model.sendBack(m, who, looked),
    takeBack: (m, { who }, looked) => model.takeBack(m, who, looked),
    submit: (m, { who, n }, looked) => model.submit(m, who, looked, n),
  }

  const send = ({ index, crew }: World, { who, act, n }: Deed, looked: model.Looked): Promise<Answer> => {
    const caller = crew[who]
    const path = `/api/collect/my-reports/${city.collectionId}/${city.units[index]}`
    const content = { baseRevision: looked.revision, values: values(n), explanations: {} }
    const draftVersion = looked.version
    if (act === 'look') return caller('GET', path)
    if (act === 'save') return caller('PUT', `${path}/draft`, { version: draftVersion, ...content })
    if (act === 'sendBack')
      return caller('POST', `${path}/draft/send-back`, { draftVersion, note: '请再核对', cells: ['M1'] })
    if (act === 'takeBack') return caller('POST', `${path}/draft/take-back`, { draftVersion })
    if (act === 'handOver')
      return caller(
        'POST',
        `${path}/hand-over`,
        { draftVersion, note: null, ...content },
        { 'idempotency-key': randomUUID() },
      )
    return caller('POST', `${path}/submissions`, { clientId: randomUUID(), draftVersion, ...content })
  }

  const learn = (w: World, { who, act }: Deed, answer: Answer): void => {
    if (answer.statusCode !== 200) return
    const told = answer.json()
    if (act === 'look') w.looked[who] = { version: told.draftVersion, revision: told.report.revisionNo }
    else if (act === 'submit') w.looked[who] = { version: 0, revision: told.revisionNo }
    else w.looked[who] = { ...w.looked[who], version: told.version }
  }

  const standing = async ({ index }: World) => {
    const { rows } = await city.services.database.pool.query(
      `select r.revision_no as revision, d.version, coalesce(d.turn, 'fill') as turn,
          (select count(*)::int from collect.revision v where v.unit_id = r.unit_id
            and v.collection_id = r.collection_id and jsonb_array_length(v.signatures) <> 3) as unsigned
        from collect.report r left join collect.draft d using (unit_id, collection_id)
        where r.unit_id = $1 and r.collection_id = $2`,
      [city.units[index], city.collectionId],
    )
    return rows[0]
  }
  const rowOf = ({ revision, version, turn }: model.StepsModel) => ({ revision, version, turn, unsigned: 0 })

  /** The answers and the outcome are those of one order or another. */
  async function play(scene: readonly Deed[], m: model.StepsModel, w: World): Promise<void> {
    const looked = scene.map(deed => w.looked[deed.who])
    const answers = await Promise.all(scene.map((deed, i) => send(w, deed, looked[i]!)))
    const found = { codes: answers.map(codeOf), row: await standing(w) }
    const places = scene.map((_, i) => i)
    const outcomes = [places, places.toReversed()].map(order => {
      const after = { ...m }
      const codes: string[] = []
      for (const i of order) codes[i] = words[scene[i]!.act](after, scene[i]!, looked[i]!)
      return { after, said: { codes, row: rowOf(after) } }
    })
    const outcome = outcomes.find(one => isDeepStrictEqual(one.said, found)) ?? outcomes[0]!
    expect([scene, found]).toEqual([scene, outcome.said])
    Object.assign(m, outcome.after)
    scene.forEach((deed, i) => {
      learn(w, deed, answers[i]!)
    })
  }

  const deed: fc.Arbitrary<Deed> = fc.record({
    who: fc.constantFrom(...steps),
    act: fc.constantFrom('look', 'look', 'save', 'handOver', 'handOver', 'sendBack', 'takeBack', 'submit'),
    n: fc.constantFrom(1, 1, 1, 2),
  })
  /** The one whose turn it is looks and goes on, so that scripts reach the end; or anybody does anything, or two at once. */
  const scene = fc.oneof(
    { weight: 3, arbitrary: fc.constant('onward' as const) },
    { weight: 3, arbitrary: deed.map(one => [one]) },
    { weight: 1, arbitrary: fc.tuple(deed, deed).filter(([a, b]) => a.act !== 'look' && b.act !== 'look') },
  )

  it(
    'should always answer and stand as the model says',
    async () => {
      let run = 0
      let submitted = 0
      const until = Date.now() + LIMIT_MS
      await fc.assert(
        fc.asyncProperty(fc.array(scene, { minLength: 6, maxLength: 18 }), async script => {
          if (run >= LEAST_RUNS && Date.now() > until) return
          const index = run++ % RUNS
          const blank = { version: 0, revision: 0 }
          const w: World = {
            index,
            crew: crews[index]!,
            looked: { fill: blank, review: blank, sign: blank },
          }
          const m = model.untouched()
          for (const one of script) {
            if (one !== 'onward') await play(one, m, w)
            else {
              const who = m.turn
              await play([{ who, act: 'look', n: 1 }], m, w)
              const act = who === 'sign' ? 'submit' : 'handOver'
              await play([{ who, act, n: m.signed ?? 1 }], m, w)
            }
          }
          submitted += m.revision
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      )
      if (run >= LEAST_RUNS) expect(submitted).toBeGreaterThan(0)
    },
    20 * LIMIT_MS,
  )
})
