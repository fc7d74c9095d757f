/** Accounts for enterprises: the credit code is the user name, the reporter's role at the own unit comes with it. */
import { sql } from 'kysely'
import type { BaseContext, WriteContext } from '#kernel/context.ts'
import { type Reach, type ReadTx, within } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { insertAccounts } from '#kernel/identity/accounts.ts'
import type { Identity } from '#kernel/identity/identity.ts'
import { generatePassword } from '#kernel/identity/password-hash.ts'
import { writeGrant } from '#kernel/permission/grants.ts'
import { escapeLike } from '#kernel/search-text.ts'
import { accessPermissions } from '../contract.ts'

const REPORTER = 'reporter'

type Unit = Readonly<{
  unitId: number
  name: string
  creditCode: string | null
  regionCode: string
  taken: boolean
}>
type Skipped = Readonly<{ unitId: number; reason: 'unknown' | 'noCode' | 'exists' }>
type First = Readonly<{ id: number; signInName: string; password: string }>

const hasAccount = sql<boolean>`exists (select from identity.account a
  where a.unit_id = u.unit_id or lower(a.sign_in_name) = lower(u.credit_code))`

export async function unitsWithoutAccount(
  tx: ReadTx,
  reach: Reach,
  query: Readonly<{ page: number; pageSize: number; search?: string }>,
) {
  const like = `%${escapeLike((query.search ?? '').trim())}%`
  const open = within(tx, reach)
    .units()
    .where('u.exited_on', 'is', null)
    .where('u.credit_code', 'is not', null)
    .where(sql<boolean>`not ${hasAccount}`)
    .where(sql<boolean>`(u.name ilike ${like} or u.pinyin ilike ${like} or u.credit_code ilike ${like})`)
  const { total } = await open
    .select(columns => columns.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const items = await open
    .select(['u.unit_id as unitId', 'u.name', 'u.region_code as regionCode'])
    .select(sql<string>`u.credit_code`.as('creditCode'))
    .orderBy('u.region_code')
    .orderBy('u.unit_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  return { total: Number(total), items }
}

export async function openEnterpriseAccounts(
  identity: Identity,
  ctx: BaseContext,
  unitIds: readonly number[],
): Promise<{ created: First[]; skipped: Skipped[] }> {
  // Hashing takes most of the time; the transaction does not wait for it.
  const prepared = await Promise.all(
    unitIds.map(async unitId => {
      const password = generatePassword()
      return { unitId, password, hash: await identity.hashing.hash(password) }
    }),
  )
  return writeAs(identity.db, ctx, async tx => {
    const units = await readUnits(tx.tx, ctx.reach(accessPermissions.accountManage.code), unitIds)
    const skipped: Skipped[] = []
    const wanted = prepared.flatMap(one => {
      const unit = units.get(one.unitId)
      const reason = reasonToSkip(unit)
      if (reason) skipped.push({ unitId: one.unitId, reason })
      return unit && !reason ? [{ ...one, unit }] : []
    })
    return { created: await insert(tx, wanted), skipped }
  })
}

const reasonToSkip = (unit: Unit | undefined): Skipped['reason'] | null => {
  if (!unit) return 'unknown'
  if (!unit.creditCode) return 'noCode'
  return unit.taken ? 'exists' : null
}

async function readUnits(
  tx: ReadTx,
  reach: Reach,
  unitIds: readonly number[],
): Promise<ReadonlyMap<number, Unit>> {
  const rows = await within(tx, reach)
    .units()
    .select([
      'u.unit_id as unitId',
      'u.name',
      'u.credit_code as creditCode',
      'u.region_code as regionCode',
      hasAccount.as('taken'),
    ])
    .where('u.unit_id', 'in', [...unitIds])
    .execute()
  return new Map(rows.map(row => [row.unitId, row]))
}

type Wanted = Readonly<{ unit: Unit; password: string; hash: string }>

async function insert(ctx: WriteContext, wanted: readonly Wanted[]): Promise<First[]> {
  if (wanted.length === 0) return []
  const ids = await insertAccounts(
    ctx.tx,
    wanted.map(({ unit, hash }) => ({
      signInName: unit.creditCode as string,
      displayName: unit.name,
      kind: 'enterprise' as const,
      organisationId: null,
      unitId: unit.unitId,
      phone: null,
      passwordHash: hash,
      mustChangePassword: true,
    })),
  )
  const created: First[] = []
  for (const [index, { unit, password }] of wanted.entries()) {
    const accountId = ids[index] as number
    const grant = { accountId, role: REPORTER, regionCode: null, unitId: unit.unitId, subjects: null }
    await writeGrant(ctx.tx, grant, ctx.actor.accountId)
    ctx.audit({
      action: 'identity.account.create',
      subject: { kind: 'account', id: accountId },
      regionCode: unit.regionCode,
      detail: { unitId: unit.unitId, role: REPORTER },
    })
    created.push({ id: accountId, signInName: unit.creditCode as string, password })
  }
  return created
}

type Colleague = Readonly<{
  unitId: number
  signInName: string
  displayName: string
  phone: string | null
  passwordHash: string
}>

/** One more person of a unit; what each of them does there is the unit's own to settle. */
export async function createReporter(ctx: WriteContext, draft: Colleague): Promise<number> {
  const { unitId } = draft
  const [id] = (await insertAccounts(ctx.tx, [
    { ...draft, kind: 'enterprise', organisationId: null, mustChangePassword: true },
  ])) as [number]
  const grant = { accountId: id, role: REPORTER, regionCode: null, unitId, subjects: null }
  await writeGrant(ctx.tx, grant, ctx.actor.accountId)
  ctx.audit({
    action: 'identity.account.create',
    subject: { kind: 'account', id },
    detail: { unitId, role: REPORTER, signInName: draft.signInName },
  })
  return id
}
