/** From a session cookie to an actor: one query, nothing taken from the request but the token. */
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Actor, EVERYWHERE } from '../context.ts'
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
  stale: boolean
  grants:
    | { permissions: string[]; region: string | null; unit: number | null; subjects: string[] | null }[]
    | null
}

const openSessions = (now: Date, condition: RawBuilder<unknown>) => sql<Row>`
  select s.id as session_id, s.csrf_token, a.id as account_id, a.sign_in_name, a.display_name, a.kind, a.unit_id,
    a.organisation_id, a.locale, a.must_change_password,
    (a.totp_confirmed_at is not null and s.second_factor_at is null) as second_factor_pending,
    (a.kind = 'staff' and a.totp_confirmed_at is null and s.second_factor_at is null
      and coalesce((select value from settings.setting where key = ${kernelSettings.secondFactorRequired.key}),
        to_jsonb(${kernelSettings.secondFactorRequired.default}::boolean)) = 'true') as must_enrol,
    s.seen_at < ${now}::timestamptz - interval '1 minute' as stale,
    (select json_agg(json_build_object('permissions', r.permissions, 'region', g.region_code, 'unit', g.unit_id,
        'subjects', g.subjects))
      from permission.grant g join permission.role r on r.code = g.role_code where g.account_id = a.id) as grants
  from identity.session s join identity.account a on a.id = s.account_id
  where ${condition} and s.ended_at is null and a.disabled_at is null
    and s.seen_at > ${now}::timestamptz - make_interval(mins => ${IDLE_MINUTES})`

/**
 * @param touch whether the person is there: what a page asks by itself must not keep its session alive
 * @returns the session, or null when the token is unknown, ended, idle too long, or the account is disabled.
 */
export async function resolveSession(
  db: Database,
  token: string,
  now: Date,
  touch = true,
): Promise<Session | null> {
  const found = await openSessions(now, sql`s.token_hash = ${hashToken(token)}`).execute(db)
  const row = found.rows[0]
  if (!row) return null
  if (row.stale && touch) {
    await db.updateTable('identity.session').set({ seen_at: now }).where('id', '=', row.session_id).execute()
  }
  return sessionOf(row)
}

/** Those of these sessions that are still open, by id, as they may act now; none of them is kept alive by this. */
export async function resolveSessionsById(
  db: Database,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Session>> {
  const found = await openSessions(now, sql`s.id = any(${sql.val(ids)}::uuid[])`).execute(db)
  return new Map(found.rows.map(row => [row.session_id, sessionOf(row)]))
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
