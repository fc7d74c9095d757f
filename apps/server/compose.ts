/** The house put together: every module, listed by hand. */
import type { FastifyInstance } from 'fastify'
import type { ActionWords, ProblemType } from '#kernel/contract/index.ts'
import { buildApp, type LogStream } from '#kernel/http/app.ts'
import type { RequestLimits } from '#kernel/http/limits.ts'
import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'
import { accessModule } from '#modules/ops/access/server/index.ts'
import { monitorModule } from '#modules/ops/monitor/server/index.ts'
import { catalogModule } from '#modules/stats/catalog/server/index.ts'
import { collectModule } from '#modules/stats/collect/server/index.ts'
import { registerModule } from '#modules/stats/register/server/index.ts'
import { tabulateModule } from '#modules/stats/tabulate/server/index.ts'
import { demonstrationActions } from './demonstration-actions.ts'

export const VERSION = '0.1.0'

export const composeModules = (services: Services): readonly ServerModule[] => {
  const modules: readonly ServerModule[] = [
    accessModule(services, {
      permissions: () => modules.flatMap(module => module.permissions),
      actions: () => actionsOf(modules),
      settings: () => modules.flatMap(module => module.settings ?? []),
    }),
    catalogModule(services),
    registerModule(services),
    tabulateModule(services),
    collectModule(services),
    monitorModule(services),
  ]
  return modules
}

/** The words of every action the audit trail may hold. @throws where two modules declare the same. */
export function actionsOf(modules: readonly Pick<ServerModule, 'actions'>[]): ActionWords {
  const all = [demonstrationActions, ...modules.map(module => module.actions)].flatMap(one =>
    Object.entries(one),
  )
  const words = Object.fromEntries(all)
  const twice = all.find(([code, text]) => words[code] !== text)
  if (twice) throw new Error(`Two modules declare the audit action ${twice[0]}`)
  return words
}

export type ServerOptions = Readonly<{
  modules?: readonly ServerModule[]
  logLevel?: string
  logStream?: LogStream
  limits?: RequestLimits
}>

export async function composeServer(
  services: Services,
  options: ServerOptions = {},
): Promise<FastifyInstance> {
  const { modules = composeModules(services), ...app } = options
  refuseUnknownPermissions(modules)
  actionsOf(modules)
  return buildApp({
    database: services.database,
    clock: services.clock,
    bindings: modules.flatMap(module => module.routes),
    violations: violationsOf(modules),
    measures: services.measures,
    sampler: services.sampler,
    version: VERSION,
    ...app,
  })
}

function refuseUnknownPermissions(modules: readonly ServerModule[]): void {
  const known = new Set([
    'public',
    'signed-in',
    ...modules.flatMap(module => module.permissions.map(one => one.code)),
  ])
  for (const { contract } of modules.flatMap(module => module.routes)) {
    if (!known.has(contract.permission)) {
      throw new Error(
        `Route ${contract.id} asks for permission ${contract.permission}, which no module declares`,
      )
    }
  }
}

const violationsOf = (modules: readonly ServerModule[]): ReadonlyMap<string, ProblemType> =>
  new Map(modules.flatMap(module => Object.entries(module.violations ?? {})))
