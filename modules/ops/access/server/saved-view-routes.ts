import { type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { changeView, removeView, savedViewsOf, saveView } from '#kernel/identity/saved-views.ts'
import * as contract from '../contract.ts'

const DONE = { done: true as const }

export const savedViewRoutes = (): readonly RouteBinding[] => [
  read(contract.listSavedViews, async (ctx, { query }) => ({
    items: await savedViewsOf(ctx.tx, ctx.actor.accountId, query.list),
  })),

  write(contract.saveView, async (ctx, { body }) => ({
    id: await saveView(ctx.tx, ctx.actor.accountId, body),
  })),

  write(contract.changeView, async (ctx, { params, body }) => {
    await changeView(ctx.tx, ctx.actor.accountId, params.id, body)
    return DONE
  }),

  write(contract.removeView, async (ctx, { params }) => {
    await removeView(ctx.tx, ctx.actor.accountId, params.id)
    return DONE
  }),
]
