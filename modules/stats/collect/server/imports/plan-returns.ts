/**
 * Returns of a file held against the form and the frame: what they would do, and what is wrong with them by line and
 * column. An import is evidence as it came: findings are kept with it, fatal ones too, and none asks for an explanation.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { Reach } from '#kernel/db/tx.ts'
import { decodeFile, findSeparator, readTable } from '#modules/stats/register/server/index.ts'
import type { ImportError, ImportMapping, ImportOutcome } from '../../contract.ts'
import type { FormPrograms, ReadyForm } from '../form-programs.ts'
import { type Content, judge, newFinding, readContent, undecidedRules } from '../judge.ts'
import { type Outside, readOutside } from '../outside-data.ts'
import { fillWindow } from '../policy.ts'
import { pageOfReports } from '../queries/office.ts'
import { keyText, type ReportRow } from '../queries/reports.ts'
import { type NewRevision, readStandings } from '../queries/submissions.ts'
import { countsOf } from '../rule-summary.ts'
import { mappingErrors, type Placed, placeRecords, say } from './place-records.ts'

export type PlanInput = Readonly<{
  collectionId: number
  reach: Reach
  bytes: Buffer
  fileName: string
  mapping: ImportMapping
  /** Told how many records are done; what it throws ends the reading. */
  onProgress(done: number): Promise<void>
}>

export type ReturnsPlan = Readonly<{
  outcome: ImportOutcome
  errors: readonly ImportError[]
  prepared: readonly Prepared[]
  /** The reports it names, in the order of the file. */
  reports: readonly ReportRow[]
  /** Over the file, the mapping and where these reports stand. */
  fingerprint: Buffer
}>

const STEP = 500
const MOST_REPORTS = 100_000
const MISSING: readonly string[] = ['', 'NA', 'N/A', 'NULL', '—', '-']
/** What a spreadsheet would run (OWASP, CSV injection); numbers keep their sign. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d.])/

/** The same file, mapping and reports give the same plan. Locks nothing: a long file stops nobody from submitting. */
export async function planReturns(
  context: WriteContext,
  forms: FormPrograms,
  input: PlanInput,
): Promise<ReturnsPlan> {
  const { tx } = context
  const { mapping } = input
  const { text, encoding } = decodeFile(input.bytes, mapping.encoding)
  const separator = mapping.separator ?? findSeparator(text)
  const table = await readTable(text, separator)
  const reports = await reportsOf(context, input)
  const first = reports[0]
  if (!first) throw new Problem(problems.notFound)
  const form = await forms.get(tx, first.formVersionId)
  const errors: ImportError[] = [...mappingErrors(form, table.headings, mapping)]
  const placed = errors.length > 0 ? [] : await placeRecords(context, table, reports, mapping, errors)
  const judged = await judgeAll(context, form, placed, input, recordReader(form, table.headings, mapping))
  const named = placed.map(({ row }) => row)
  return {
    outcome: {
      encoding,
      separator,
      records: table.rows.length,
      created: judged.prepared.filter(one => one.row.revisionNo === 0).length,
      revised: judged.prepared.filter(one => one.row.revisionNo > 0).length,
      unchanged: judged.unchanged,
      unmappedColumns: table.headings.filter(heading => !usesColumn(mapping, heading)),
      rules: judged.rules,
    },
    errors: [...errors, ...judged.errors].sort((a, b) => a.line - b.line),
    prepared: judged.prepared,
    reports: named,
    fingerprint: fingerprintOf(input, named),
  }
}

async function reportsOf(
  { tx, now }: WriteContext,
  { reach, collectionId }: PlanInput,
): Promise<readonly ReportRow[]> {
  const all = await pageOfReports(tx, reach, { collectionId }, { page: 1, pageSize: MOST_REPORTS }, now)
  return all.toSorted((a, b) => a.unitId - b.unitId)
}

export function fingerprintOf(
  { bytes, mapping }: Pick<PlanInput, 'bytes' | 'mapping'>,
  reports: readonly ReportRow[],
): Buffer {
  const hash = createHash('sha256').update(bytes).update(JSON.stringify(mapping))
  for (const { unitId, revisionNo, state } of reports) {
    // Somebody who begins to type changes nothing of what the file would do.
    hash.update(`${unitId}:${revisionNo}:${state === 'draft' ? 'owed' : state};`)
  }
  return hash.digest()
}

const usesColumn = ({ unit, cells }: ImportMapping, heading: string): boolean =>
  Object.hasOwn(cells, heading) || ('column' in unit && unit.column === heading)

function recordReader(form: ReadyForm, headings: readonly string[], mapping: ImportMapping) {
  const { cells } = mapping
  const missing: readonly string[] = mapping.missing ?? MISSING
  const columns = Object.entries(cells).map(([heading, cell]) => ({
    heading,
    cell,
    at: headings.indexOf(heading),
  }))
  const columnOf = new Map(columns.map(({ heading, cell }) => [cell, heading]))
  /** The content a record gives, or what is wrong with it, cell by cell. */
  return ({ line, record }: Placed, outside: Outside): Content | readonly ImportError[] => {
    const texts = columns.flatMap(({ cell, heading, at }) => {
      const value = record.cells[at]?.trim() ?? ''
      return missing.includes(value) || value === '' ? [] : [{ cell, heading, value }]
    })
    const formulas = texts.filter(({ value }) => FORMULA.test(value))
    if (formulas.length > 0)
      return formulas.map(({ cell, heading, value }) => ({
        line,
        column: heading,
        cell,
        value: value.slice(0, 100),
        message: say('是公式，请改存为数值再导入', 'This is a formula; save the file with values instead'),
      }))
    const raw = Object.fromEntries(texts.map(({ cell, value }) => [cell, value]))
    const content = readContent(form, { cells: raw }, {}, outside)
    if (!(content instanceof Problem)) return content
    const found = content.detail.problems as readonly Readonly<{
      cell?: string
      message: ImportError['message']
    }>[]
    return found.map(({ cell, message }) => {
      const column = cell === undefined ? undefined : columnOf.get(cell)
      const value = cell === undefined ? undefined : raw[cell]?.slice(0, 100)
      return { line, ...(column && { column }), ...(cell && { cell }), ...(value && { value }), message }
    })
  }
}

export type Prepared = Readonly<{ row: ReportRow; revision: NewRevision; onTime: boolean }>

/** Reads and judges in steps, so that a long file neither holds the event loop nor goes unseen. */
async function judgeAll(
  context: WriteContext,
  form: ReadyForm,
  placed: readonly Placed[],
  input: PlanInput,
  read: ReturnType<typeof recordReader>,
) {
  const errors: ImportError[] = []
  const failed = new Map<string, number>()
  const undecided = new Map<string, number>()
  const count = (counts: Map<string, number>, rule: string) => counts.set(rule, (counts.get(rule) ?? 0) + 1)
  const prepared: Prepared[] = []
  let judged = 0
  for (let from = 0; from < placed.length; from += STEP) {
    const step = placed.slice(from, from + STEP)
    const around = await readOutside(
      context.tx,
      step.map(({ row }) => ({ row, form })),
      'check',
    )
    const clients = step.map(({ row }) => ({
      unitId: row.unitId,
      collectionId: row.collectionId,
      clientId: randomUUID(),
    }))
    const standings = await readStandings(context.tx, clients)
    for (const [index, one] of step.entries()) {
      const outside = around.get(keyText(one.row)) as Outside
      const content = read(one, outside)
      if (!('sha256' in content)) {
        errors.push(...content)
        continue
      }
      judged += 1
      const check = judge(form, content, outside)
      for (const finding of check.findings) count(failed, finding.rule)
      for (const open of check.undecided) count(undecided, open.rule)
      if (standings[index]?.currentSha === content.sha256) continue
      prepared.push(prepare(context, one.row, content, check, input.fileName, clients[index]!))
    }
    await input.onProgress(Math.min(from + STEP, placed.length))
  }
  const { rules } = countsOf(form, { reports: judged, failed, undecided, rows: new Map() })
  return { prepared, errors, unchanged: judged - prepared.length, rules }
}

function prepare(
  { actor, now }: WriteContext,
  row: ReportRow,
  content: Content,
  check: ReturnType<typeof judge>,
  note: string,
  client: Pick<NewRevision, 'unitId' | 'collectionId' | 'clientId'>,
): Prepared {
  const revision: NewRevision = {
    ...client,
    revisionNo: row.revisionNo + 1,
    contentSha256: content.sha256,
    kind: 'import',
    values: check.values,
    undecided: undecidedRules(check),
    note,
    madeBy: actor.accountId,
    madeAt: now,
    findings: check.findings.map(finding => newFinding(finding, null)),
  }
  return { row, revision, onTime: row.onTime ?? now < fillWindow(row, null, now).closesAt }
}
