/** Issuing a collection: the form's legal marks and dates are held against the law, then the frame is frozen. */
import { type FormSpec, isPeriod } from '#engines/form/index.ts'
import type { ReadContext, WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type QueryOf, type ReplyOf } from '#kernel/contract/index.ts'
import { covers } from '#kernel/db/tx.ts'
import { formsFound, formsOfProgramme, formVersion } from '#modules/stats/catalog/server/index.ts'
import type { FrameCriterion } from '#modules/stats/register/contract.ts'
import { frameDay, freezeFrame, holdApprovals, selectFrame } from '#modules/stats/register/server/index.ts'
import {
  collectPermissions,
  collectProblems,
  type getCollection,
  type issueCollection,
  type listCollections,
} from '../contract.ts'
import { datesOf } from './collection-dates.ts'
import type { FormPrograms } from './form-programs.ts'
import { tellScreens } from './live-notices.ts'
import { expiresAt, fillWindow } from './policy.ts'
import {
  type CollectionFilter,
  type CollectionRow,
  editionExists,
  insertCollection,
  insertFrame,
  pageOfCollections,
} from './queries/collections.ts'

const MARKS = ['tableNumber', 'issuer', 'approvalNumber', 'validUntil'] as const

type Issue = BodyOf<typeof issueCollection>

/** @returns the collection and how many units owe it. Raises the problems of the route. */
export async function issue(
  context: WriteContext,
  input: Issue,
): Promise<{ collectionId: number; units: number }> {
  const { tx, now, actor } = context
  const version = await formVersion(tx, input.formVersionId)
  if (version.status !== 'published') throw new Problem(collectProblems.formNotPublished)
  refuseForm(version.spec, input.period, now)
  const dates = datesOf(input)
  if (!(await editionExists(tx, input.regionEdition)))
    throw new Problem(collectProblems.editionUnknown, { edition: input.regionEdition })
  await holdApprovals(context)
  const frame = await frameInReach(context, input.criterion, input.period, version.subject)
  if (frame.length === 0) throw new Problem(collectProblems.emptyFrame)
  const collectionId = await insertCollection(tx, {
    formVersionId: version.id,
    period: input.period,
    regionEdition: input.regionEdition,
    criterion: input.criterion,
    ...dates,
    issuedBy: actor.accountId || null,
    issuedAt: now,
  })
  await insertFrame(tx, collectionId, version.subject, frame)
  await freezeFrame(context, frameDay(input.period, now))
  context.audit({
    action: 'collect.collection.issue',
    subject: { kind: 'collection', id: collectionId },
    detail: { form: version.code, version: version.versionNo, period: input.period, units: frame.length },
  })
  context.changed(
    'report',
    frame.map(unit => ({ unit_id: unit.unitId, collection_id: collectionId })),
  )
  tellScreens(context, 'collect.collection', collectionId, frame)
  return { collectionId, units: frame.length }
}

function refuseForm(spec: FormSpec, period: string, now: Date): void {
  const missing = MARKS.filter(mark => !spec.marks[mark]?.trim())
  if (missing.length > 0) throw new Problem(collectProblems.legalMarks, { marks: missing.join(', ') })
  const expiry = expiresAt(spec.marks.validUntil)
  if (expiry === null || now >= expiry)
    throw new Problem(collectProblems.expired, { validUntil: spec.marks.validUntil })
  if (!isPeriod(period, spec.frequency))
    throw new Problem(collectProblems.periodMismatch, { period, frequency: spec.frequency })
}

/** The frame, limited to where the account may issue: a county issues to its own units. */
async function frameInReach(
  context: ReadContext | WriteContext,
  criterion: FrameCriterion,
  period: string,
  subject: string | null,
) {
  const reach = context.reach(collectPermissions.manage.code)
  const units = await selectFrame(context.tx, criterion, frameDay(period, context.now))
  return units.filter(unit => covers(reach, { regionCode: unit.regionCode, unitId: unit.unitId, subject }))
}

export async function previewFrame(
  context: WriteContext,
  input: Readonly<{ criterion: FrameCriterion; period: string }>,
) {
  if (!isPeriod(input.period)) throw new Problem(problems.malformed, { reason: 'period' })
  const units = await frameInReach(context, input.criterion, input.period, null)
  const counties = new Map<string, number>()
  for (const { regionCode } of units) {
    const county = `${regionCode.slice(0, 6)}000000`
    counties.set(county, (counties.get(county) ?? 0) + 1)
  }
  return {
    units: units.length,
    counties: [...counties]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([regionCode, count]) => ({ regionCode, units: count })),
  }
}

async function shown(context: ReadContext, forms: FormPrograms, row: CollectionRow) {
  const form = await forms.get(context.tx, row.formVersionId)
  return {
    collectionId: row.collectionId,
    formVersionId: row.formVersionId,
    formCode: row.formCode,
    formTitle: form.spec.title,
    period: row.period,
    subject: row.subject,
    regionEdition: row.regionEdition,
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt.toISOString(),
    countyAcceptsBy: row.countyAcceptsBy?.toISOString() ?? null,
    cityAcceptsBy: row.cityAcceptsBy?.toISOString() ?? null,
    issuedAt: row.issuedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    phase: fillWindow(row, null, context.now).phase,
    owed: row.owed,
    submitted: row.submitted,
  }
}

export async function listAll(
  context: ReadContext,
  forms: FormPrograms,
  query: QueryOf<typeof listCollections>,
): Promise<ReplyOf<typeof listCollections>> {
  const reach = context.reach(collectPermissions.progress.code)
  const { programme, search, ...rest } = query
  const found = await formsFound(context.tx, search)
  const filter: CollectionFilter = {
    ...rest,
    ...(found && { found }),
    ...(programme !== undefined && { forms: await formsOfProgramme(context.tx, programme) }),
  }
  const { total, rows } = await pageOfCollections(context.tx, reach, filter, query, context.now)
  const items = []
  for (const row of rows) items.push(await shown(context, forms, row))
  return { total, items }
}

export async function readCollection(
  context: ReadContext,
  forms: FormPrograms,
  collectionId: number,
): Promise<ReplyOf<typeof getCollection>> {
  const reach = context.reach(collectPermissions.progress.code)
  const page = { page: 1, pageSize: 1 }
  const { rows } = await pageOfCollections(context.tx, reach, { collectionId }, page, context.now)
  const row = rows[0]
  if (!row) throw new Problem(problems.notFound)
  return { ...(await shown(context, forms, row)), criterion: row.criterion as FrameCriterion }
}
