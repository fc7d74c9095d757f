import type { ServerModule } from '#kernel/module.ts'
import type { Services } from '#kernel/services.ts'
import { catalogActions, catalogPermissions, catalogProblems } from '../contract.ts'
import { catalogRoutes } from './routes.ts'

export {
  type FormVersion,
  formVersion,
  listPublishedVersions,
  publishedVersion,
} from './form-version.ts'
export { type FormImport, type ImportedDraft, importForm } from './import-form.ts'
export { compileAmong, type NamedForms, namedForms, sameNamed } from './named-forms.ts'
export { publishForm } from './publish-form.ts'
export { formsFound, formsOfProgramme, giveFormsPinyin } from './queries.ts'
export { saveProgramme } from './save-programme.ts'

export const catalogModule = (services: Services): ServerModule => ({
  name: 'catalog',
  permissions: Object.values(catalogPermissions),
  actions: catalogActions,
  problems: Object.values(catalogProblems),
  routes: catalogRoutes(services),
  violations: {
    programme_code_key: catalogProblems.programmeTaken,
    form_code_key: catalogProblems.formTaken,
    form_version_frozen: catalogProblems.frozen,
    form_version_one_draft: catalogProblems.draftChanged,
    form_version_form_id_version_no_key: catalogProblems.draftChanged,
  },
})
