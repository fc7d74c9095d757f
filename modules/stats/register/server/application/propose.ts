/** A county, or a unit about itself, proposes: checked as an approval would be, so that what waits could be approved as it stands. */
import { formatPeriod } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { fileRecords } from '#kernel/files/file-records.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { applicationProblems, type Proposal, registerPermissions, registerProblems } from '../../contract.ts'
import { normaliseLocalCode } from '../../credit-code.ts'
import { newUnitFields } from '../add-unit.ts'
import { flatChanges } from '../change-unit.ts'
import { checkedCreditCode } from '../check-values.ts'
import type { FieldValues } from '../dated-state.ts'
import {
  arePapersUsed,
  insertApplication,
  lastFrozenDay,
  type NewApplication,
} from './application-queries.ts'
import { declareApplication } from './declare-application.ts'
import { type Judged, type Judgement, judge } from './judge.ts'
import { effectiveDay, needsPapers, openMonths } from './policy.ts'

type Subject = Pick<NewApplication, 'unitId' | 'regionCode' | 'name' | 'creditCode' | 'localCode'>

export async function proposeApplication(
  context: WriteContext,
  proposal: Proposal,
  permission: string = registerPermissions.propose.code,
): Promise<{ applicationId: number }> {
  const { tx, actor, now } = context
  const reach = context.reach(permission)
  const frozen = await lastFrozenDay(tx)
  refuseMonth(proposal.month, openMonths(shanghaiDay(now), frozen))
  const asked = askedOf(proposal)
  const found = await judge(tx, asked, effectiveDay(proposal.month, frozen), { reach })
  const content = differing(proposal, asked.content, found)
  await refusePapers(context, proposal, Object.keys(content))
  const application: NewApplication = {
    kind: proposal.kind,
    month: proposal.month,
    ...subjectOf(asked, found),
    content,
    before: found.now ?? {},
    exitReason: proposal.kind === 'exit' ? proposal.reason : null,
    note: proposal.note.trim(),
    proposedById: actor.accountId,
    proposedAt: now,
  }
  const applicationId = await insertApplication(tx, application, proposal.papers)
  declareApplication(context, { ...application, id: applicationId }, 'propose')
  return { applicationId }
}

const inWords = (month: string) => ({ 'zh-CN': formatPeriod(month, 'zh-CN'), en: formatPeriod(month, 'en') })

function refuseMonth(month: string, open: readonly string[]): void {
  if (open.includes(month)) return
  throw new Problem(applicationProblems.month, {
    month: inWords(month),
    first: inWords(open[0]!),
    last: inWords(open.at(-1)!),
  })
}

/** What is asked, flat; codes as they are kept. */
function askedOf(proposal: Proposal): Judged {
  const none = { unitId: null, creditCode: null, localCode: null, before: {} }
  if (proposal.kind === 'entry') {
    const { unit } = proposal
    return {
      ...none,
      kind: 'entry',
      creditCode: checkedCreditCode(unit.creditCode),
      localCode: normaliseLocalCode(unit.localCode),
      content: { ...newUnitFields({ ...unit, validFrom: '' }), kind: unit.kind },
    }
  }
  const content = proposal.kind === 'change' ? flatChanges(proposal.changes) : {}
  return { ...none, kind: proposal.kind, unitId: proposal.unitId, content }
}

/** The fields that really differ; raises what stands against the proposal. */
function differing(proposal: Proposal, content: FieldValues, found: Judgement): FieldValues {
  const { obstacle, now } = found
  // Nothing was proposed before, so that nothing can have moved since.
  if (obstacle && obstacle.type !== applicationProblems.unitMoved) throw obstacle
  if (proposal.kind !== 'change') return content
  const names = Object.keys(content).filter(name => (content[name] ?? null) !== (now?.[name] ?? null))
  if (names.length === 0) throw new Problem(registerProblems.nothingChanged)
  return Object.fromEntries(names.map(name => [name, content[name] ?? null]))
}

function subjectOf(asked: Judged, { unit }: Judgement): Subject {
  if (asked.kind === 'entry') {
    const { creditCode, localCode, content } = asked
    return {
      unitId: null,
      regionCode: String(content.regionCode),
      name: String(content.name),
      creditCode,
      localCode,
    }
  }
  if (!unit) throw new Problem(problems.notFound)
  return {
    unitId: unit.unit_id,
    regionCode: unit.region_code,
    name: unit.name,
    creditCode: unit.credit_code,
    localCode: unit.local_code,
  }
}

async function refusePapers(
  { tx, actor }: WriteContext,
  { kind, papers }: Proposal,
  fields: readonly string[],
): Promise<void> {
  if (papers.length === 0) {
    if (needsPapers(kind, fields)) throw new Problem(applicationProblems.papersNeeded)
    return
  }
  const records = await fileRecords(tx, papers)
  const own = papers.every(id => records.get(id)?.createdBy === actor.accountId)
  if (!own || (await arePapersUsed(tx, papers))) throw new Problem(applicationProblems.paperUnknown)
}
