import { readTransaction } from '#kernel/db/tx.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import type { Services } from '#kernel/services.ts'
import * as contract from '../contract/routes.ts'
import { importForm } from './import-form.ts'
import { discardDraft, publishForm, retireForm } from './publish-form.ts'
import { subjectFrequencies, versionRow } from './queries.ts'
import {
  checkYaml,
  readDifferences,
  readForm,
  readFormList,
  readProgrammes,
  readVersion,
  readYaml,
  toVersionRow,
} from './read-forms.ts'
import { saveProgramme } from './save-programme.ts'

export const catalogRoutes = (services: Services): readonly RouteBinding[] => [
  read(contract.listProgrammes, context => readProgrammes(context)),
  write(contract.saveProgramme, (context, { params, body: { isNew, ...rest } }) =>
    saveProgramme(context, { code: params.code, ...rest }, isNew),
  ),
  read(contract.listForms, ({ tx }, { query }) => readFormList(tx, query)),
  read(contract.listSubjectFrequencies, async ({ tx }, { query }) => ({
    items: await subjectFrequencies(tx, query.programme),
  })),
  read(contract.readForm, (context, { params }) => readForm(context, params.code)),
  read(contract.readVersion, ({ tx }, { params }) => readVersion(tx, params.versionId)),
  read(contract.compareVersions, ({ tx }, { params, query }) =>
    readDifferences(tx, params.versionId, query.from),
  ),
  direct(contract.exportVersion, async (_context, { params, query }, { reply }) => {
    const { name, text } = await readTransaction(services.database.db, tx =>
      readYaml(tx, params.versionId, query.style),
    )
    reply.type('application/yaml; charset=utf-8')
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    return text
  }),
  // Changes nothing; it is a POST because a form's YAML does not fit an address.
  direct(contract.checkForm, (_context, { body }) =>
    readTransaction(services.database.db, tx => checkYaml(tx, body.source)),
  ),
  write(contract.importDraft, async (context, { body }) => {
    const { diagnostics, ...rest } = await importForm(context, body)
    return { ...rest, diagnostics: [...diagnostics] }
  }),
  write(contract.publishVersion, async (context, { params }) => {
    await publishForm(context, params.versionId)
    return toVersionRow(await versionRow(context.tx, params.versionId))
  }),
  write(contract.retireVersion, async (context, { params }) => {
    await retireForm(context, params.versionId)
    return toVersionRow(await versionRow(context.tx, params.versionId))
  }),
  write(contract.discardDraft, async (context, { params }) => {
    await discardDraft(context, params.versionId)
    return { done: true as const }
  }),
]
