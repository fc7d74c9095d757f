/**
 * Every route, asked by everyone: a stranger and one of each built-in role, about their own county or unit and about
 * another's. What comes back is held against authorisation.txt, which is written for people to read and judge.
 * UPDATE_AUTHORISATION=1 writes the file anew; the difference is then reviewed like code.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeModules } from '#apps/server/compose.ts'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { COUNTS_ATTEMPTS, NAMES_REGIONS, NEVER_TAKEN, READS_BY_POST, requests } from './requests/all.ts'
import type { Ask, Request } from './requests/ask.ts'
import { gist, leaks, type Reply, sendTo, type Ticket } from './support/send.ts'
import { type Watch, watchChanges } from './support/watch.ts'
import { type Belongings, openWorld, type Place, type RoleCaller, type World } from './support/world.ts'

const root = resolve(import.meta.dirname, '../..')
const UPDATE = process.env.UPDATE_AUTHORISATION === '1'
const file = join(import.meta.dirname, 'authorisation.txt')
const committed = readFileSync(file, 'utf8').trimEnd().split('\n')
const heading = committed.filter(line => line.startsWith('#'))
const spaced = (line: string): string => line.replace(/ +/g, ' ')
const expected = new Map(
  committed.filter(line => !line.startsWith('#')).map(line => [line.split(' ')[0] as string, spaced(line)]),
)
const lineOf = (id: string, cells: readonly string[]): string =>
  [id.padEnd(33), ...cells.map(cell => cell.padEnd(9))].join('').trimEnd()

/** Places and makers that do not exist, to be told from another's by nobody. */
const ABSENT = 2_000_000_000
const nowhere = (place: Place): Place =>
  ({
    ...Object.fromEntries(
      Object.entries(place).map(([name, value]) => [name, typeof value === 'number' ? ABSENT : value]),
    ),
    county: '430299000000',
  }) as Place
const NOBODYS: Belongings = {
  import: ABSENT,
  returns: ABSENT,
  tabulation: ABSENT,
  reminder: ABSENT,
  acceptance: ABSENT,
  paper: ABSENT,
  session: '00000000-0000-4000-8000-000000000000',
  view: ABSENT,
}

/** A reply, and the tables whose rows it changed. */
type Asked = Readonly<{ reply: Reply; changed: readonly string[] }>

/** What a request leaves behind that did nothing: the record of it, and the reply kept for its repetition. */
const BESIDE_THE_POINT = /^(audit|http)\./

/** Whether someone holds what the route asks for; the others are stopped before anything is looked at. */
const mayTry = ({ permissions }: RoleCaller, { permission }: AnyRoute): boolean =>
  permission === 'public' || permission === 'signed-in' || permissions.includes(permission)

describe('who may do what', () => {
  let world: World
  let watch: Watch
  let routes: readonly AnyRoute[]
  const faults: string[] = []

  beforeAll(async () => {
    world = await openWorld()
    watch = await watchChanges(world)
    routes = composeModules(world.services).flatMap(module => module.routes.map(({ contract }) => contract))
  })
  afterAll(() => world?.close())

  /** One request, after which the world is as before; a refused one must have left it so by itself. */
  async function ask(route: AnyRoute, content: Ask, caller: RoleCaller, ticket: Ticket): Promise<Asked> {
    const reply = await sendTo(world, route, content, ticket)
    if (route.method === 'GET' || !mayTry(caller, route)) return { reply, changed: [] }
    const touched = await watch.touched()
    if (reply.statusCode >= 400 && touched.length > 0 && !COUNTS_ATTEMPTS.has(route.id))
      faults.push(`${route.id}: refused with ${reply.statusCode}, yet changed ${touched}`)
    await watch.restore(touched)
    return { reply, changed: touched.filter(table => !BESIDE_THE_POINT.test(table)) }
  }

  function statusOf(route: AnyRoute, who: string, reply: Reply): string {
    // A request that is refused for its shape says nothing about who may send it.
    if (reply.statusCode >= 500 || reply.body.includes('REQUEST_MALFORMED'))
      faults.push(`${route.id} ${who}: ${reply.body}`)
    return String(reply.statusCode)
  }

  /** A list is taken, and answered with what became of each in it: of another county's, nothing may. */
  function holdTaken(route: AnyRoute, role: string, inside: Asked, outside: Asked): void {
    if (route.method === 'GET' || outside.reply.statusCode >= 400) return
    if (outside.changed.length > 0)
      faults.push(`${route.id} ${role}: changed ${outside.changed} of another county`)
    if (inside.changed.length === 0 && !READS_BY_POST.has(route.id))
      faults.push(`${route.id} ${role}: changes nothing in one's own county either, which shows nothing`)
  }

  async function answer(route: AnyRoute, { ask: asking, scope }: Request, caller: RoleCaller) {
    const { own, other, theirs } = world
    const { role, ticket, mine } = caller
    const whole = scope === 'whole'
    const inside = await ask(route, asking(own, world, mine), caller, whole ? caller.above : ticket)
    if (!whole && (await leaks(inside.reply, !NAMES_REGIONS.has(route.id))))
      faults.push(`${route.id} ${role}: shows another county`)
    const status = statusOf(route, role, inside.reply)
    if (scope === 'none' || inside.reply.statusCode === 403) return status
    const outside = await ask(route, asking(other, world, theirs), caller, ticket)
    holdTaken(route, role, inside, outside)
    if (await leaks(outside.reply)) faults.push(`${route.id} ${role}: tells of another county`)
    const nothing = asking(nowhere(own), world, NOBODYS)
    if (JSON.stringify(nothing) !== JSON.stringify(asking(own, world, theirs))) {
      const absent = await ask(route, nothing, caller, ticket)
      const [told, known] = [gist(outside.reply, asking(other, world, theirs)), gist(absent.reply, nothing)]
      if (told !== known) faults.push(`${route.id} ${role}: ${told} is told from ${known}`)
    }
    return `${status}/${statusOf(route, role, outside.reply)}`
  }

  /**
   * Reads disturb nobody and go side by side, as do those whom their role forbids; the others write one after
   * another, each in the world as it was.
   */
  async function answers(route: AnyRoute, request: Request): Promise<readonly string[]> {
    const content = request.ask(world.own, world, world.theirs)
    const stranger = sendTo(world, route, content, null).then(reply => statusOf(route, 'stranger', reply))
    const writes = (caller: RoleCaller) => route.method !== 'GET' && mayTry(caller, route)
    const reading = world.callers.map(caller => (writes(caller) ? null : answer(route, request, caller)))
    const row = await Promise.all([stranger, ...reading])
    const touched = await watch.touched()
    if (route.method !== 'GET' && touched.length > 0 && route.id !== 'access.signIn')
      faults.push(`${route.id}: refused to all, yet changed ${touched}`)
    for (const [index, caller] of world.callers.entries())
      if (writes(caller)) row[index + 1] = await answer(route, request, caller)
    return row.map(String)
  }

  it('should have a request and a line for every route, and none for a route that is gone', () => {
    const ids = routes.map(route => route.id)
    expect(Object.keys(requests).sort()).toEqual([...ids].sort())
    if (!UPDATE) expect([...expected.keys()].sort()).toEqual([...ids].sort())
  })

  it('should have a valid request to every route, taken from somebody, but for those that say where it is', () => {
    const taken = (line: string): boolean => /[ /][23]\d\d\b/.test(line)
    const never = [...expected].filter(([, line]) => !taken(line)).map(([id]) => id)
    expect(never.sort()).toEqual(Object.keys(NEVER_TAKEN).sort())
    for (const where of Object.values(NEVER_TAKEN))
      expect([where, existsSync(join(root, where.split(': ')[1] as string))]).toEqual([where, true])
  })

  it('should answer each role, about its own scope and another, as the table says', async () => {
    const found: string[] = []
    for (const route of routes) {
      const request = requests[route.id]
      if (request) found.push(lineOf(route.id, await answers(route, request)))
    }
    if (UPDATE) writeFileSync(file, `${[...heading, ...found].join('\n')}\n`)
    else expect(found.map(spaced)).toEqual(found.map(line => expected.get(line.split(' ')[0] as string)))
  }, 300_000)

  it('should neither fail, nor show another county, nor tell what is hidden from what is not there', () => {
    expect(faults).toEqual([])
  })
})
