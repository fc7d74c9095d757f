/**
 * Requests made from the contracts, thousands of them: fitting, nearly fitting and hostile, in the path, the query, the
 * body, the headers and uploads. FUZZ_REQUESTS says how many (100000 is the long form), FUZZ_SEED which, FUZZ_ONLY sends
 * one of them alone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeModules } from '#apps/server/compose.ts'
import { verifyChain } from '#kernel/audit/chain.ts'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { type Shot, shotOf } from './fuzz/request.ts'
import { COUNTS_ATTEMPTS } from './requests/all.ts'
import { leaks, type Reply, sendTo } from './support/send.ts'
import { type Watch, watchChanges } from './support/watch.ts'
import { openWorld, type World } from './support/world.ts'

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_127)
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_500)
const only = process.env.FUZZ_ONLY

/** What only the inside of the server says: stacks, paths, SQL and the words of both databases. */
const INSIDE =
  /\.(ts|js):\d+|node_modules|\n\s+at |violates|syntax error|duplicate key|relation \\?"|invalid input|out of range for|cannot cast|(Binder|Parser|Conversion|Catalog) Error|Cannot read prop|is not a function|ENOENT|ECONNREFUSED/

describe('requests nobody meant', () => {
  let world: World
  let watch: Watch
  let routes: readonly AnyRoute[]
  /** Which answered at least one of these requests with other than a refusal. */
  const taken = new Set<string>()

  beforeAll(async () => {
    world = await openWorld()
    watch = await watchChanges(world)
    routes = composeModules(world.services).flatMap(module => module.routes.map(({ contract }) => contract))
  })
  afterAll(() => world?.close())

  async function faultOf({ route, ticket, ask, seesAll }: Shot): Promise<string | null> {
    const reply = await sendTo(world, route, ask, ticket)
    if (reply.statusCode < 400) taken.add(route.id)
    const touched = await watch.touched()
    await watch.restore(touched)
    const { statusCode } = reply
    if (statusCode >= 500) return `it failed with ${reply.body.slice(0, 300)}`
    if (statusCode >= 400 && INSIDE.test(reply.body))
      return `the refusal tells of the inside: ${reply.body.slice(0, 300)}`
    if (statusCode >= 400 && touched.length > 0 && !COUNTS_ATTEMPTS.has(route.id))
      return `refused, yet ${touched} changed`
    if (!seesAll && (await leaks(reply))) return 'it shows another county'
    return isProblem(reply) ? null : `the refusal is no problem body: ${reply.body.slice(0, 300)}`
  }

  it(`should be answered or refused, and neither fail, tell, leak nor half change anything (${REQUESTS})`, async () => {
    const faults: string[] = []
    const numbers = only ? [Number(only)] : Array.from({ length: REQUESTS }, (_, n) => n)
    for (const n of numbers) {
      const shot = shotOf(SEED, n, routes, world)
      const fault = await faultOf(shot).catch(error => `the test could not send it: ${String(error)}`)
      if (fault) faults.push(`#${n} ${shot.route.id} by ${shot.who}: ${fault}`)
      if (n > 0 && n % 5_000 === 0) console.log(`${n} sent`, faults)
      if (only) console.log(shot.route.id, shot.who, JSON.stringify(shot.ask), fault)
      if (faults.length >= 30) break
    }
    const refused = routes.map(({ id }) => id).filter(id => !taken.has(id))
    if (!only)
      console.log(`${taken.size} routes took a request; always refused: ${refused.join(', ') || 'none'}`)
    expect(faults).toEqual([])
  }, 7_200_000)

  it('should leave the server well and the audit chain whole', async () => {
    expect((await world.app.inject('/health')).statusCode).toBe(200)
    const verdict = await readTransaction(world.services.database.db, tx => verifyChain(tx))
    expect(verdict).toMatchObject({ intact: true })
  })
})

const isProblem = (reply: Reply): boolean =>
  reply.statusCode < 400 ||
  reply.body === '' ||
  /^\{"code":"[A-Z_]+","status":4\d\d,"message":\{/.test(reply.body)
