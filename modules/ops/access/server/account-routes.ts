import type { WriteContext } from '#kernel/context.ts'
import { NATION, Problem, problems } from '#kernel/contract/index.ts'
import { covers, type Reach, type ReadTx } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import {
  type AccountRow,
  accountWithin,
  insertAccounts,
  listAccounts,
  setAccountDisabled,
} from '#kernel/identity/accounts.ts'
import { forgiveAttempts } from '#kernel/identity/attempts.ts'
import type { Identity } from '#kernel/identity/identity.ts'
import { generatePassword } from '#kernel/identity/password-hash.ts'
import { resetPassword } from '#kernel/identity/passwords.ts'
import { identityProblems } from '#kernel/identity/problems.ts'
import { resetSecondFactor } from '#kernel/identity/show-code.ts'
import { findOrganisation } from '#kernel/org/organisations.ts'
import { isAdministrator, refuseWithoutAdministrators } from '#kernel/permission/grants.ts'
import * as contract from '../contract.ts'
import { accessedAccounts } from './accessed-accounts.ts'
import { createReporter, openEnterpriseAccounts, unitsWithoutAccount } from './open-enterprise-accounts.ts'

const MANAGE = contract.accessPermissions.accountManage.code
const READ = contract.accessPermissions.accountRead.code
const DONE = { done: true as const }

export const accountRoutes = (identity: Identity): readonly RouteBinding[] => [
  read(contract.listAccounts, async (ctx, { query }) => {
    const { total, items } = await listAccounts(ctx.tx, ctx.reach(READ), query, ctx.now)
    accessedAccounts(ctx, { total, page: query.page })
    return { total, items: items.map(item => accountView(item, ctx.now)) }
  }),

  direct(contract.createAccount, async (ctx, { body }) => {
    const password = generatePassword()
    const passwordHash = await identity.hashing.hash(password)
    const id = await writeAs(identity.db, ctx, tx => createStaff(tx, { ...body, passwordHash }))
    return { id, signInName: body.signInName, password }
  }),

  direct(contract.createColleague, async (ctx, { params, body }) => {
    const password = generatePassword()
    const passwordHash = await identity.hashing.hash(password)
    const id = await writeAs(identity.db, ctx, async tx => {
      const { unitId } = await accountWithin(tx.tx, ctx.reach(MANAGE), params.id)
      if (unitId === null) throw new Problem(problems.notFound)
      return createReporter(tx, { ...body, unitId, passwordHash })
    })
    return { id, signInName: body.signInName, password }
  }),

  direct(contract.createEnterpriseAccounts, (ctx, { body }) =>
    openEnterpriseAccounts(identity, ctx, body.unitIds),
  ),

  read(contract.listUnitsWithoutAccount, async (ctx, { query }) => {
    const found = await unitsWithoutAccount(ctx.tx, ctx.reach(MANAGE), query)
    accessedAccounts(ctx, { total: found.total, page: query.page })
    return found
  }),

  write(contract.disableAccount, async (ctx, { params }) => {
    await target(ctx, params.id)
    const administers = await isAdministrator(ctx.tx, params.id)
    await setAccountDisabled(ctx, params.id, true)
    if (administers) await refuseWithoutAdministrators(ctx.tx)
    return DONE
  }),

  write(contract.enableAccount, async (ctx, { params }) => {
    await target(ctx, params.id)
    await setAccountDisabled(ctx, params.id, false)
    return DONE
  }),

  write(contract.unlockAccount, async (ctx, { params }) => {
    await target(ctx, params.id)
    await forgiveAttempts(ctx.tx, params.id)
    ctx.audit({ action: 'identity.account.unlock', subject: { kind: 'account', id: params.id } })
    return DONE
  }),

  direct(contract.resetPassword, async (ctx, { params }) => {
    const password = generatePassword()
    const hash = await identity.hashing.hash(password)
    const { signInName } = await writeAs(identity.db, ctx, async tx => {
      const account = await target(tx, params.id)
      await resetPassword(tx, params.id, hash)
      tellOwner(tx, params.id, PASSWORD_RESET)
      return account
    })
    return { id: params.id, signInName, password }
  }),

  write(contract.resetSecondFactor, async (ctx, { params }) => {
    await target(ctx, params.id)
    await resetSecondFactor(ctx, params.id)
    tellOwner(ctx, params.id, SECOND_FACTOR_RESET)
    return DONE
  }),
]

const accountView = (account: AccountRow, now: Date) => ({
  ...account,
  lockedUntil: account.lockedUntil && account.lockedUntil > now ? account.lockedUntil.toISOString() : null,
  createdAt: account.createdAt.toISOString(),
  lastSeenAt: account.lastSeenAt?.toISOString() ?? null,
})

/** The account to act on: within reach, and not one's own. */
async function target(ctx: WriteContext, id: number): Promise<AccountRow> {
  const account = await accountWithin(ctx.tx, ctx.reach(MANAGE), id)
  if (id === ctx.actor.accountId) throw new Problem(identityProblems.ownAccount)
  return account
}

type StaffDraft = Readonly<{
  signInName: string
  displayName: string
  organisationId: number | null
  phone: string | null
  passwordHash: string
}>

async function createStaff(ctx: WriteContext, draft: StaffDraft): Promise<number> {
  await refuseForeignOrganisation(ctx.tx, ctx.reach(MANAGE), draft.organisationId)
  const [id] = await insertAccounts(ctx.tx, [
    { ...draft, kind: 'staff', unitId: null, mustChangePassword: true },
  ])
  ctx.audit({
    action: 'identity.account.create',
    subject: { kind: 'account', id: id as number },
    detail: { signInName: draft.signInName, organisationId: draft.organisationId },
  })
  return id as number
}

async function refuseForeignOrganisation(tx: ReadTx, reach: Reach, id: number | null): Promise<void> {
  const found = id === null ? null : await findOrganisation(tx, id)
  // Without an office an account stands at the top, which only someone whose reach is the whole may place it.
  const regionCode = id === null ? NATION : found?.regionCode
  if (!regionCode || !covers(reach, { regionCode, unitId: null }))
    throw new Problem(identityProblems.organisationUnknown)
}

const PASSWORD_RESET = {
  title: { 'zh-CN': '密码已由系统管理员重置', en: 'The system administrator reset your password' },
  body: {
    'zh-CN': '如非您本人申请，请立即联系安全管理员。',
    en: 'If you did not ask for this, tell the security administrator at once.',
  },
}
const SECOND_FACTOR_RESET = {
  title: { 'zh-CN': '动态口令已由系统管理员重置', en: 'The system administrator reset your second factor' },
  body: PASSWORD_RESET.body,
}

const tellOwner = (ctx: WriteContext, accountId: number, message: typeof PASSWORD_RESET): void =>
  ctx.notify({ accountId, kind: 'identity.reset', ...message })
