/** The office asks about cells, the unit answers; both find it with the report, through all its revisions. */
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import {
  type askAboutReport,
  collectPermissions,
  collectProblems,
  INQUIRIES_STANDING,
  INQUIRY_MESSAGES,
  type Inquiry,
} from '../contract.ts'
import { messageUnits } from './declare-act.ts'
import type { FormPrograms, ReadyForm } from './form-programs.ts'
import { refuseUnknownCells } from './known-cells.ts'
import { tellScreens } from './live-notices.ts'
import { levelsFor } from './policy.ts'
import {
  addMessage,
  countStanding,
  insertInquiry,
  lockInquiry,
  readAskers,
  readInquiries,
  setInquiryState,
} from './queries/inquiries.ts'
import { readRevision } from './queries/one-report.ts'
import { findOwnReport, findReport, keyText, type ReportKey, type ReportRow } from './queries/reports.ts'
import { reviewersOf } from './report-people.ts'
import { refuseOtherRevision, review } from './review-report.ts'
import { saidOf, toldPlaces } from './told-places.ts'

type Asked = ReplyOf<typeof askAboutReport>

export async function ask(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  { cells, text, revisionNo }: BodyOf<typeof askAboutReport>,
): Promise<Asked> {
  const { tx, now } = context
  const row = await findForOffice(context, key)
  refuseOtherRevision(row, revisionNo)
  const form = await forms.get(tx, row.formVersionId)
  const values = (await readRevision(tx, row, revisionNo))?.values
  refuseUnknownCells(form.spec, values, cells)
  await refuseTooMany(context, row)
  const inquiryId = await insertInquiry(tx, row, { cells, revisionNo, askedAt: now })
  await say(context, inquiryId, 'office', text)
  const told = await tellUnit(context, row, form, { cells, text })
  return { ...(await declare(context, row, inquiryId, 'ask')), told }
}

export async function askAgain(
  context: WriteContext,
  forms: FormPrograms,
  key: ReportKey,
  inquiryId: number,
  text: string,
): Promise<Asked> {
  const row = await findForOffice(context, key)
  const state = await standing(context, row, inquiryId)
  if (state === 'closed') await refuseTooMany(context, row)
  await say(context, inquiryId, 'office', text)
  await setInquiryState(context.tx, inquiryId, 'open')
  const form = await forms.get(context.tx, row.formVersionId)
  const inquiry = await declare(context, row, inquiryId, 'ask')
  return { ...inquiry, told: await tellUnit(context, row, form, { cells: inquiry.cells, text }) }
}

/** @param seen how many messages whoever closes it has read */
export async function close(
  context: WriteContext,
  key: ReportKey,
  inquiryId: number,
  seen: number,
): Promise<Inquiry> {
  const row = await findForOffice(context, key)
  const state = await standing(context, row, inquiryId)
  const found = await shown(context, row, inquiryId)
  if (state === 'closed') return found
  if (found.messages.length !== seen) throw new Problem(collectProblems.inquiryChanged)
  await setInquiryState(context.tx, inquiryId, 'closed')
  return declare(context, row, inquiryId, 'close')
}

export async function answer(
  context: WriteContext,
  key: ReportKey,
  inquiryId: number,
  text: string,
): Promise<Inquiry> {
  const { tx } = context
  const row = await findOwnReport(tx, context.reach(collectPermissions.fill.code), key)
  if ((await standing(context, row, inquiryId)) === 'closed') throw new Problem(collectProblems.inquiryClosed)
  await say(context, inquiryId, 'unit', text)
  await setInquiryState(tx, inquiryId, 'answered')
  for (const accountId of await reviewersOf(tx, row, await readAskers(tx, inquiryId))) {
    context.notify({
      accountId,
      kind: 'collect.answered',
      title: {
        'zh-CN': `${row.unitName}答复了 ${row.formCode} ${row.period} 的问询`,
        en: `${row.unitName} answered about ${row.formCode} ${row.period}`,
      },
      body: { 'zh-CN': '请查看答复并了结问询', en: 'Look at the answer and close the inquiry' },
      link: `/collect/reports/${row.collectionId}/${row.unitId}?side=inquiries`,
    })
  }
  return declare(context, row, inquiryId, 'answer')
}

/** Locked, so that the limits hold for two who ask at once. */
async function findForOffice(context: WriteContext, key: ReportKey): Promise<ReportRow> {
  const reach = context.reach(review)
  const row = await findReport(context.tx, reach, key, 'lock')
  if (levelsFor(reach, row).size === 0) throw new Problem(collectProblems.noLevel)
  return row
}

async function refuseTooMany({ tx }: WriteContext, row: ReportRow): Promise<void> {
  if ((await countStanding(tx, row)) >= INQUIRIES_STANDING)
    throw new Problem(collectProblems.inquiryLimit, { most: INQUIRIES_STANDING })
}

async function standing({ tx }: WriteContext, row: ReportRow, inquiryId: number) {
  const state = await lockInquiry(tx, row, inquiryId)
  if (state === null) throw new Problem(problems.notFound)
  return state
}

async function say(
  { tx, now, actor }: WriteContext,
  inquiryId: number,
  side: 'office' | 'unit',
  text: string,
): Promise<void> {
  const message = { side, accountId: actor.accountId, at: now, text: text.trim() }
  if (!(await addMessage(tx, inquiryId, message)))
    throw new Problem(collectProblems.inquiryFull, { most: INQUIRY_MESSAGES })
}

async function tellUnit(
  context: WriteContext,
  row: ReportRow,
  form: ReadyForm,
  { cells, text }: Readonly<{ cells: readonly string[]; text: string }>,
): Promise<number> {
  return messageUnits(context, [row], {
    kind: 'collect.asked',
    title: {
      'zh-CN': `统计机构就 ${row.formCode} ${row.period} 问询`,
      en: `The office asks about ${row.formCode} ${row.period}`,
    },
    body: saidOf(await toldPlaces(context.tx, row, form, cells), text.trim()),
  })
}

async function declare(
  context: WriteContext,
  row: ReportRow,
  inquiryId: number,
  act: 'ask' | 'answer' | 'close',
): Promise<Inquiry> {
  context.audit({
    action: `collect.inquiry.${act}`,
    subject: { kind: 'report', id: keyText(row) },
    regionCode: row.regionCode,
    detail: { inquiry: inquiryId },
  })
  tellScreens(context, 'collect.report', row.collectionId, [row])
  return shown(context, row, inquiryId)
}

async function shown({ tx }: WriteContext, row: ReportRow, inquiryId: number): Promise<Inquiry> {
  const [inquiry] = await readInquiries(tx, row, inquiryId)
  if (!inquiry) throw new Problem(problems.notFound)
  return inquiry
}
