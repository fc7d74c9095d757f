/** The list of applications, and one of them beside the register. */
import { EVERYWHERE, type ReadContext } from '#kernel/context.ts'
import { Problem, problemBody, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { fileRecords } from '#kernel/files/file-records.ts'
import { regionNames } from '#kernel/org/region-names.ts'
import { parseSearch } from '#kernel/search-text.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import {
  type ApplicationPage,
  type ApplicationQuery,
  type ApplicationRow,
  type listApplicationMonths,
  type Paper,
  registerPermissions,
} from '../../contract.ts'
import type { FieldValues } from '../dated-state.ts'
import { industryNames } from '../industry-queries.ts'
import {
  findApplication,
  lastFrozenDay,
  pageOfApplications,
  paperIdsOf,
  type StoredApplication,
} from './application-queries.ts'
import { type Judgement, judge } from './judge.ts'
import { moverOf } from './mover.ts'
import { effectiveDay, type Mover, mayOf, monthOf, openMonths } from './policy.ts'

const readReach = (context: ReadContext) => context.reach(registerPermissions.read.code)

export const present = (
  application: StoredApplication,
  { mover, frozen, region }: Readonly<{ mover: Mover; frozen: string | null; region: string }>,
): ApplicationRow => ({
  applicationId: application.id,
  kind: application.kind,
  month: application.month,
  unitId: application.unitId,
  name: application.name,
  creditCode: application.creditCode,
  localCode: application.localCode,
  regionCode: application.regionCode,
  regionName: region,
  exitReason: application.exitReason,
  fields: application.kind === 'change' ? Object.keys(application.content) : [],
  note: application.note,
  state: application.state,
  proposedBy: application.proposedBy,
  proposedAt: application.proposedAt.toISOString(),
  decidedBy: application.decidedBy,
  decidedAt: application.decidedAt?.toISOString() ?? null,
  decisionNote: application.decisionNote,
  effectiveOn:
    application.state === 'proposed' ? effectiveDay(application.month, frozen) : application.effectiveOn,
  papers: application.papers,
  may: mayOf(application, mover),
})

export async function readApplicationList(context: ReadContext, query: ApplicationQuery) {
  const { tx } = context
  const filter = { ...query, search: parseSearch(query.search) }
  const found = await pageOfApplications(tx, readReach(context), filter, query)
  const regions = await regionNames(tx, [...new Set(found.items.map(one => one.regionCode))])
  const [mover, frozen] = [moverOf(context), await lastFrozenDay(tx)]
  context.accessed({
    action: 'register.application.list',
    subject: { kind: 'register', id: query.region ?? 'all' },
    detail: { total: found.total, page: query.page, rows: found.items.length },
  })
  return {
    total: found.total,
    items: found.items.map(one => present(one, { mover, frozen, region: regions.get(one.regionCode) ?? '' })),
  }
}

export async function mustFindApplication(
  context: ReadContext,
  applicationId: number,
): Promise<StoredApplication> {
  const application = await findApplication(context.tx, readReach(context), applicationId)
  if (!application) throw new Problem(problems.notFound)
  return application
}

export async function readApplicationPage(
  context: ReadContext,
  applicationId: number,
): Promise<ApplicationPage> {
  const { tx } = context
  const application = await mustFindApplication(context, applicationId)
  const frozen = await lastFrozenDay(tx)
  const open = application.state === 'proposed'
  const judged = open ? await judgeOpen(context, application, frozen) : settledView(application)
  const now = judged.now ?? {}
  const after = { ...judged.now, ...application.content }
  const regions = await regionNames(
    tx,
    codesIn('regionCode', now, after, { regionCode: application.regionCode }),
  )
  const industries = await industryNames(tx, codesIn('industryCode', now, after))
  context.accessed({
    action: 'register.application.read',
    subject: { kind: 'application', id: applicationId },
    regionCode: application.regionCode,
  })
  const row = present(application, {
    mover: moverOf(context),
    frozen,
    region: regions.get(application.regionCode) ?? '',
  })
  return {
    ...row,
    now: judged.now === null ? null : { ...judged.now },
    after,
    moved: [...judged.moved],
    names: Object.fromEntries([...regions, ...industries]),
    papers: [...(await papersOf(context, applicationId))],
    obstacle: judged.obstacle && obstacleBody(judged.obstacle),
  }
}

/** As its approval would find it: with the reach of whoever may decide, else without asking who that will be. */
function judgeOpen(context: ReadContext, application: StoredApplication, frozen: string | null) {
  const mover = moverOf(context)
  const how = mayOf(application, mover).decide
    ? { reach: mover.decide }
    : { reach: readReach(context), into: EVERYWHERE }
  return judge(context.tx, application, effectiveDay(application.month, frozen), how)
}

/** Settled applications are shown against what they were proposed against. */
const settledView = ({ kind, before }: StoredApplication): Pick<Judgement, 'now' | 'moved' | 'obstacle'> => ({
  now: kind === 'entry' ? null : before,
  moved: [],
  obstacle: null,
})

const codesIn = (field: string, ...values: readonly FieldValues[]): readonly string[] =>
  values.map(one => one[field]).filter(code => typeof code === 'string')

function obstacleBody(problem: Problem) {
  const { code, message } = problemBody(problem)
  return { code, message }
}

async function papersOf({ tx }: ReadContext, applicationId: number): Promise<readonly Paper[]> {
  const ids = await paperIdsOf(tx, applicationId)
  const records = await fileRecords(tx, ids)
  return ids
    .map(id => records.get(id)!)
    .map(({ id, name, mediaType, bytes }) => ({ fileId: id, name, mediaType, bytes }))
}

export async function readMonths(context: ReadContext): Promise<ReplyOf<typeof listApplicationMonths>> {
  const frozen = await lastFrozenDay(context.tx)
  const today = shanghaiDay(context.now)
  const months = openMonths(today, frozen)
  const current = months.find(month => month >= monthOf(today)) ?? months[0]!
  return {
    current,
    items: months.map(month => ({ month, effectiveOn: effectiveDay(month, frozen) })),
  }
}
