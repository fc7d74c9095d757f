import { Problem, problemBody, problems } from '#kernel/contract/index.ts'
import { coversEverywhere } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { receiveFile } from '#kernel/http/receive-file.ts'
import { currentEdition } from '#kernel/org/regions.ts'
import type { Services } from '#kernel/services.ts'
import * as imports from '../contract/imports.ts'
import * as industries from '../contract/industries.ts'
import { importProblems } from '../contract/problems.ts'
import * as units from '../contract/units.ts'
import { normaliseCreditCode } from '../credit-code.ts'
import { addUnit } from './add-unit.ts'
import { applicationRoutes } from './application/application-routes.ts'
import { changeUnit } from './change-unit.ts'
import { creditCodeFaultOf } from './check-values.ts'
import { createCodeLists } from './code-lists.ts'
import { correctCodes } from './correct-codes.ts'
import { exitUnit, reinstateUnit } from './exit-unit.ts'
import { exportRoute } from './export-units.ts'
import { findImport, importsOf, pageOfLines, publicRecord } from './import/import-queries.ts'
import { applyImport, cancelImport, previewAgain, uploadImport } from './import/import-units.ts'
import { MAX_BYTES } from './import/read-table.ts'
import { importIndustries, readIndustryFile } from './import-industries.ts'
import { pageOfIndustries } from './industry-queries.ts'
import { isCreditCodeTaken } from './queries.ts'
import { readUnitList, readUnitPage } from './read-units.ts'
import { registerTypes } from './register-types.ts'

/** Fourteen times the national classification; it is read at once. */
const CLASSIFICATION_BYTES = 1_048_576

const unitRoutes = (services: Services): readonly RouteBinding[] => [
  read(units.listUnits, (context, { query }) => readUnitList(context, query)),
  exportRoute(services),
  read(units.readUnit, (context, { params }) => readUnitPage(context, params.unitId)),
  write(units.addUnit, (context, { body }) => addUnit(context, body)),
  write(units.changeUnit, (context, { params, body }) => changeUnit(context, params.unitId, body)),
  write(units.correctCodes, (context, { params, body }) => correctCodes(context, params.unitId, body)),
  write(units.exitUnit, (context, { params, body }) => exitUnit(context, params.unitId, body)),
  write(units.reinstateUnit, (context, { params, body }) => reinstateUnit(context, params.unitId, body)),
  read(units.checkCreditCode, async ({ tx }, { query }) => {
    const code = normaliseCreditCode(query.code)
    const fault = creditCodeFaultOf(code)
    if (!fault) return { code, fault: null, message: null, taken: await isCreditCodeTaken(tx, code) }
    const { message } = problemBody(new Problem(fault.type, fault.detail))
    return { code, fault: fault.type.code, message, taken: false }
  }),
]

// A file is received before a transaction is opened: a slow upload holds no connection.
const importRoutes = ({ files, database }: Services): readonly RouteBinding[] => [
  direct(imports.uploadImport, async (base, _input, { request }) => {
    const file = await receiveFile(request, MAX_BYTES, importProblems)
    return writeAs(database.db, base, context => uploadImport(context, files, file))
  }),
  write(imports.previewImport, (context, { params, body }) =>
    previewAgain(context, files, params.importId, body),
  ),
  write(imports.cancelImport, (context, { params }) => cancelImport(context, params.importId)),
  write(imports.applyImport, (context, { params }) => applyImport(context, files, params.importId)),
  read(imports.listImports, ({ tx, actor }, { query }) =>
    importsOf(tx, actor.accountId, query.page, query.pageSize),
  ),
  read(imports.readImport, async ({ tx, actor }, { params }) => {
    const record = await findImport(tx, actor.accountId, params.importId)
    if (!record) throw new Problem(problems.notFound)
    return publicRecord(record)
  }),
  read(imports.listImportLines, async (context, { params, query }) => {
    const record = await findImport(context.tx, context.actor.accountId, params.importId)
    if (!record) throw new Problem(problems.notFound)
    context.accessed({
      action: 'register.import.read',
      subject: { kind: 'import', id: params.importId },
      detail: { page: query.page },
    })
    return pageOfLines(context.tx, params.importId, query)
  }),
]

const industryRoutes = (
  { database }: Services,
  codeLists: ReturnType<typeof createCodeLists>,
): readonly RouteBinding[] => [
  read(industries.listIndustries, async ({ tx }, { query }) => {
    const { total, rows } = await pageOfIndustries(tx, query.parent ?? null, query.search)
    return {
      total,
      items: rows.map(({ code, name, level, parent_code, children }) => ({
        code,
        name,
        level,
        parent: parent_code,
        children,
      })),
    }
  }),
  read(industries.readCodelist, async ({ tx }, { params, query }, { reply }) => {
    const edition = await currentEdition(tx)
    const list = await (await codeLists(tx)).get(tx, params.name, { edition: edition ?? '', under: null })
    if (!list || (query.stamp !== undefined && query.stamp !== list.stamp))
      throw new Problem(problems.notFound)
    // It names nobody: the one who opens a second form with it need not wait for it again.
    if (query.stamp !== undefined) reply.header('cache-control', 'private, max-age=31536000, immutable')
    return list
  }),
  direct(industries.importIndustries, async (base, _input, { request }) => {
    // Every office's units are coded by the one classification: an office of one place does not replace it.
    if (!coversEverywhere(base.reach(industries.importIndustries.permission)))
      throw new Problem(problems.forbidden)
    const { bytes } = await receiveFile(request, CLASSIFICATION_BYTES, importProblems)
    const rows = readIndustryFile(bytes)
    return writeAs(database.db, base, context => importIndustries(context, rows))
  }),
  read(industries.listRegisterTypes, async () => ({ items: [...registerTypes] })),
]

export const registerRoutes = (services: Services): readonly RouteBinding[] => [
  ...unitRoutes(services),
  ...applicationRoutes(services),
  ...importRoutes(services),
  ...industryRoutes(services, createCodeLists()),
]
