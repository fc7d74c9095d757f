import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'
import {
  applicationProblems,
  creditCodeProblems,
  importProblems,
  registerActions,
  registerPermissions,
  registerProblems,
} from '../contract.ts'
import { importJobs } from './import/import-jobs.ts'
import { industryMirror } from './mirror.ts'
import { dayJobs } from './reach-day.ts'
import { registerRoutes } from './routes.ts'
import { registerViolations } from './violations.ts'

export { type CodeLists, createCodeLists, isShared, type NamedList } from './code-lists.ts'
export { type FrameRow, frameDay, freezeFrame, holdApprovals, selectFrame } from './frame.ts'
export { decodeFile, findSeparator, readTable } from './import/read-table.ts'
export { importIndustries, readIndustryFile } from './import-industries.ts'
export { importUnits } from './import-units.ts'
export { industryNames } from './industry-queries.ts'
export { industryMirror, labelTable } from './mirror.ts'
export { type UnitHeader, unitHeader, unitHeaders } from './unit-header.ts'

export const registerModule = (services: Services): ServerModule => ({
  name: 'register',
  permissions: Object.values(registerPermissions),
  actions: registerActions,
  problems: [
    ...Object.values(creditCodeProblems),
    ...Object.values(registerProblems),
    ...Object.values(importProblems),
    ...Object.values(applicationProblems),
  ],
  routes: registerRoutes(services),
  violations: registerViolations,
  jobs: { ...importJobs(services), ...dayJobs(services) },
  mirror: [industryMirror],
})
