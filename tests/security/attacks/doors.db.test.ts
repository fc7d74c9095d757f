/** Sessions, passwords and pages of other sites: every door tried on every route. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeModules, composeServer } from '#apps/server/compose.ts'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { addAccount, Browser, PASSWORD } from '#tests/support/people.ts'
import { requests } from '../requests/all.ts'
import { gist, type Reply, sendTo, type Ticket, ticketFor } from '../support/send.ts'
import { type Watch, watchChanges } from '../support/watch.ts'
import { openWorld, type RoleCaller, type World } from '../support/world.ts'

describe('the doors', () => {
  let world: World
  let watch: Watch
  let routes: readonly AnyRoute[]

  beforeAll(async () => {
    world = await openWorld()
    watch = await watchChanges(world)
    routes = composeModules(world.services).flatMap(module => module.routes.map(({ contract }) => contract))
  })
  afterAll(() => world?.close())

  const holderOf = (route: AnyRoute): RoleCaller =>
    world.callers.find(({ permissions }) => permissions.includes(route.permission)) ??
    (world.callers[0] as RoleCaller)

  /** A valid request to each of these routes by someone who may, with something about it changed. */
  async function tryAll(
    some: readonly AnyRoute[],
    ticketOf: (caller: RoleCaller) => Ticket | null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> {
    const told: string[] = []
    for (const route of some) {
      const caller = holderOf(route)
      const ask = requests[route.id]?.ask(world.own, world, caller.mine) ?? {}
      const reply = await sendTo(world, route, { ...ask, headers }, ticketOf(caller))
      told.push(`${route.id} ${reply.statusCode} ${codeOf(reply)}`)
    }
    return told
  }

  const outcomes = (some: readonly AnyRoute[], outcome: string) => some.map(({ id }) => `${id} ${outcome}`)
  const guarded = () => routes.filter(({ permission }) => permission !== 'public')
  const unsafe = () => guarded().filter(({ method }) => method !== 'GET')

  describe('a page of another site', () => {
    it.each([
      ['without the token of the page', { 'x-csrf-token': '' }],
      ['with the token of another session', { 'x-csrf-token': 'A'.repeat(32) }],
      ['from another origin', { origin: 'https://elsewhere.example' }],
      ['from a site the browser names', { 'sec-fetch-site': 'cross-site' }],
      ['from a neighbour of the site', { 'sec-fetch-site': 'same-site' }],
    ])('should change nothing anywhere %s', async (_name, headers) => {
      const told = await tryAll(unsafe(), caller => caller.ticket, headers)
      expect(told).toEqual(outcomes(unsafe(), '403 CSRF_TOKEN_INVALID'))
      expect(await watch.touched()).toEqual([])
    })

    it('should sign nobody in, so that nobody works in an account that is not theirs', async () => {
      const { signInName } = await addAccount(world)
      const foreign = await new Browser(world).signIn(signInName, PASSWORD, { origin: 'https://e.example' })
      expect([foreign.statusCode, foreign.cookies]).toEqual([403, []])
    })
  })

  describe('a session', () => {
    const use = (token: string) =>
      world.app.inject({ method: 'GET', url: '/api/account/sessions', cookies: { [SESSION_COOKIE]: token } })
    const signedIn = async () => {
      const { signInName, id } = await addAccount(world, { unitId: world.own.submitted })
      const browser = new Browser(world)
      await browser.signIn(signInName)
      return { browser, id, signInName, token: browser.token as string }
    }

    it('should be worth nothing once it has ended, however it ended, with its token kept', async () => {
      const ends: readonly ((one: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>)[] = [
        ({ browser }) => browser.send('DELETE', '/api/session'),
        ({ browser }) => browser.send('DELETE', '/api/account/sessions'),
        ({ browser }) =>
          browser.send('PUT', '/api/account/password', { current: PASSWORD, next: 'Another-Horse-10' }),
        ({ browser, signInName }) => browser.signIn(signInName),
        async ({ id }) => {
          const system = world.callers.find(({ role }) => role === 'system-administrator') as RoleCaller
          const route = routes.find(({ id: name }) => name === 'access.disableAccount') as AnyRoute
          expect((await sendTo(world, route, { params: { id } }, system.above)).statusCode).toBe(200)
        },
      ]
      for (const end of ends) {
        const one = await signedIn()
        expect((await use(one.token)).statusCode).toBe(200)
        await end(one)
        expect([String(end), (await use(one.token)).statusCode]).toEqual([String(end), 401])
      }
    })

    it('should never take a token that came from outside', async () => {
      const planted = 'planted-by-someone-else-0000000000000000000'
      const { signInName } = await addAccount(world, { unitId: world.own.submitted })
      const reply = await world.app.inject({
        method: 'POST',
        url: '/api/session',
        cookies: { [SESSION_COOKIE]: planted },
        payload: { signInName, password: PASSWORD },
      })
      const given = reply.cookies.find(({ name }) => name === SESSION_COOKIE)
      expect(given?.value).toMatch(/^[\w-]{43}$/)
      expect(given).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
      expect((await use(planted)).statusCode).toBe(401)
      expect((await use(given?.value as string)).statusCode).toBe(200)
      expect((await use(given?.value.toUpperCase() as string)).statusCode).toBe(401)
    })

    it('should lose a right at the request after it was taken, and gain none by asking', async () => {
      const county = world.callers.find(({ role }) => role === 'county-statistician') as RoleCaller
      const route = routes.find(({ id }) => id === 'register.readUnit') as AnyRoute
      const read = () => sendTo(world, route, { params: { unitId: world.own.submitted } }, county.ticket)
      expect((await read()).statusCode).toBe(200)
      const { db } = world.services.database
      await db.deleteFrom('permission.grant').where('role_code', '=', 'county-statistician').execute()
      expect([(await read()).statusCode, codeOf(await read())]).toEqual([403, 'PERMISSION_DENIED'])
      await watch.restore(await watch.touched())
    })

    it('should reach nothing but what makes it ready while a password or a second factor is outstanding', async () => {
      const rest = guarded().filter(({ beforeReady }) => !beforeReady)
      const { db } = world.services.database
      const forced = await ticketFor(world, (await addAccount(world, { mustChangePassword: true })).id)
      const { id } = await addAccount(world)
      const halfway = await ticketFor(world, id)
      await db
        .updateTable('identity.account')
        .set({ totp_confirmed_at: world.services.clock() })
        .where('id', '=', id)
        .execute()
      await db
        .updateTable('identity.session')
        .set({ second_factor_at: null })
        .where('account_id', '=', id)
        .execute()
      for (const ticket of [forced, halfway])
        expect(await tryAll(rest, () => ticket)).toEqual(outcomes(rest, '403 ACCOUNT_NOT_READY'))
    })

    it('should not be had by a stranger at any route', async () => {
      await watch.touched()
      expect(await tryAll(guarded(), () => null)).toEqual(outcomes(guarded(), '401 SESSION_REQUIRED'))
      expect(await watch.touched()).toEqual([])
    })
  })

  describe('a guesser', () => {
    const guess = (signInName: string, password: string, remoteAddress: string, forged?: string) =>
      world.app.inject({
        method: 'POST',
        url: '/api/session',
        remoteAddress,
        ...(forged && { headers: { 'x-forwarded-for': forged } }),
        payload: { signInName, password },
      })

    it('should be stopped at one account, also when each guess comes from another address', async () => {
      const { signInName } = await addAccount(world)
      for (let n = 1; n <= 5; n += 1) await guess(signInName, `Wrong-Guess-${n}`, `10.8.0.${n}`)
      const right = await guess(signInName, PASSWORD, '10.8.0.9')
      const unknown = await guess('nobody-at-all', PASSWORD, '10.8.0.9')
      expect([right.statusCode, gist(right)]).toEqual([401, gist(unknown)])
    })

    it('should be stopped when one password is tried on many names, though it forges where it comes from', async () => {
      const { signInName } = await addAccount(world)
      const address = '203.0.113.7'
      const replies: Reply[] = []
      for (let n = 0; n < 55; n += 1)
        replies.push(await guess(`name-${n}`, 'Spring-2026', address, `198.51.100.${n}`))
      expect(replies.at(-1)?.statusCode).toBe(429)
      expect(Number(JSON.parse(replies.at(-1)?.body ?? '{}').detail.seconds)).toBeGreaterThan(0)
      expect((await guess(signInName, PASSWORD, address)).statusCode).toBe(429)
      expect((await guess(signInName, PASSWORD, '203.0.113.8')).statusCode).toBe(200)
    })
  })

  describe('the headers', () => {
    const pages = ['/', '/console/', '/health', '/api/session', '/api/none', '/api/docs', '/api/%ZZ']

    it('should earn the best grade on every kind of reply', async () => {
      for (const url of pages) {
        const { headers } = await world.app.inject({ method: 'GET', url })
        expect([url, headers['x-content-type-options']]).toEqual([url, 'nosniff'])
        expect([url, headers['x-powered-by'], headers.server]).toEqual([url, undefined, undefined])
        if (url === '/api/%ZZ') continue
        expect([url, gradeOf(headers)]).toEqual([url, []])
      }
    })

    it('should keep replies with data of a person out of every cache', async () => {
      const reads = guarded().filter(({ method, id }) => method === 'GET' && id !== 'access.live')
      const cached: string[] = []
      const unread: string[] = []
      for (const route of reads) {
        const caller = holderOf(route)
        const request = requests[route.id]
        const ask = request?.ask(world.own, world, caller.mine) ?? {}
        const ticket = request?.scope === 'whole' ? caller.above : caller.ticket
        const { statusCode, headers } = await sendTo(world, route, ask, ticket)
        if (statusCode !== 200) unread.push(`${route.id} ${statusCode}`)
        else if (!String(headers['cache-control']).includes('no-store')) cached.push(route.id)
      }
      expect([unread, cached]).toEqual([[], []])
    })

    it('should not describe the inside to whoever is not on this machine', async () => {
      const app = await composeServer(world.services, { logLevel: 'silent' })
      const reply = await app.inject({ method: 'GET', url: '/metrics', remoteAddress: '203.0.113.7' })
      expect(reply.statusCode).toBe(403)
      await app.close()
    })
  })
})

const codeOf = (reply: Reply): string => (reply.body.startsWith('{') ? JSON.parse(reply.body).code : '')

/** What the headers lack, after the list of the OWASP Secure Headers Project; HTTPS itself is the proxy's to demand. */
function gradeOf(headers: Reply['headers']): readonly string[] {
  const policy = String(headers['content-security-policy'])
  const directive = (name: string) => new RegExp(`(^|;)\\s*${name} ([^;]*)`).exec(policy)?.[2] ?? ''
  const wanted: Readonly<Record<string, boolean>> = {
    'default-src is not self or none': /^'(self|none)'$/.test(directive('default-src')),
    'a script may come inline or be evaluated': !/unsafe|data:|http:|\*/.test(
      directive('script-src') || directive('default-src'),
    ),
    'object-src': directive('object-src') === "'none'",
    'base-uri': /^'(none|self)'$/.test(directive('base-uri')),
    'form-action': directive('form-action') !== '',
    'frame-ancestors': /^'(none|self)'$/.test(directive('frame-ancestors')),
    'x-frame-options': /^(DENY|SAMEORIGIN)$/.test(String(headers['x-frame-options'])),
    'referrer-policy': /^(no-referrer|same-origin|strict-origin)/.test(String(headers['referrer-policy'])),
    'cross-origin-opener-policy': headers['cross-origin-opener-policy'] === 'same-origin',
    'cross-origin-resource-policy': headers['cross-origin-resource-policy'] === 'same-origin',
    'permissions-policy': String(headers['permissions-policy']).includes('camera=()'),
  }
  return Object.keys(wanted).filter(name => !wanted[name])
}
