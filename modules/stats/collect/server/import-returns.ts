/**
 * Returns from a file: read, held against the form and the frame, shown, and only then applied, all or nothing.
 * An import is evidence as it came: findings are kept with it, fatal ones too, and none asks for an explanation.
 */
import { randomUUID } from 'node:crypto'
import { cellIndex } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { decodeFile, findSeparator, readTable, unitHeaders } from '#modules/stats/register/server/index.ts'
import {
  collectPermissions,
  collectProblems,
  type ImportMapping,
  type importReturns as importRoute,
} from '../contract.ts'
import { declareAct } from './declare-act.ts'
import type { FormPrograms, ReadyForm } from './form-programs.ts'
import { type Content, countFindings, judge, newFinding, readContent, undecidedRules } from './judge.ts'
import { type Outside, readOutside } from './outside-data.ts'
import { fillWindow } from './policy.ts'
import { lockSelected, pageOfReports } from './queries/office.ts'
import { keyText, type ReportRow } from './queries/reports.ts'
import { insertRevisions, moveReports, type NewRevision, readStandings } from './queries/submissions.ts'
import { countsOf } from './rule-summary.ts'

export type ImportInput = Readonly<{
  collectionId: number
  bytes: Buffer
  fileName: string
  mapping: ImportMapping
  mode: 'preview' | 'apply'
}>
export type ImportReply = ReplyOf<typeof importRoute>
type ImportError = ImportReply['errors'][number]
type TableRow = Awaited<ReturnType<typeof readTable>>['rows'][number]

const SHOWN_ERRORS = 200
const MOST_REPORTS = 100_000
const MISSING: readonly string[] = ['', 'NA', 'N/A', 'NULL', '—', '-']

type Placed = Readonly<{ line: number; record: TableRow; row: ReportRow }>
type Read = Placed & Readonly<{ content: Content; outside: Outside }>

/**
 * Previews or applies a file of returns. Applying a file with errors raises COLLECT_IMPORT_REJECTED and changes
 * nothing; a report whose content is already the same is left as it is.
 */
export async function importReturns(
  context: WriteContext,
  forms: FormPrograms,
  input: ImportInput,
): Promise<ImportReply> {
  const { tx, now } = context
  const { mapping, collectionId } = input
  const { text, encoding } = decodeFile(input.bytes, mapping.encoding)
  const separator = mapping.separator ?? findSeparator(text)
  const table = await readTable(text, separator)
  const reach = context.reach(collectPermissions.manage.code)
  // Looking at a file stops nobody from submitting meanwhile.
  const reports =
    input.mode === 'apply'
      ? await lockSelected(tx, reach, { collectionId }, now)
      : await byNumber(pageOfReports(tx, reach, { collectionId }, { page: 1, pageSize: MOST_REPORTS }, now))
  const first = reports[0]
  if (!first) throw new Problem(problems.notFound)
  const form = await forms.get(tx, first.formVersionId)
  const errors: ImportError[] = [...mappingErrors(form, table.headings, mapping)]
  const placed = errors.length > 0 ? [] : await placeRecords(context, table, reports, mapping, errors)
  const read = await readRecords(context, form, placed, table.headings, mapping, errors)
  const outcome = await judgeAll(context, form, read, input)
  if (input.mode === 'apply') {
    if (errors.length > 0)
      throw new Problem(collectProblems.importRejected, {
        count: errors.length,
        errors: errors.slice(0, SHOWN_ERRORS),
      })
    await apply(context, outcome.revisions, input)
  }
  return {
    applied: input.mode === 'apply',
    encoding,
    separator,
    records: table.rows.length,
    created: outcome.revisions.filter(one => one.row.revisionNo === 0).length,
    revised: outcome.revisions.filter(one => one.row.revisionNo > 0).length,
    unchanged: outcome.unchanged,
    unmappedColumns: table.headings.filter(heading => !usesColumn(mapping, heading)),
    errors: errors.slice(0, SHOWN_ERRORS),
    errorCount: errors.length,
    rules: outcome.rules,
  }
}

const byNumber = async (reports: Promise<readonly ReportRow[]>): Promise<readonly ReportRow[]> =>
  (await reports).toSorted((a, b) => a.unitId - b.unitId)

const usesColumn = ({ unit, cells }: ImportMapping, heading: string): boolean =>
  Object.hasOwn(cells, heading) || ('column' in unit && unit.column === heading)

const say = (zhCN: string, en: string) => ({ 'zh-CN': zhCN, en })

function mappingErrors(
  form: ReadyForm,
  headings: readonly string[],
  { unit, cells }: ImportMapping,
): readonly ImportError[] {
  const known = cellIndex(form.spec)
  const columns = [...Object.keys(cells), ...('column' in unit ? [unit.column] : [])]
  const missing = columns.filter(column => !headings.includes(column))
  const wrong = Object.entries(cells).filter(([, cell]) => {
    const place = known.get(cell)
    return !place || place.repeated || place.spec.kind === 'closed'
  })
  const targets = Object.values(cells)
  const twice = targets.filter((cell, index) => targets.indexOf(cell) !== index)
  return [
    ...missing.map(column => ({
      line: 1,
      column,
      message: say(`文件没有“${column}”列`, `The file has no column “${column}”`),
    })),
    ...wrong.map(([column, cell]) => ({
      line: 1,
      column,
      cell,
      message: say(`本表没有可导入的指标 ${cell}`, `The form has no cell ${cell} that can be imported`),
    })),
    ...twice.map(cell => ({
      line: 1,
      cell,
      message: say(`指标 ${cell} 对应了两列`, `Two columns stand for cell ${cell}`),
    })),
  ]
}

async function placeRecords(
  context: WriteContext,
  table: Readonly<{ headings: readonly string[]; rows: readonly TableRow[] }>,
  reports: readonly ReportRow[],
  { unit }: ImportMapping,
  errors: ImportError[],
): Promise<readonly Placed[]> {
  const find = await unitFinder(context, reports, unit)
  const column = 'column' in unit ? table.headings.indexOf(unit.column) : -1
  const seen = new Set<number>()
  return table.rows.flatMap((record, index): Placed[] => {
    const { line } = record
    const text = column >= 0 ? (record.cells[column]?.trim() ?? '') : ''
    const row = find(text, index)
    const at = { line, ...('column' in unit && { column: unit.column }) }
    if (record.cells.length > table.headings.length) {
      const message = say('列数多于表头', 'More values than headings')
      errors.push({ line, message })
    }
    if (!row)
      errors.push({
        ...at,
        message: say(`应报单位中没有“${text || index + 1}”`, `“${text || index + 1}” does not owe this form`),
      })
    else if (seen.has(row.unitId)) errors.push({ ...at, message: say('单位重复', 'The unit appears twice') })
    else if (row.state.startsWith('accepted'))
      errors.push({ ...at, message: say('报表已验收', 'The report has been accepted') })
    else {
      seen.add(row.unitId)
      return [{ line, record, row }]
    }
    return []
  })
}

type Finder = (text: string, index: number) => ReportRow | undefined

async function unitFinder(
  context: WriteContext,
  reports: readonly ReportRow[],
  unit: ImportMapping['unit'],
): Promise<Finder> {
  if (unit.by === 'order') return (_text, index) => reports[index]
  if (unit.by === 'unitId') return byText(reports, row => String(row.unitId))
  if (unit.by === 'creditCode') return byText(reports, row => row.creditCode)
  if (unit.by === 'name') return byText(reports, row => row.unitName)
  const headers = await unitHeaders(
    context.tx,
    reports.map(row => row.unitId),
  )
  const find = byText(reports, row => (headers.get(row.unitId)?.localCode as string | null) ?? null)
  return 'text' in unit
    ? (_text, index) => find(unit.text.replaceAll('{row}', String(index + 1)), index)
    : find
}

/** A text that stands for two units stands for neither. */
function byText(reports: readonly ReportRow[], textOf: (row: ReportRow) => string | null): Finder {
  const found = new Map<string, ReportRow | undefined>()
  for (const row of reports) {
    const text = textOf(row)
    if (text !== null) found.set(text, found.has(text) ? undefined : row)
  }
  return text => found.get(text)
}

async function readRecords(
  context: WriteContext,
  form: ReadyForm,
  placed: readonly Placed[],
  headings: readonly string[],
  mapping: ImportMapping,
  errors: ImportError[],
): Promise<readonly Read[]> {
  const { cells } = mapping
  const missing: readonly string[] = mapping.missing ?? MISSING
  const outside = await readOutside(
    context.tx,
    placed.map(({ row }) => ({ row, form })),
    'check',
  )
  const columns = Object.entries(cells).map(([heading, cell]) => ({
    heading,
    cell,
    at: headings.indexOf(heading),
  }))
  const columnOf = new Map(columns.map(({ heading, cell }) => [cell, heading]))
  return placed.flatMap(one => {
    const raw = columns.flatMap(({ cell, at }) => {
      const text = one.record.cells[at]?.trim() ?? ''
      return missing.includes(text) || text === '' ? [] : [[cell, text] as const]
    })
    const around = outside.get(keyText(one.row)) as Outside
    const content = readContent(form, { cells: Object.fromEntries(raw) }, {}, around)
    if (!(content instanceof Problem)) return [{ ...one, content, outside: around }]
    const found = content.detail.problems as readonly Readonly<{
      cell?: string
      message: ImportError['message']
    }>[]
    for (const { cell, message } of found) {
      const column = cell === undefined ? undefined : columnOf.get(cell)
      errors.push({ line: one.line, ...(column && { column }), ...(cell && { cell }), message })
    }
    return []
  })
}

type Prepared = Readonly<{ row: ReportRow; revision: NewRevision; onTime: boolean }>

async function judgeAll(context: WriteContext, form: ReadyForm, read: readonly Read[], input: ImportInput) {
  const { tx, actor, now } = context
  const clients = read.map(({ row }) => ({
    unitId: row.unitId,
    collectionId: row.collectionId,
    clientId: randomUUID(),
  }))
  const standings = await readStandings(tx, clients)
  const failed = new Map<string, number>()
  const undecided = new Map<string, number>()
  const count = (counts: Map<string, number>, rule: string) => counts.set(rule, (counts.get(rule) ?? 0) + 1)
  const revisions: Prepared[] = []
  for (const [index, { row, content, outside }] of read.entries()) {
    const check = judge(form, content, outside)
    for (const finding of check.findings) count(failed, finding.rule)
    for (const one of check.undecided) count(undecided, one.rule)
    if (standings[index]?.currentSha === content.sha256) continue
    const revision: NewRevision = {
      ...(clients[index] as (typeof clients)[number]),
      revisionNo: row.revisionNo + 1,
      contentSha256: content.sha256,
      kind: 'import',
      values: check.values,
      undecided: undecidedRules(check),
      note: input.fileName,
      madeBy: actor.accountId,
      madeAt: now,
      findings: check.findings.map(finding => newFinding(finding, null)),
    }
    revisions.push({ row, revision, onTime: row.onTime ?? now < fillWindow(row, null, now).closesAt })
  }
  const { rules } = countsOf(form, { reports: read.length, failed, undecided, rows: new Map() })
  return { revisions, unchanged: read.length - revisions.length, rules }
}

async function apply(
  context: WriteContext,
  prepared: readonly Prepared[],
  { collectionId, fileName }: ImportInput,
): Promise<void> {
  const { tx, now } = context
  await insertRevisions(
    tx,
    prepared.map(one => one.revision),
  )
  await moveReports(
    tx,
    prepared.map(({ row, revision, onTime }) => ({
      unitId: row.unitId,
      collectionId: row.collectionId,
      state: 'submitted',
      revisionNo: revision.revisionNo,
      firstSubmittedAt: row.firstSubmittedAt ?? now,
      submittedAt: now,
      onTime,
      ...countFindings(revision.findings.map(finding => ({ level: finding.severity }))),
      receiptNo: null,
    })),
  )
  // What a reporter was typing stays: its next saving meets the imported revision as a conflict, both sides shown.
  const moved = prepared.map(({ row, revision }) => ({
    row,
    state: 'submitted' as const,
    revisionNo: revision.revisionNo,
  }))
  if (moved.length > 0)
    await declareAct(context, moved, { kind: 'imported', audit: 'import', note: fileName })
  context.audit({
    action: 'collect.collection.import',
    subject: { kind: 'collection', id: collectionId },
    detail: { file: fileName, reports: prepared.length },
  })
}
