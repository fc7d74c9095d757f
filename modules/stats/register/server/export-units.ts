/** The filtered list as a file: CSV of any length, Excel up to a bound. The access is audited before a byte leaves. */
import { PassThrough, Readable } from 'node:stream'
import { WorkbookWriter } from '@cj-tech-master/excelts'
import { csvLine, generatedNote, generatedNoteLine } from '#engines/exchange/index.ts'
import type { BaseContext } from '#kernel/context.ts'
import { Problem, type QueryOf } from '#kernel/contract/index.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { direct, type RouteBinding } from '#kernel/http/binding.ts'
import type { Services } from '#kernel/services.ts'
import { kernelSettings, readSetting } from '#kernel/settings/settings.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { exitReasons, exportUnits, registerPermissions, registerProblems, unitFields } from '../contract.ts'
import { countUnits, type UnitFilter, unitsAfter } from './queries.ts'
import { type FilterQuery, filterOf } from './read-units.ts'
import { fieldsOf } from './unit-values.ts'

export const EXCEL_ROWS = 50_000
const STEP = 1_000

type Locale = 'zh-CN' | 'en'
type Query = QueryOf<typeof exportUnits>
type Exported = Awaited<ReturnType<typeof unitsAfter>>[number]

const exitColumns = {
  exitedOn: { 'zh-CN': '退库日期', en: 'Exited on' },
  exitReason: { 'zh-CN': '退库原因', en: 'Exit reason' },
} as const

const headings = (locale: Locale): readonly string[] => [
  ...unitFields.map(field =>
    field.unitOfMeasure && locale === 'zh-CN'
      ? `${field.text[locale]}(${field.unitOfMeasure[locale]})`
      : field.text[locale],
  ),
  exitColumns.exitedOn[locale],
  exitColumns.exitReason[locale],
]

const shown = (value: string | boolean | null | undefined, locale: Locale): string => {
  if (typeof value === 'boolean') return locale === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否'
  return value ?? ''
}

function cellsOf(unit: Exported, locale: Locale): readonly string[] {
  const values: Record<string, string | boolean | null> = {
    ...fieldsOf(unit),
    creditCode: unit.credit_code,
    localCode: unit.local_code,
    kind: unit.kind,
    entryDate: unit.valid_from,
  }
  const reason = exitReasons.find(item => item.code === String(unit.exit_reason))
  return [
    ...unitFields.map(field => shown(values[field.name], locale)),
    unit.exited_on ?? '',
    reason ? `${reason.code} ${reason.text[locale]}` : '',
  ]
}

export const exportRoute = (services: Services): RouteBinding =>
  direct(exportUnits, async (context, { query }, { reply }) => {
    const { filter, generated } = await auditedFilter(services, context, query)
    const { locale } = context.actor
    const name = `${locale === 'en' ? 'units' : '名录'}-${shanghaiDay(context.now)}.${query.format}`
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    const steps = stepsOf(services, context, filter)
    if (query.format === 'csv') {
      reply.type('text/csv; charset=utf-8')
      return Readable.from(csvOf(steps, locale, generated))
    }
    reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    return workbookOf(steps, locale, generated)
  })

async function auditedFilter(services: Services, context: BaseContext, query: Query) {
  const { db } = services.database
  const reach = context.reach(registerPermissions.read.code)
  const asked: FilterQuery = query
  const { filter, total, generated } = await readTransaction(db, async tx => {
    const made = await filterOf(tx, asked, context.now)
    return {
      filter: made,
      total: await countUnits(tx, reach, made),
      generated: await readSetting(tx, kernelSettings.demonstration),
    }
  })
  if (query.format === 'xlsx' && total > EXCEL_ROWS) {
    throw new Problem(registerProblems.exportTooLarge, { count: total, limit: EXCEL_ROWS })
  }
  await writeAs(db, context, async ({ audit }) =>
    audit({
      action: 'register.unit.export',
      subject: { kind: 'register', id: query.region ?? 'all' },
      detail: { rows: total, format: query.format },
    }),
  )
  return { filter, generated }
}

async function* stepsOf(
  services: Services,
  context: BaseContext,
  filter: UnitFilter,
): AsyncGenerator<readonly Exported[]> {
  const reach = context.reach(registerPermissions.read.code)
  let after = 0
  for (;;) {
    const from = after
    const rows = await readTransaction(services.database.db, tx => unitsAfter(tx, reach, filter, from, STEP))
    if (rows.length > 0) yield rows
    if (rows.length < STEP) return
    after = rows.at(-1)!.unit_id
  }
}

async function* csvOf(
  steps: AsyncIterable<readonly Exported[]>,
  locale: Locale,
  generated: boolean,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(headings(locale))}`
  for await (const rows of steps) yield rows.map(row => csvLine(cellsOf(row, locale))).join('')
  if (generated) yield generatedNoteLine
}

/** Every cell is text: codes keep their zeros and nothing is ever read as a formula. */
function workbookOf(
  steps: AsyncIterable<readonly Exported[]>,
  locale: Locale,
  generated: boolean,
): PassThrough {
  const out = new PassThrough()
  const book = new WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(locale === 'en' ? 'Units' : '名录', {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  const write = async (): Promise<void> => {
    sheet.columns = headings(locale).map(header => ({ header, width: Math.max(10, header.length * 2 + 2) }))
    sheet.getRow(1).font = { bold: true }
    sheet.getRow(1).commit()
    for await (const rows of steps) {
      for (const row of rows) sheet.addRow([...cellsOf(row, locale)]).commit()
    }
    if (generated) sheet.addRow([generatedNote]).commit()
    sheet.commit()
    await book.commit()
  }
  void write().catch((error: unknown) => out.destroy(error as Error))
  return out
}
