/** From which places of its own workbooks a unit fills in a form: kept by unit and form, shared by its people. */
import type { ReadContext, WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import {
  type changeWorkbookMapping,
  collectPermissions,
  collectProblems,
  type keepWorkbookMapping,
  type listWorkbookMappings,
  MAPPINGS,
  type WorkbookMapping,
} from '../contract.ts'
import { findOwnReport, type ReportKey, type ReportRow } from './queries/reports.ts'
import {
  deleteMapping,
  insertMapping,
  lockMapping,
  type MappingRow,
  readMappings,
  updateMapping,
} from './queries/workbook-mappings.ts'

const fill = collectPermissions.fill.code

const shown = (row: MappingRow): WorkbookMapping => ({ ...row, savedAt: row.savedAt.toISOString() })

export async function listMappings(
  context: ReadContext,
  key: ReportKey,
): Promise<ReplyOf<typeof listWorkbookMappings>> {
  const { tx } = context
  const row = await findOwnReport(tx, context.reach(fill), key)
  const mappings = await readMappings(tx, row)
  if (context.actor.kind === 'staff')
    context.accessed({
      action: 'collect.mapping.read',
      subject: subjectOf(row),
      regionCode: row.regionCode,
      detail: { mappings: mappings.length },
    })
  return { mappings: mappings.map(shown) }
}

export async function keepMapping(
  context: WriteContext,
  key: ReportKey,
  body: BodyOf<typeof keepWorkbookMapping>,
): Promise<WorkbookMapping> {
  const { tx, actor, now } = context
  const row = await findOwnReport(tx, context.reach(fill), key)
  const others = await readMappings(tx, row)
  if (others.length >= MAPPINGS) throw new Problem(collectProblems.mappingLimit, { most: MAPPINGS })
  const mappingId = await insertMapping(tx, row, { ...body, savedBy: actor.accountId, savedAt: now })
  declare(context, row, 'keep', { mapping: mappingId, name: body.name })
  return shown(await locked(context, row, mappingId))
}

export async function changeMapping(
  context: WriteContext,
  key: ReportKey,
  mappingId: number,
  { version, name, mapping }: BodyOf<typeof changeWorkbookMapping>,
): Promise<WorkbookMapping> {
  const { tx, actor, now } = context
  const row = await findOwnReport(tx, context.reach(fill), key)
  const old = await locked(context, row, mappingId)
  if (old.version !== version)
    throw new Problem(collectProblems.mappingChanged, { by: old.savedBy, at: old.savedAt.toISOString() })
  const saved = { name, mapping: mapping ?? old.mapping, savedBy: actor.accountId, savedAt: now }
  await updateMapping(tx, old, saved)
  const detail = { mapping: mappingId, name, places: mapping !== undefined }
  declare(context, row, 'change', name === old.name ? detail : { ...detail, was: old.name })
  return shown(await locked(context, row, mappingId))
}

export async function dropMapping(
  context: WriteContext,
  key: ReportKey,
  mappingId: number,
): Promise<{ done: true }> {
  const row = await findOwnReport(context.tx, context.reach(fill), key)
  const { name } = await locked(context, row, mappingId)
  await deleteMapping(context.tx, mappingId)
  declare(context, row, 'drop', { mapping: mappingId, name })
  return { done: true }
}

async function locked({ tx }: WriteContext, row: ReportRow, mappingId: number): Promise<MappingRow> {
  const found = await lockMapping(tx, row, mappingId)
  if (!found) throw new Problem(problems.notFound)
  return found
}

const subjectOf = ({ unitId, formCode }: ReportRow) => ({
  kind: 'workbook-mapping',
  id: `${unitId}/${formCode}`,
})

function declare(
  context: WriteContext,
  row: ReportRow,
  act: 'keep' | 'change' | 'drop',
  detail: Readonly<Record<string, string | number | boolean>>,
): void {
  context.audit({
    action: `collect.mapping.${act}`,
    subject: subjectOf(row),
    regionCode: row.regionCode,
    detail,
  })
}
