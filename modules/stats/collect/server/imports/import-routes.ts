import { Readable } from 'node:stream'
import { Compile } from 'typebox/compile'
import { csvLine } from '#engines/exchange/index.ts'
import type { BaseContext, ReadContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { receiveFile } from '#kernel/http/receive-file.ts'
import type { Services } from '#kernel/services.ts'
import { importProblems } from '#modules/stats/register/contract.ts'
import * as contract from '../../contract/imports.ts'
import type { FormPrograms } from '../form-programs.ts'
import { findImport, pageOfImports, publicImport, readErrors, type StoredImport } from '../queries/imports.ts'
import { applyReturns, cancelReturns, previewAgain, uploadReturns } from './import-requests.ts'

const MAX_BYTES = 32 * 1_048_576
const mappingSchema = Compile(contract.ImportMapping)

export function importRoutes(services: Services, forms: FormPrograms): readonly RouteBinding[] {
  const tools = { files: services.files, forms }
  const { db } = services.database
  return [
    // The file is read before a transaction is opened; a slow upload holds nothing.
    direct(contract.uploadReturns, async (base, { params }, { request }) => {
      const { name, bytes, fields } = await receiveFile(request, MAX_BYTES, importProblems)
      const mapping = parseMapping(fields.mapping)
      return writeAs(db, base, context => uploadReturns(context, tools, { ...params, name, bytes, mapping }))
    }),
    write(contract.previewReturns, (context, { params, body }) =>
      previewAgain(context, tools, params.importId, body),
    ),
    write(contract.applyReturns, (context, { params }) => applyReturns(context, tools, params.importId)),
    write(contract.cancelReturns, (context, { params }) => cancelReturns(context, params.importId)),
    read(contract.readReturnsImport, async (context, { params }) =>
      publicImport(await mine(context, params.importId)),
    ),
    read(contract.readImportSample, async (context, { params }) => {
      const { importId, sample } = await mine(context, params.importId)
      context.accessed({ action: 'collect.import.sample', subject: { kind: 'import', id: importId } })
      return { sample: [...sample] }
    }),
    read(contract.listReturnsImports, ({ tx, actor }, { params, query }) =>
      pageOfImports(tx, actor.accountId, params.collectionId, query),
    ),
    read(contract.listImportErrors, async (context, { params, query }) => {
      const { importId, errorCount } = await mine(context, params.importId)
      context.accessed({ action: 'collect.import.errors', subject: { kind: 'import', id: importId } })
      const total = Math.min(errorCount, contract.IMPORT_ERRORS_KEPT)
      return { total, items: [...(await readErrors(context.tx, importId, query))] }
    }),
    direct(contract.exportImportErrors, async (base, { params }, { reply }) => {
      const stored = await auditedImport(services, base, params.importId)
      const { locale } = base.actor
      const name = `${stored.fileName.replace(/\.\w+$/, '')}-${locale === 'en' ? 'errors' : '错误'}.csv`
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      reply.type('text/csv; charset=utf-8')
      return Readable.from(errorLines(services, stored, locale))
    }),
  ]
}

function parseMapping(text: string | undefined): contract.ImportMapping {
  let value: unknown
  try {
    value = JSON.parse(text ?? '')
  } catch {
    value = null
  }
  if (mappingSchema.Check(value)) return value
  throw new Problem(problems.malformed, { reason: 'mapping' })
}

async function mine({ tx, actor }: Pick<ReadContext, 'tx' | 'actor'>, importId: number) {
  const stored = await findImport(tx, actor.accountId, importId)
  if (!stored) throw new Problem(problems.notFound)
  return stored
}

/** The access is audited before a byte leaves. */
async function auditedImport({ database: { db } }: Services, base: BaseContext, importId: number) {
  return writeAs(db, base, async context => {
    const stored = await mine(context, importId)
    context.audit({
      action: 'collect.import.export-errors',
      subject: { kind: 'import', id: importId },
      detail: { errors: stored.errorCount },
    })
    return stored
  })
}

const headings = {
  'zh-CN': ['行', '列', '指标', '文件中的值', '问题'],
  en: ['Line', 'Column', 'Cell', 'Value in the file', 'Problem'],
} as const

const notListed = {
  'zh-CN': (count: number) => `另有 ${count} 处错误未列出`,
  en: (count: number) => `${count} more errors are not listed`,
} as const

async function* errorLines(
  { database: { db } }: Services,
  { importId, errorCount }: Pick<StoredImport, 'importId' | 'errorCount'>,
  locale: BaseContext['actor']['locale'],
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(headings[locale])}`
  const pageSize = 1_000
  let listed = 0
  for (let page = 1; ; page += 1) {
    const errors = await readTransaction(db, tx => readErrors(tx, importId, { page, pageSize }))
    yield errors
      .map(({ line, column = '', cell = '', value = '', message }) =>
        csvLine([String(line), column, cell, value, message[locale] ?? message['zh-CN']]),
      )
      .join('')
    listed += errors.length
    if (errors.length < pageSize) break
  }
  if (errorCount > listed) yield csvLine(['', '', '', '', notListed[locale](errorCount - listed)])
}
