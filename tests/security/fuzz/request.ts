/** One request of a run: which depends on the seed and its number alone, so that any can be sent again by itself. */
import { type Random, randomStream } from '#apps/cli/demo-city/random.ts'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { requests } from '../requests/all.ts'
import type { Ask } from '../requests/ask.ts'
import type { Ticket } from '../support/send.ts'
import type { Place, RoleCaller, World } from '../support/world.ts'
import { type Temper, valueFor } from './generate.ts'
import { FILE_BODIES, FILE_NAMES, hostileText, RAW_BODIES } from './hostile.ts'
import { mutated } from './mutate.ts'

export type Shot = Readonly<{
  route: AnyRoute
  who: string
  ticket: Ticket | null
  ask: Ask
  /** Whether the asker may see the other county. */
  seesAll: boolean
}>

/** Routes that hash passwords or walk the whole audit log: sent too, but rarely. */
const DEAR = /signIn|assword|SecondFactor|createAccount|EnterpriseAccounts|verifyAudit|exportAudit/

export function shotOf(seed: number, n: number, routes: readonly AnyRoute[], world: World): Shot {
  const random = randomStream(seed, `request ${n}`)
  let route = random.pick(routes)
  if (DEAR.test(route.id) && random.chance(0.8)) route = random.pick(routes.filter(one => !DEAR.test(one.id)))
  const caller = callerFor(route, world, random)
  const above = random.chance(0.2)
  const ask = askFor(route, world, caller, random)
  const stranger = random.chance(0.03)
  return {
    route,
    who: stranger ? 'stranger' : `${caller.role}${above ? ' over all' : ''}`,
    ticket: stranger ? null : above ? caller.above : caller.ticket,
    ask: random.chance(0.15) ? { ...ask, headers: { ...ask.headers, ...headers(random) } } : ask,
    seesAll: above && !stranger,
  }
}

/** Mostly someone who may: the others are stopped before anything is read. */
function callerFor(route: AnyRoute, world: World, random: Random): RoleCaller {
  const holders = world.callers.filter(({ permissions }) => permissions.includes(route.permission))
  return random.pick(holders.length > 0 && random.chance(0.9) ? holders : world.callers)
}

function askFor(route: AnyRoute, world: World, caller: RoleCaller, random: Random): Ask {
  const temper: Temper = { wild: random.pick([0, 0.02, 0.1, 0.4]), ids: idsOf(world) }
  const known = requests[route.id]
  const place = random.chance(0.7) ? world.own : world.other
  const valid = known?.ask(place, world, random.chance(0.8) ? caller.mine : world.theirs) ?? {}
  if (valid.file || route.upload) return { ...valid, file: fileFor(valid, random) }
  const roll = random.next()
  if (roll < 0.06 && route.body) return { ...valid, raw: random.pick(RAW_BODIES) }
  if (roll < 0.5) return mutatedAsk(valid, random)
  return {
    ...(route.params && { params: textsOf(valueFor(route.params, random, temper)) }),
    ...(route.query && { query: textsOf(valueFor(route.query, random, temper)) }),
    ...(route.body && {
      body: random.chance(0.3) ? mutated(valid.body, random) : valueFor(route.body, random, temper),
    }),
  }
}

function mutatedAsk(valid: Ask, random: Random): Ask {
  const parts = (['params', 'query', 'body'] as const).filter(part => valid[part] !== undefined)
  if (parts.length === 0) return { query: { [hostileText(random)]: hostileText(random) } }
  const part = random.pick(parts)
  const changed = mutated(valid[part], random)
  return { ...valid, [part]: part === 'body' ? changed : textsOf(changed) }
}

/** What an address can hold. */
const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([name, member]) => [
      name.toWellFormed(),
      (typeof member === 'object' ? JSON.stringify(member) : String(member)).toWellFormed().slice(0, 4_000),
    ]),
  )

function fileFor(valid: Ask, random: Random): NonNullable<Ask['file']> {
  const file = valid.file ?? { name: 'a.csv', bytes: 'a\n1\n' }
  const fields = random.chance(0.4)
    ? { [random.pick(['mapping', 'settings', 'file', '__proto__'])]: fieldFor(file.fields, random) }
    : file.fields
  return {
    name: random.chance(0.5) ? random.pick(FILE_NAMES) : file.name,
    bytes: random.chance(0.6) ? random.pick(FILE_BODIES) : file.bytes,
    ...(fields && { fields }),
  }
}

function fieldFor(fields: Readonly<Record<string, string>> | undefined, random: Random): string {
  const [first] = Object.values(fields ?? {})
  if (first === undefined || random.chance(0.3)) return hostileText(random).toWellFormed()
  return JSON.stringify(mutated(JSON.parse(first), random)) ?? ''
}

const headers = (random: Random): Record<string, string> =>
  random.pick<Record<string, string>>([
    { 'x-csrf-token': '' },
    { 'x-csrf-token': 'x'.repeat(5_000) },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'multipart/form-data' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'application/xml' },
    { 'idempotency-key': 'short' },
    { 'idempotency-key': 'a'.repeat(101) },
    { 'x-forwarded-for': "1.2.3.4, ' or 1=1" },
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-host': 'evil.example' },
    { host: 'evil.example' },
    { 'accept-language': 'x'.repeat(3_000) },
    { 'user-agent': '\u001b[31m=cmd' },
    { range: 'bytes=0-0' },
    { 'if-none-match': '*' },
    { 'content-encoding': 'gzip' },
    { expect: '100-continue' },
    { 'x-http-method-override': 'DELETE' },
    { cookie: `zhitong_session=${'%'.repeat(50)}; zhitong_session=a` },
  ])

const idsOf = (world: World): readonly number[] => {
  const numbers = [world.own, world.other, world.forms, world.theirs].flatMap(one =>
    Object.values(one as Place | object).filter(value => typeof value === 'number'),
  )
  return [...numbers, world.shared, 1, 2, 3, 2_147_483_647]
}
