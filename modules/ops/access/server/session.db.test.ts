import { generateSync } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureRoles } from '#apps/server/roles.ts'
import { NATION } from '#kernel/contract/index.ts'
import { addAccount, Browser, PASSWORD } from '#tests/support/people.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const START = new Date('2026-11-20T01:00:00Z')
const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000)
const NEXT = 'Another-Horse-10'

let server: TestServer

const setting = (key: string, value: unknown) =>
  server.services.database.db
    .insertInto('settings.setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict(conflict => conflict.column('key').doUpdateSet({ value: JSON.stringify(value) }))
    .execute()

beforeAll(async () => {
  server = await startTestServer({ now: START })
  await ensureRoles(server.services.database.db)
})
afterAll(() => server.close())
beforeEach(async () => {
  server.setTime(START)
  await setting('identity.secondFactorRequired', false)
})

const browser = () => new Browser(server)
const signedIn = async (name: string, password = PASSWORD) => {
  const one = browser()
  expect((await one.signIn(name, password)).statusCode).toBe(200)
  return one
}
const actions = async (accountId: number) =>
  (
    await server.services.database.db
      .selectFrom('audit.event')
      .select('action')
      .where('subject_kind', '=', 'account')
      .where('subject_id', '=', String(accountId))
      .orderBy('seq')
      .execute()
  ).map(row => row.action)

describe('signing in', () => {
  it('should tell the demonstration flag and nothing about people when nobody is signed in', async () => {
    await setting('demonstration', true)
    const reply = await browser().send('GET', '/api/session')
    expect(reply.statusCode).toBe(200)
    const offered = [{ signInName: 'demo', password: 'Demo-2026-Zz', title: { 'zh-CN': '演示', en: 'Demo' } }]
    expect(reply.json()).toEqual({
      signedIn: false,
      demonstration: true,
      helpContact: '',
      demonstrationAccounts: [],
    })
    await setting('demonstration.accounts', offered)
    expect((await browser().send('GET', '/api/session')).json().demonstrationAccounts).toEqual(offered)
    await setting('demonstration', false)
    expect((await browser().send('GET', '/api/session')).json().demonstrationAccounts).toEqual([])
    await setting('demonstration', false)
  })

  it('should give an HttpOnly cookie and the permissions held when name and password are right', async () => {
    const person = await addAccount(server, {
      grants: [{ role: 'county-statistician', regionCode: '430211000000', subjects: ['industry'] }],
    })
    const one = browser()
    const reply = await one.signIn(person.signInName.toUpperCase())
    expect(reply.json()).toMatchObject({
      signedIn: true,
      signInName: person.signInName,
      ready: true,
      kind: 'staff',
    })
    expect(reply.json().permissions).toContain('collect.report.review')
    expect(reply.json().grants[0]).toMatchObject({ regionCode: '430211000000', subjects: ['industry'] })
    const cookie = reply.cookies[0] as unknown as Record<string, unknown>
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(cookie.secure).toBeUndefined()
    const stored = await server.services.database.db
      .selectFrom('identity.session')
      .select('token_hash')
      .execute()
    expect(stored.some(row => row.token_hash.toString('utf8').includes(one.token as string))).toBe(false)
  })

  it('should mark the cookie Secure when a proxy on this machine speaks https', async () => {
    const person = await addAccount(server)
    const reply = await browser().signIn(person.signInName, PASSWORD, { 'x-forwarded-proto': 'https' })
    expect((reply.cookies[0] as unknown as Record<string, unknown>).secure).toBe(true)
  })

  it('should answer alike when the name is unknown, the password wrong, or the account disabled', async () => {
    const known = await addAccount(server)
    const disabled = await addAccount(server)
    await server.services.database.db
      .updateTable('identity.account')
      .set({ disabled_at: START })
      .where('id', '=', disabled.id)
      .execute()
    const replies = [
      await browser().signIn('nobody-has-this-name'),
      await browser().signIn(known.signInName, 'Wrong-Horse-99'),
      await browser().signIn(disabled.signInName),
    ]
    const bodies = replies.map(reply => ({ ...reply.json(), requestId: undefined }))
    expect(replies.map(reply => reply.statusCode)).toEqual([401, 401, 401])
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
    expect(replies.every(reply => reply.cookies.length === 0)).toBe(true)
  })

  it('should do the hashing work for an unknown name too', async () => {
    const known = await addAccount(server)
    const time = async (name: string) => {
      const from = performance.now()
      await browser().signIn(name, 'Wrong-Horse-99')
      return performance.now() - from
    }
    await time('warm-up')
    const unknown: number[] = []
    const wrong: number[] = []
    for (let round = 0; round < 4; round += 1) {
      unknown.push(await time(`unknown${round}`))
      wrong.push(await time(known.signInName))
    }
    // Without the decoy an unknown name is several times faster than a wrong password.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...wrong) * 0.5)
  })

  it('should refuse a malformed body with 400 and a page of another site with 403', async () => {
    expect((await browser().send('POST', '/api/session', { signInName: 'x' })).statusCode).toBe(400)
    expect(
      (await browser().send('POST', '/api/session', { signInName: 'x', password: 'y', role: 'z' }))
        .statusCode,
    ).toBe(400)
    const foreign = await browser().signIn('anyone', PASSWORD, { origin: 'http://elsewhere.example' })
    expect(foreign.json().code).toBe('CSRF_TOKEN_INVALID')
  })
})

describe('the lock', () => {
  it('should refuse even the right password for 30 minutes when five in a row were wrong', async () => {
    const person = await addAccount(server)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await browser().signIn(person.signInName, 'Wrong-Horse-99')).statusCode).toBe(401)
    }
    expect((await browser().signIn(person.signInName)).statusCode).toBe(401)
    server.setTime(at(29))
    expect((await browser().signIn(person.signInName)).statusCode).toBe(401)
    server.setTime(at(31))
    expect((await browser().signIn(person.signInName)).statusCode).toBe(200)
    expect(await actions(person.id)).toEqual([
      ...Array.from({ length: 4 }, () => 'identity.session.refuse'),
      'identity.account.lock',
    ])
  })

  it('should count anew when a right password came in between', async () => {
    const person = await addAccount(server)
    for (const password of ['a', 'b', 'c', 'd', PASSWORD, 'e', 'f', 'g', 'h']) {
      await browser().signIn(person.signInName, password)
    }
    expect((await browser().signIn(person.signInName)).statusCode).toBe(200)
  })

  it('should look at no more than five passwords when thirty arrive at the same time', async () => {
    const person = await addAccount(server)
    const guesses = Array.from({ length: 30 }, (_, index) =>
      index === 20 ? PASSWORD : `Wrong-Horse-${index}`,
    )
    await Promise.all(guesses.slice(0, 20).map(guess => browser().signIn(person.signInName, guess)))
    const late = await Promise.all(guesses.slice(20).map(guess => browser().signIn(person.signInName, guess)))
    expect(late.every(reply => reply.statusCode === 401)).toBe(true)
  })

  const guess = (address: string, name: string, password = 'Spring-2026!Guess') =>
    server.app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: address,
      payload: { signInName: name, password },
    })
  const mistype = (address: string, names: readonly string[]) =>
    Promise.all(names.map(name => guess(address, name)))
  const names = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`)
  const looked = (replies: readonly { statusCode: number }[]) =>
    replies.filter(reply => reply.statusCode === 401).length

  it('should slow an address that tries many names, and no other address', async () => {
    const person = await addAccount(server)
    const address = '198.51.100.7'
    await mistype(address, names(50, 'victim'))
    const blocked = await guess(address, person.signInName)
    expect(blocked.statusCode).toBe(429)
    expect(blocked.json().code).toBe('IDENTITY_ADDRESS_BLOCKED')
    expect(blocked.json().detail.seconds).toBeGreaterThan(0)
    expect((await browser().signIn(person.signInName)).statusCode).toBe(200)
    server.setTime(at(11))
    expect((await guess(address, person.signInName)).statusCode).toBe(401)
  })

  it('should look at no more than fifty passwords of an address when three hundred arrive at the same time', async () => {
    const replies = await mistype('198.51.100.8', names(300, 'sprayed'))
    expect(looked(replies)).toBe(50)
    expect(replies.filter(reply => reply.statusCode === 429)).toHaveLength(250)
  })

  it('should take sixty addresses of one IPv6 network for one', async () => {
    const from = (index: number) => `2001:db8:7:1::${(index + 1).toString(16)}`
    const replies = await Promise.all(names(60, 'wandering').map((name, index) => guess(from(index), name)))
    expect(looked(replies)).toBe(50)
    expect((await guess('2001:db8:7:2::1', 'wandering0')).statusCode).toBe(401)
  })

  it('should let everyone of an office in who signs in at the same time', async () => {
    const people = await Promise.all(names(60, 'early').map(name => addAccount(server, { name })))
    const replies = await Promise.all(
      people.map(({ signInName }) => guess('198.51.100.9', signInName, PASSWORD)),
    )
    expect(replies.map(reply => reply.statusCode)).toEqual(people.map(() => 200))
  })

  it('should hold no mistypes against an office once their makers have signed in', async () => {
    const address = '198.51.100.10'
    const people = await Promise.all(names(30, 'clumsy').map(name => addAccount(server, { name })))
    const typed = people.map(({ signInName }) => signInName)
    await mistype(address, typed)
    const right = await Promise.all(typed.map(name => guess(address, name, PASSWORD)))
    expect(right.map(reply => reply.statusCode)).toEqual(typed.map(() => 200))
    expect(looked(await mistype(address, typed))).toBe(30)
  })

  it('should let through who has signed in from a blocked address lately, with that account only', async () => {
    const address = '198.51.100.11'
    const [regular, colleague] = [await addAccount(server), await addAccount(server)]
    expect((await guess(address, regular.signInName, PASSWORD)).statusCode).toBe(200)
    await mistype(address, names(50, 'stray'))
    expect((await guess(address, colleague.signInName, PASSWORD)).statusCode).toBe(429)
    expect((await guess(address, ` ${regular.signInName.toUpperCase()}`, PASSWORD)).statusCode).toBe(200)
    await mistype(
      address,
      Array.from({ length: 5 }, () => regular.signInName),
    )
    expect((await guess(address, regular.signInName, PASSWORD)).statusCode).toBe(401)
  })
})

describe('a session', () => {
  it('should not be the one a stranger knew before when someone signs in over it', async () => {
    const stranger = await addAccount(server)
    const victim = await addAccount(server)
    const planted = await signedIn(stranger.signInName)
    const known = planted.token
    expect((await planted.signIn(victim.signInName)).statusCode).toBe(200)
    expect(planted.token).not.toBe(known)
    const old = browser()
    old.token = known
    expect((await old.send('GET', '/api/session')).json().signedIn).toBe(false)
  })

  it('should end after 30 minutes without a request, and live on while used', async () => {
    const person = await addAccount(server)
    const one = await signedIn(person.signInName)
    server.setTime(at(25))
    expect((await one.send('GET', '/api/account/sessions')).statusCode).toBe(200)
    server.setTime(at(50))
    expect((await one.send('GET', '/api/account/sessions')).statusCode).toBe(200)
    server.setTime(at(81))
    const late = await one.send('GET', '/api/account/sessions')
    expect(late.statusCode).toBe(401)
    expect(late.json().code).toBe('SESSION_REQUIRED')
  })

  it('should end here when signing out here, and everywhere when signing out everywhere', async () => {
    const person = await addAccount(server)
    const [office, home, phone] = [
      await signedIn(person.signInName),
      await signedIn(person.signInName),
      await signedIn(person.signInName),
    ]
    const out = await office.send('DELETE', '/api/session')
    expect(out.json().signedIn).toBe(false)
    expect(office.token).toBeNull()
    const listed = await home.send('GET', '/api/account/sessions')
    expect(listed.json()).toHaveLength(2)
    expect(listed.json().filter((one: { current: boolean }) => one.current)).toHaveLength(1)
    expect((await home.send('DELETE', '/api/account/sessions')).statusCode).toBe(200)
    for (const one of [home, phone]) {
      expect((await one.send('GET', '/api/account/sessions')).statusCode).toBe(401)
    }
  })

  it('should be ended one by one by its owner and by nobody else', async () => {
    const person = await addAccount(server)
    const other = await signedIn((await addAccount(server)).signInName)
    const [office, phone] = [await signedIn(person.signInName), await signedIn(person.signInName)]
    const sessions = (await office.send('GET', '/api/account/sessions')).json() as {
      id: string
      current: boolean
    }[]
    const phoneId = sessions.find(one => !one.current)?.id
    expect((await other.send('DELETE', `/api/account/sessions/${phoneId}`)).statusCode).toBe(404)
    expect((await office.send('DELETE', '/api/account/sessions/not-a-uuid')).statusCode).toBe(400)
    expect((await office.send('DELETE', `/api/account/sessions/${phoneId}`)).statusCode).toBe(200)
    expect((await phone.send('GET', '/api/account/sessions')).statusCode).toBe(401)
  })

  it('should refuse an unsafe request without its CSRF token', async () => {
    const one = await signedIn((await addAccount(server)).signInName)
    one.csrf = 'guessed'
    const reply = await one.send('DELETE', '/api/session')
    expect(reply.json().code).toBe('CSRF_TOKEN_INVALID')
  })

  it('should follow a change of role at the next request', async () => {
    const person = await addAccount(server, {
      grants: [{ role: 'system-administrator', regionCode: NATION }],
    })
    const one = await signedIn(person.signInName)
    expect((await one.send('GET', '/api/session')).json().permissions).toContain('access.account.manage')
    await server.services.database.db
      .deleteFrom('permission.grant')
      .where('account_id', '=', person.id)
      .execute()
    expect((await one.send('GET', '/api/session')).json().permissions).toEqual([])
  })
})

describe('the first sign-in', () => {
  it('should let nothing through before the password is changed', async () => {
    const person = await addAccount(server, { mustChangePassword: true })
    const one = await signedIn(person.signInName)
    expect((await one.send('GET', '/api/session')).json()).toMatchObject({
      ready: false,
      mustChangePassword: true,
    })
    const early = await one.send('GET', '/api/account/sessions')
    expect(early.json().code).toBe('ACCOUNT_NOT_READY')
    const before = one.token
    const changed = await one.send('PUT', '/api/account/password', { current: PASSWORD, next: NEXT })
    expect(changed.json()).toMatchObject({ ready: true, mustChangePassword: false })
    expect(one.token).not.toBe(before)
    expect((await one.send('GET', '/api/account/sessions')).statusCode).toBe(200)
    expect((await browser().signIn(person.signInName)).statusCode).toBe(401)
    expect((await browser().signIn(person.signInName, NEXT)).statusCode).toBe(200)
  })

  it('should end the sessions elsewhere when the password changes', async () => {
    const person = await addAccount(server)
    const [here, there] = [await signedIn(person.signInName), await signedIn(person.signInName)]
    expect(
      (await here.send('PUT', '/api/account/password', { current: PASSWORD, next: NEXT })).statusCode,
    ).toBe(200)
    expect((await there.send('GET', '/api/account/sessions')).statusCode).toBe(401)
    expect((await here.send('GET', '/api/account/sessions')).statusCode).toBe(200)
  })

  it.each([
    ['short', 'Ab1!xyz', ['tooShort']],
    ['of two classes', 'abcdefghij12', ['tooFewClasses']],
    ['uniform', 'Aa1aaaaaaaaa', ['tooUniform']],
  ])('should refuse a password that is %s', async (_how, next, faults) => {
    const one = await signedIn((await addAccount(server)).signInName)
    const reply = await one.send('PUT', '/api/account/password', { current: PASSWORD, next })
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'IDENTITY_PASSWORD_WEAK', detail: { faults } })
  })

  it('should refuse each of the last five passwords and take the sixth last', async () => {
    const one = await signedIn((await addAccount(server)).signInName)
    let current = PASSWORD
    const change = async (next: string) => {
      const reply = await one.send('PUT', '/api/account/password', { current, next })
      if (reply.statusCode === 200) current = next
      return reply
    }
    for (const number of [1, 2, 3, 4]) expect((await change(`Changed-Horse-${number}`)).statusCode).toBe(200)
    expect((await change(PASSWORD)).json().code).toBe('IDENTITY_PASSWORD_REUSED')
    expect((await change('Changed-Horse-4')).json().code).toBe('IDENTITY_PASSWORD_REUSED')
    expect((await change('Changed-Horse-5')).statusCode).toBe(200)
    expect((await change(PASSWORD)).statusCode).toBe(200)
  }, 30_000)

  it('should lock and sign out when the current password is wrong five times', async () => {
    const one = await signedIn((await addAccount(server)).signInName)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const reply = await one.send('PUT', '/api/account/password', { current: 'Wrong-Horse-99', next: NEXT })
      expect(reply.json().code).toBe('IDENTITY_PASSWORD_WRONG')
    }
    expect((await one.send('GET', '/api/account/sessions')).statusCode).toBe(401)
  })
})

describe('the second factor', () => {
  const code = (secret: string, when: Date) =>
    generateSync({ secret, epoch: Math.floor(when.getTime() / 1000) })

  const enrolled = async () => {
    const person = await addAccount(server)
    const one = await signedIn(person.signInName)
    const { secret } = (await one.send('POST', '/api/account/second-factor')).json() as { secret: string }
    const confirmed = await one.send('POST', '/api/account/second-factor/confirmation', {
      code: code(secret, START),
    })
    expect(confirmed.statusCode).toBe(200)
    return { person, one, secret }
  }

  it('should be asked of staff without one, and of enterprises not', async () => {
    await setting('identity.secondFactorRequired', true)
    const person = await addAccount(server, { mustChangePassword: true })
    const one = await signedIn(person.signInName)
    expect((await one.send('POST', '/api/account/second-factor')).json().code).toBe('IDENTITY_PASSWORD_FIRST')
    await one.send('PUT', '/api/account/password', { current: PASSWORD, next: NEXT })
    expect((await one.send('GET', '/api/session')).json()).toMatchObject({
      ready: false,
      mustEnrolSecondFactor: true,
    })
    expect((await one.send('GET', '/api/account/sessions')).json().code).toBe('ACCOUNT_NOT_READY')
    const begun = await one.send('POST', '/api/account/second-factor')
    expect(begun.json().uri).toMatch(/^otpauth:\/\/totp\//)
    const before = one.token
    const done = await one.send('POST', '/api/account/second-factor/confirmation', {
      code: code(begun.json().secret, START),
    })
    expect(done.json()).toMatchObject({ ready: true, secondFactorEnrolled: true })
    expect(one.token).not.toBe(before)
    const stored = await server.services.database.db
      .selectFrom('identity.account')
      .select('totp_secret')
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow()
    expect(stored.totp_secret?.toString('latin1')).not.toContain(begun.json().secret)
  })

  it('should be shown at every later sign-in, and let nothing through before', async () => {
    const { person, secret } = await enrolled()
    server.setTime(at(5))
    const later = await signedIn(person.signInName)
    expect((await later.send('GET', '/api/session')).json()).toMatchObject({
      secondFactorPending: true,
      permissions: [],
    })
    expect((await later.send('GET', '/api/account/sessions')).json().code).toBe('ACCOUNT_NOT_READY')
    const change = await later.send('PUT', '/api/account/password', { current: PASSWORD, next: NEXT })
    expect(change.json().code).toBe('IDENTITY_SECOND_FACTOR_FIRST')
    expect((await later.send('POST', '/api/account/second-factor')).json().code).toBe(
      'IDENTITY_SECOND_FACTOR_EXISTS',
    )
    expect((await later.send('POST', '/api/session/second-factor', { code: '12345' })).statusCode).toBe(400)
    const passed = await later.send('POST', '/api/session/second-factor', { code: code(secret, at(5)) })
    expect(passed.json().ready).toBe(true)
  })

  it('should refuse a code that was used before, by anyone and also when sent twice at once', async () => {
    const { person, secret } = await enrolled()
    const replay = await signedIn(person.signInName)
    const used = await replay.send('POST', '/api/session/second-factor', { code: code(secret, START) })
    expect(used.json().code).toBe('IDENTITY_CODE_WRONG')
    server.setTime(at(2))
    const [left, right] = [await signedIn(person.signInName), await signedIn(person.signInName)]
    const fresh = code(secret, at(2))
    const replies = await Promise.all(
      [left, right].map(one => one.send('POST', '/api/session/second-factor', { code: fresh })),
    )
    expect(replies.map(reply => reply.statusCode).sort()).toEqual([200, 403])
  })

  it('should take a clock 30 seconds off and refuse one 90 seconds off', async () => {
    const { person, secret } = await enrolled()
    server.setTime(at(10))
    const one = await signedIn(person.signInName)
    const early = await one.send('POST', '/api/session/second-factor', { code: code(secret, at(8.5)) })
    expect(early.statusCode).toBe(403)
    const near = await one.send('POST', '/api/session/second-factor', { code: code(secret, at(9.5)) })
    expect(near.statusCode).toBe(200)
  })

  it('should lock the account and end the session when five codes are wrong', async () => {
    const { person, secret } = await enrolled()
    server.setTime(at(20))
    const one = await signedIn(person.signInName)
    const good = code(secret, at(20))
    const wrong = good === '000000' ? '000001' : '000000'
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await one.send('POST', '/api/session/second-factor', { code: wrong })
    }
    expect((await one.send('POST', '/api/session/second-factor', { code: good })).statusCode).toBe(401)
    expect((await browser().signIn(person.signInName)).statusCode).toBe(401)
  })

  it('should count wrong codes across sign-ins, and forgive them when a code is right', async () => {
    const { person, secret } = await enrolled()
    server.setTime(at(40))
    const good = code(secret, at(40))
    const wrong = good === '000000' ? '000001' : '000000'
    const show = async (one: Browser, shown: string) =>
      (await one.send('POST', '/api/session/second-factor', { code: shown })).statusCode
    const wrongly = async (times: number) => {
      const one = await signedIn(person.signInName)
      for (let attempt = 0; attempt < times; attempt += 1) expect(await show(one, wrong)).toBe(403)
      return one
    }
    await wrongly(4)
    expect(await show(await signedIn(person.signInName), good)).toBe(200)
    await wrongly(3)
    const again = await wrongly(1)
    await show(again, wrong)
    expect((await browser().signIn(person.signInName)).statusCode).toBe(401)
    expect(await actions(person.id)).toContain('identity.account.lock')
  })
})

describe('every route of one’s own account', () => {
  it.each([
    ['DELETE', '/api/session', undefined],
    ['POST', '/api/session/second-factor', { code: '123456' }],
    ['PUT', '/api/account/password', { current: 'a', next: 'b' }],
    ['POST', '/api/account/second-factor', undefined],
    ['POST', '/api/account/second-factor/confirmation', { code: '123456' }],
    ['PUT', '/api/account/locale', { locale: 'en' }],
    ['GET', '/api/account/sessions', undefined],
    ['DELETE', '/api/account/sessions', undefined],
  ] as const)('should answer 401 to %s %s when nobody is signed in', async (method, url, body) => {
    const reply = await browser().send(method, url, body)
    expect(reply.statusCode).toBe(401)
    expect(reply.json().code).toBe('SESSION_REQUIRED')
  })

  it('should remember the language, and refuse one it does not have', async () => {
    const one = await signedIn((await addAccount(server)).signInName)
    expect((await one.send('PUT', '/api/account/locale', { locale: 'en' })).statusCode).toBe(200)
    expect((await one.send('GET', '/api/session')).json().locale).toBe('en')
    expect((await one.send('PUT', '/api/account/locale', { locale: 'fr' })).statusCode).toBe(400)
  })
})
