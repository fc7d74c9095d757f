/** Accounts: creating, finding, disabling. Passwords and second factors have files of their own. */
import { type RawBuilder, sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { NATION, Problem, problems } from '../contract/index.ts'
import { type Reach, type ReadTx, regionPrefix, type WriteTx } from '../db/tx.ts'
import { searchPersonPinyin } from '../search-pinyin.ts'
import { parseSearch } from '../search-text.ts'
import { endSessions } from './sessions.ts'

export type AccountDraft = Readonly<{
  signInName: string
  displayName: string
  kind: 'staff' | 'enterprise'
  organisationId: number | null
  unitId: number | null
  phone: string | null
  passwordHash: string
  /** Whether the first sign-in must change the password; only a demonstration says no. */
  mustChangePassword: boolean
}>

/** Inserts accounts with their first passwords remembered; ids stand in the order of the drafts. */
export async function insertAccounts(
  tx: WriteTx,
  drafts: readonly AccountDraft[],
): Promise<readonly number[]> {
  const ids: number[] = []
  for (let at = 0; at < drafts.length; at += 1_000) {
    const slice = drafts.slice(at, at + 1_000)
    const rows = await tx
      .insertInto('identity.account')
      .values(
        slice.map(draft => ({
          sign_in_name: draft.signInName,
          display_name: draft.displayName,
          pinyin: searchPersonPinyin(draft.displayName),
          kind: draft.kind,
          organisation_id: draft.organisationId,
          unit_id: draft.unitId,
          phone: draft.phone,
          password_hash: draft.passwordHash,
          must_change_password: draft.mustChangePassword,
        })),
      )
      .returning(['id', 'sign_in_name', 'password_hash'])
      .execute()
    const byName = new Map(rows.map(row => [row.sign_in_name, row.id]))
    ids.push(...slice.map(draft => byName.get(draft.signInName) as number))
    await tx
      .insertInto('identity.password_history')
      .values(rows.map(row => ({ account_id: row.id, password_hash: row.password_hash as string })))
      .execute()
  }
  return ids
}

export async function hasSecondFactor(tx: ReadTx, accountId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('identity.account')
    .select('totp_confirmed_at')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.totp_confirmed_at != null
}

export const setAccountLocale = async (
  tx: WriteTx,
  accountId: number,
  locale: 'zh-CN' | 'en',
): Promise<void> => {
  await tx.updateTable('identity.account').set({ locale }).where('id', '=', accountId).execute()
}

export type AccountRow = Readonly<{
  id: number
  signInName: string
  displayName: string
  kind: 'staff' | 'enterprise'
  organisationId: number | null
  organisationName: string | null
  unitId: number | null
  unitName: string | null
  phone: string | null
  disabled: boolean
  lockedUntil: Date | null
  mustChangePassword: boolean
  secondFactor: boolean
  createdAt: Date
  lastSeenAt: Date | null
}>

export type AccountSort = 'signInName' | 'displayName' | 'kind' | 'place'

export type AccountFilter = Readonly<{
  search?: string | undefined
  kind?: 'staff' | 'enterprise' | undefined
  state?: 'active' | 'disabled' | 'locked' | undefined
  sort?: AccountSort | undefined
  order?: 'asc' | 'desc' | undefined
  page: number
  pageSize: number
}>

/** Where an account stands: its office's region, or its unit's. Accounts of neither stand at the top. */
const PLACE = sql<string>`coalesce(o.region_code, u.region_code, ${sql.lit(NATION)})`

const inReach = (reach: Reach) => {
  if (reach.everything) return sql<boolean>`true`
  const prefixes = reach.nodes.flatMap(node => ('region' in node ? [`${regionPrefix(node.region)}%`] : []))
  return sql<boolean>`${PLACE} like any(${sql.val(prefixes)}::text[])`
}

type Raw = {
  id: number
  sign_in_name: string
  display_name: string
  kind: 'staff' | 'enterprise'
  organisation_id: number | null
  organisation_name: string | null
  unit_id: number | null
  unit_name: string | null
  phone: string | null
  disabled_at: Date | null
  locked_until: Date | null
  must_change_password: boolean
  totp_confirmed_at: Date | null
  created_at: Date
  last_seen_at: Date | null
}

const FROM = sql`identity.account a left join org.organisation o on o.id = a.organisation_id
  left join register.unit u on u.unit_id = a.unit_id`
const COLUMNS = sql`a.id, a.sign_in_name, a.display_name, a.kind, a.organisation_id, o.name as organisation_name, a.unit_id,
  u.name as unit_name, a.phone, a.disabled_at, a.locked_until, a.must_change_password, a.totp_confirmed_at, a.created_at,
  (select max(s.seen_at) from identity.session s where s.account_id = a.id) as last_seen_at`

const toAccount = (row: Raw): AccountRow => ({
  id: row.id,
  signInName: row.sign_in_name,
  displayName: row.display_name,
  kind: row.kind,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  unitId: row.unit_id,
  unitName: row.unit_name,
  phone: row.phone,
  disabled: row.disabled_at !== null,
  lockedUntil: row.locked_until,
  mustChangePassword: row.must_change_password,
  secondFactor: row.totp_confirmed_at !== null,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

/** Accounts kept before their pinyin was. */
export async function giveAccountsPinyin(tx: WriteTx): Promise<void> {
  const rows = await tx
    .selectFrom('identity.account')
    .select(['id', 'display_name as name'])
    .where('pinyin', '=', '')
    .execute()
  for (let at = 0; at < rows.length; at += 5_000) {
    const given = rows.slice(at, at + 5_000).map(({ id, name }) => ({ id, pinyin: searchPersonPinyin(name) }))
    await sql`update identity.account a set pinyin = x.pinyin
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x(id int, pinyin text) where a.id = x.id`.execute(
      tx,
    )
  }
}

/** By part of the user name, of the person's name or pinyin, or of where the account is; each found by its own index. */
function foundBy(typed: string | undefined) {
  const search = parseSearch(typed)
  if (!search) return sql`true`
  const name = `%${search.name}%`
  const pinyin = search.pinyin === null ? null : `%${search.pinyin}%`
  return sql`a.id in (
    select id from identity.account
      where sign_in_name ilike ${name} or display_name ilike ${name} or pinyin like ${pinyin}
    union all
    select x.id from register.unit n join identity.account x on x.unit_id = n.unit_id
      where n.name ilike ${name} or n.pinyin like ${pinyin}
    union all
    select x.id from org.organisation n join identity.account x on x.organisation_id = n.id
      where n.name ilike ${name})`
}

const SORTS: Readonly<Record<AccountSort, readonly RawBuilder<unknown>[]>> = {
  signInName: [sql`lower(a.sign_in_name)`],
  displayName: [sql`a.pinyin`, sql`a.display_name`],
  kind: [sql`a.kind`, sql`a.sign_in_name`],
  place: [sql`coalesce(o.name, u.name)`],
}

/** Without a sort the staff come first, as the shorter list. */
function orderOf({ sort, order }: AccountFilter) {
  if (!sort) return sql`a.kind desc, a.sign_in_name`
  const direction = order === 'desc' ? sql`desc nulls last` : sql`asc`
  return sql.join([...SORTS[sort].map(column => sql`${column} ${direction}`), sql`a.id`])
}

export async function listAccounts(
  tx: ReadTx,
  reach: Reach,
  filter: AccountFilter,
  now: Date,
): Promise<Readonly<{ total: number; items: readonly AccountRow[] }>> {
  const where = sql`a.kind <> 'system' and ${inReach(reach)}
    and (${filter.kind ?? null}::text is null or a.kind = ${filter.kind ?? null})
    and ${foundBy(filter.search)}
    and (case ${filter.state ?? 'any'} when 'disabled' then a.disabled_at is not null
      when 'locked' then a.locked_until > ${now}::timestamptz
      when 'active' then a.disabled_at is null else true end)`
  const counted = await sql<{
    total: number
  }>`select count(*)::int as total from ${FROM} where ${where}`.execute(tx)
  const page = await sql<Raw>`select ${COLUMNS} from ${FROM} where ${where} order by ${orderOf(filter)}
    limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize}`.execute(tx)
  return { total: counted.rows[0]?.total ?? 0, items: page.rows.map(toAccount) }
}

/** One account within the reach, or NOT_FOUND. */
export async function accountWithin(tx: ReadTx, reach: Reach, id: number): Promise<AccountRow> {
  const { rows } = await sql<Raw>`select ${COLUMNS} from ${FROM}
    where a.id = ${id} and a.kind <> 'system' and ${inReach(reach)}`.execute(tx)
  if (!rows[0]) throw new Problem(problems.notFound)
  return toAccount(rows[0])
}

export async function setAccountDisabled(ctx: WriteContext, id: number, disabled: boolean): Promise<void> {
  await ctx.tx
    .updateTable('identity.account')
    .set({ disabled_at: disabled ? ctx.now : null })
    .where('id', '=', id)
    .execute()
  if (disabled) await endSessions(ctx.tx, id, ctx.now)
  ctx.audit({
    action: disabled ? 'identity.account.disable' : 'identity.account.enable',
    subject: { kind: 'account', id },
  })
}
