/** Views of lists that people gave names; whoever saved one is the only one who finds it. */
import { Problem, problems } from '../contract/index.ts'
import { MOST_VIEWS, type SavedView, savedViewProblems } from '../contract/saved-views.ts'
import type { ReadTx, WriteTx } from '../db/tx.ts'

export async function savedViewsOf(tx: ReadTx, accountId: number, list: string): Promise<SavedView[]> {
  return tx
    .selectFrom('identity.saved_view')
    .select(['id', 'name', 'address', 'is_default as isDefault'])
    .where('account_id', '=', accountId)
    .where('list', '=', list)
    .orderBy('id')
    .limit(MOST_VIEWS)
    .execute()
}

/** Those of one account are written one after another, or two requests could pass the limit or leave two defaults. */
const takeTurns = (tx: WriteTx, accountId: number) =>
  tx.selectFrom('identity.account').select('id').where('id', '=', accountId).forNoKeyUpdate().execute()

export async function saveView(
  tx: WriteTx,
  accountId: number,
  view: Readonly<{ list: string; name: string; address: string }>,
): Promise<number> {
  await takeTurns(tx, accountId)
  const there = await savedViewsOf(tx, accountId, view.list)
  if (there.length >= MOST_VIEWS) throw new Problem(savedViewProblems.tooMany, { most: MOST_VIEWS })
  const row = await tx
    .insertInto('identity.saved_view')
    .values({ account_id: accountId, ...view })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type ViewChange = Readonly<{ name?: string; address?: string; isDefault?: boolean }>

export async function changeView(
  tx: WriteTx,
  accountId: number,
  id: number,
  { name, address, isDefault }: ViewChange,
): Promise<void> {
  await takeTurns(tx, accountId)
  const mine = () => tx.updateTable('identity.saved_view').where('account_id', '=', accountId)
  const view = await tx
    .selectFrom('identity.saved_view')
    .select('list')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!view) throw new Problem(problems.notFound)
  if (isDefault) await mine().set({ is_default: false }).where('list', '=', view.list).execute()
  await mine()
    .set({
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
      ...(isDefault !== undefined && { is_default: isDefault }),
    })
    .where('id', '=', id)
    .execute()
}

export async function removeView(tx: WriteTx, accountId: number, id: number): Promise<void> {
  const row = await tx
    .deleteFrom('identity.saved_view')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Problem(problems.notFound)
}
