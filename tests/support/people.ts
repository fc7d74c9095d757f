/** Accounts for tests: made directly, with a cheap password hash, ready to act unless asked otherwise. */
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { writeTransaction } from '#kernel/db/tx.ts'
import { insertAccounts } from '#kernel/identity/accounts.ts'
import { createPasswordHashing, DEFAULT_COST } from '#kernel/identity/password-hash.ts'
import { SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { writeGrant } from '#kernel/permission/grants.ts'
import type { Caller, TestServer } from './server.ts'

export const PASSWORD = 'Correct-Horse-9'

const hashing = createPasswordHashing(DEFAULT_COST)
let hashed: Promise<string> | undefined
let made = 0

export type TestGrant = Readonly<{ role: string; regionCode?: string; unitId?: number; subjects?: string[] }>

export type TestPerson = Readonly<{
  name?: string
  unitId?: number
  organisationId?: number
  grants?: readonly TestGrant[]
  mustChangePassword?: boolean
}>

/** @returns the new account's id and sign-in name; its password is `PASSWORD`. The roles must exist (`ensureRoles`). */
export async function addAccount(
  server: Pick<TestServer, 'services'>,
  person: TestPerson = {},
): Promise<Readonly<{ id: number; signInName: string }>> {
  hashed ??= hashing.hash(PASSWORD)
  const passwordHash = await hashed
  made += 1
  const signInName = person.name ?? `person${made}`
  const id = await writeTransaction(server.services.database.db, async tx => {
    const draft = {
      signInName,
      displayName: `测试人员${made}`,
      kind: person.unitId === undefined ? ('staff' as const) : ('enterprise' as const),
      organisationId: person.organisationId ?? null,
      unitId: person.unitId ?? null,
      phone: null,
      passwordHash,
      mustChangePassword: person.mustChangePassword ?? false,
    }
    const [accountId] = (await insertAccounts(tx, [draft])) as [number]
    for (const { role, regionCode = null, unitId = null, subjects = null } of person.grants ?? []) {
      await writeGrant(tx, { accountId, role, regionCode, unitId, subjects }, null)
    }
    return accountId
  })
  return { id, signInName }
}

/** Someone signed in with these grants; who is granted a unit is an account of that unit. */
export const someone = async (server: TestServer, ...grants: readonly TestGrant[]): Promise<Caller> => {
  const unitId = grants.find(grant => grant.unitId !== undefined)?.unitId
  return server.as((await addAccount(server, { grants, ...(unitId !== undefined && { unitId }) })).id)
}

/** A browser: keeps its cookie and CSRF token from one reply to the next. */
export class Browser {
  readonly #server: TestServer
  token: string | null = null
  csrf: string | null = null

  constructor(server: TestServer) {
    this.#server = server
  }

  async send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LightMyRequestResponse> {
    const reply = await this.#server.app.inject({
      method,
      url,
      ...(this.token !== null && { cookies: { [SESSION_COOKIE]: this.token } }),
      headers: {
        ...(this.csrf !== null && { 'x-csrf-token': this.csrf }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    } as InjectOptions)
    const cookie = reply.cookies.find(one => one.name === SESSION_COOKIE)
    if (cookie) this.token = cookie.value === '' ? null : cookie.value
    if (reply.statusCode === 200 && reply.headers['content-type']?.toString().includes('json')) {
      const told = reply.json() as { csrfToken?: string } | null
      if (told && typeof told === 'object' && 'csrfToken' in told) this.csrf = told.csrfToken ?? null
    }
    return reply
  }

  signIn(signInName: string, password = PASSWORD, headers?: Readonly<Record<string, string>>) {
    return this.send('POST', '/api/session', { signInName, password }, headers)
  }
}
