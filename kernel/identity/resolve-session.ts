/** From a session cookie to an actor: read anew for every request, nothing taken from it but the token. */
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Actor, EVERYWHERE } from '../context.ts'
import { createGroup, type GroupMeasure } from '../db/group-commit.ts'
import type { Database, Reach, ReachNode } from '../db/tx.ts'
import { kernelSettings } from '../settings/settings.ts'

export const SESSION_COOKIE = 'zhitong_session'
/** A session ends after this long without a request (domain rule: 30 minutes). */
export const IDLE_MINUTES = 30

export type Session = Readonly<{
  actor: Actor
  csrfToken: string
  /** Neither a forced password change nor a second factor is outstanding. */
  ready: boolean
  mustChangePassword: boolean
  /** A second factor is enrolled and this session has not shown it yet. */
  secondFactorPending: boolean
  /** Staff without a second factor where the installation asks for one. */
  mustEnrolSecondFactor: boolean
  signInName: string
}>

export const hashToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

type Row = {
  session_id: string
  token_hash: Buffer
  seen_at: Date
  csrf_token: string
  account_id: number
  sign_in_name: string
  display_name: string
  kind: 'staff' | 'enterprise' | 'system'
  unit_id: number | null
  organisation_id: number | null
  locale: 'zh-CN' | 'en'
  must_change_password: boolean
  second_factor_pending: boolean
  must_enrol: boolean
  grants:
    | { permissions: string[]; region: string | null; unit: number | null; subjects: string[] | null }[]
    | null
}

const IDLE_MS = IDLE_MINUTES * 60_000
/** `seen_at` is written no more often than this. */
const STALE_MS = 60_000

const isOpen = (row: Row, now: Date): boolean => now.getTime() - row.seen_at.getTime() < IDLE_MS

/** Sessions that nobody ended, of accounts that nobody disabled; whether they idled too long is `isOpen`. */
const readSessions = async (db: Database, condition: RawBuilder<unknown>): Promise<readonly Row[]> => {
  const found = await sql<Row>`
  select s.id as session_id, s.token_hash, s.seen_at, s.csrf_token, a.id as account_id, a.sign_in_name,
    a.display_name, a.kind, a.unit_id, a.organisation_id, a.locale, a.must_change_password,
    (a.totp_confirmed_at is not null and s.second_factor_at is null) as second_factor_pending,
    (a.kind = 'staff' and a.totp_confirmed_at is null and s.second_factor_at is null
      and coalesce((select value from settings.setting where key = ${kernelSettings.secondFactorRequired.key}),
        to_jsonb(${kernelSettings.secondFactorRequired.default}::boolean)) = 'true') as must_enrol,
    (select json_agg(json_build_object('permissions', r.permissions, 'region', g.region_code, 'unit', g.unit_id,
        'subjects', g.subjects))
      from permission.grant g join permission.role r on r.code = g.role_code where g.account_id = a.id) as grants
  from identity.session s join identity.account a on a.id = s.account_id
  where ${condition} and s.ended_at is null and a.disabled_at is null`.execute(db)
  return found.rows
}

/**
 * Gives the session of a token, or null when the token is unknown, ended, idle too long, or the account is disabled.
 * `touch` says whether the person is there: what a page asks by itself must not keep its session alive.
 */
export type SessionResolver = (token: string, now: Date, touch?: boolean) => Promise<Session | null>

/** `hash` in hexadecimal. */
type Asked = Readonly<{ hash: string; now: Date; touch: boolean }>

const asked = (token: string, now: Date, touch: boolean): Asked => ({
  hash: hashToken(token).toString('hex'),
  now,
  touch,
})

/** Requests that arrive together are looked up together: one query, whatever their number. */
export function createSessionResolver(db: Database, measure?: GroupMeasure): SessionResolver {
  const lookups = createGroup<Asked, Session | null>({
    maxItems: 500,
    concurrency: 4,
    ...(measure && { measure }),
    write: batch => resolveAll(db, batch),
  })
  return (token, now, touch = true) => lookups.add(asked(token, now, touch))
}

/** One token alone, outside a request's beginning. */
export async function resolveSession(db: Database, token: string, now: Date): Promise<Session | null> {
  const [session] = await resolveAll(db, [asked(token, now, true)])
  return session ?? null
}

async function resolveAll(db: Database, batch: readonly Asked[]): Promise<readonly (Session | null)[]> {
  const hashes = [...new Set(batch.map(one => one.hash))]
  const rows = await readSessions(
    db,
    sql`s.token_hash in (select decode(h, 'hex') from unnest(${sql.val(hashes)}::text[]) as h)`,
  )
  const byHash = new Map(rows.map(row => [row.token_hash.toString('hex'), row]))
  const touched = new Map<string, Date>()
  const sessions = batch.map(({ hash, now, touch }) => {
    const row = byHash.get(hash)
    if (!row || !isOpen(row, now)) return null
    if (touch && now.getTime() - row.seen_at.getTime() > STALE_MS) touched.set(row.session_id, now)
    return sessionOf(row)
  })
  if (touched.size > 0) await touchSessions(db, touched)
  return sessions
}

/** A session that another group holds is being touched by it: waiting for one another could end in a deadlock. */
async function touchSessions(db: Database, touched: ReadonlyMap<string, Date>): Promise<void> {
  const [ids, times] = [[...touched.keys()], [...touched.values()]]
  await sql`with free as (
      select s.id, t.at from unnest(${sql.val(ids)}::uuid[], ${sql.val(times)}::timestamptz[]) as t(id, at)
      join identity.session s on s.id = t.id and s.seen_at < t.at
      for update of s skip locked)
    update identity.session s set seen_at = free.at from free where s.id = free.id`.execute(db)
}

/** Those of these sessions that are still open, by id, as they may act now; none of them is kept alive by this. */
export async function resolveSessionsById(
  db: Database,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Session>> {
  const rows = await readSessions(db, sql`s.id = any(${sql.val(ids)}::uuid[])`)
  return new Map(rows.filter(row => isOpen(row, now)).map(row => [row.session_id, sessionOf(row)]))
}

const sessionOf = (row: Row): Session => ({
  actor: Object.freeze({
    accountId: row.account_id,
    name: row.display_name,
    kind: row.kind,
    unitId: row.unit_id,
    organisationId: row.organisation_id,
    sessionId: row.session_id,
    locale: row.locale,
    permissions: permissionsOf(row.grants ?? []),
  }),
  csrfToken: row.csrf_token,
  ready: !row.must_change_password && !row.second_factor_pending && !row.must_enrol,
  mustChangePassword: row.must_change_password,
  secondFactorPending: row.second_factor_pending,
  mustEnrolSecondFactor: row.must_enrol,
  signInName: row.sign_in_name,
})

function permissionsOf(grants: NonNullable<Row['grants']>): ReadonlyMap<string, Reach> {
  const nodes = new Map<string, ReachNode[]>()
  for (const grant of grants) {
    const place = grant.unit === null ? { region: grant.region as string } : { unitId: grant.unit }
    for (const permission of grant.permissions) {
      const list = nodes.get(permission) ?? []
      list.push({ ...place, subjects: grant.subjects })
      nodes.set(permission, list)
    }
  }
  return new Map(
    [...nodes].map(([permission, list]) => [permission, Object.freeze({ everything: false, nodes: list })]),
  )
}

/** The actor of jobs, seeding and commands: every permission, everywhere. */
export const systemActor = (accountId: number, permissions: Iterable<string>): Actor =>
  Object.freeze({
    accountId,
    name: 'system',
    kind: 'system',
    unitId: null,
    organisationId: null,
    sessionId: null,
    locale: 'zh-CN',
    permissions: new Map([...permissions].map(permission => [permission, EVERYWHERE])),
  })
