/** What a module is to the server: everything it offers, listed by hand in apps/server/compose.ts. */

import type { MirrorSource } from './analytics/source.ts'
import type { ActionWords, AnyRoute, PermissionType, ProblemType } from './contract/index.ts'
import type { RouteBinding } from './http/binding.ts'
import type { JobHandler } from './jobs/worker.ts'
import type { Setting } from './settings/settings.ts'

export type ServerModule = Readonly<{
  name: string
  permissions: readonly PermissionType[]
  /** What it writes to the audit trail, by code. */
  actions: ActionWords
  problems: readonly ProblemType[]
  routes: readonly RouteBinding[]
  /** What the person is told when a constraint of this module's schema refuses a row, by constraint name. */
  violations?: Readonly<Record<string, ProblemType>>
  jobs?: Readonly<Record<string, JobHandler>>
  mirror?: readonly MirrorSource[]
  /** What of it the system administrator may set. */
  settings?: readonly Setting[]
}>

/** Every problem a module may answer with: its own list and those its contracts name. */
export const problemsOf = (module: ServerModule): readonly ProblemType[] => [
  ...new Set([
    ...module.problems,
    ...module.routes.flatMap(({ contract }: { contract: AnyRoute }) => contract.problems ?? []),
  ]),
]
