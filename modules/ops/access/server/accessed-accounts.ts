import type { ReadContext } from '#kernel/context.ts'

/** Lists of accounts name units and say whom to call there: that someone looked is kept. */
export const accessedAccounts = (ctx: ReadContext, seen: Readonly<{ total: number; page: number }>): void =>
  ctx.accessed({
    action: 'identity.account.list',
    subject: { kind: 'account', id: 'all' },
    detail: { ...seen },
  })
