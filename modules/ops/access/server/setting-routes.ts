import { Problem, problems } from '#kernel/contract/index.ts'
import { type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { readSettings, type Setting, writeSetting } from '#kernel/settings/settings.ts'
import * as contract from '../contract.ts'
import { refuseUnlessEverywhere } from './everywhere.ts'

/** @param declared what the installation declares; listed and changed by key */
export const settingRoutes = (declared: () => readonly Setting[]): readonly RouteBinding[] => [
  read(contract.listSettings, async ctx => {
    const settings = declared()
    const states = new Map((await readSettings(ctx.tx, settings)).map(state => [state.key, state]))
    return settings.map(({ key, text, help }) => {
      const value = states.get(key)?.value as SettingValue
      const changedAt = states.get(key)?.changedAt?.toISOString() ?? null
      return { key, text, help, kind: kindOf(value), value, changedAt }
    })
  }),

  write(contract.changeSetting, async (ctx, { params, body }) => {
    refuseUnlessEverywhere(ctx, contract.changeSetting)
    const setting = declared().find(one => one.key === params.key)
    if (!setting) throw new Problem(problems.notFound)
    await writeSetting(ctx, setting, body.value)
    return { done: true as const }
  }),
]

type SettingValue = boolean | number | string | string[]

const kindOf = (value: SettingValue) => {
  if (typeof value === 'boolean') return 'boolean' as const
  if (typeof value === 'number') return 'number' as const
  return Array.isArray(value) ? ('list' as const) : ('text' as const)
}
