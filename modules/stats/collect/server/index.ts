import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'
import { collectActions, collectPermissions, collectProblems } from '../contract.ts'
import { ACCEPT_JOB, acceptJob } from './accept-in-bulk.ts'
import { createFormPrograms } from './form-programs.ts'
import { importJobs } from './imports/import-steps.ts'
import { collectMeasures } from './measures.ts'
import { REMIND_JOB, remindJob } from './remind-reports.ts'
import { reportMirror } from './report-mirror.ts'
import { collectRoutes } from './routes.ts'

export {
  createSubmissionGroup,
  type SubmissionGroup,
} from './fill-groups.ts'
export { createFormPrograms, type FormPrograms } from './form-programs.ts'
export { issue as issueCollection } from './issue-collection.ts'
export { type Release, releasesWithin } from './releases.ts'
export { reportMirror } from './report-mirror.ts'
export type { Submission, SubmissionItem, SubmissionOutcome } from './submit-reports.ts'

export const collectModule = (services: Services): ServerModule => {
  const measured = collectMeasures(services.measures)
  const forms = createFormPrograms(measured.checked)
  return {
    name: 'collect',
    permissions: Object.values(collectPermissions),
    actions: collectActions,
    problems: Object.values(collectProblems),
    routes: collectRoutes(services, forms, measured),
    violations: {
      collection_form_version_id_period_key: collectProblems.alreadyIssued,
      collection_form_period: collectProblems.alreadyIssued,
      collection_region_edition_fkey: collectProblems.editionUnknown,
      workbook_mapping_name: collectProblems.mappingNameTaken,
      revision_unit_id_collection_id_client_id_key: collectProblems.submissionConflict,
    },
    jobs: {
      [ACCEPT_JOB]: acceptJob(services),
      [REMIND_JOB]: remindJob(services),
      ...importJobs(services, forms),
    },
    mirror: [reportMirror],
  }
}
