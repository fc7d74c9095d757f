import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import type { Services } from '#kernel/services.ts'
import * as contract from '../contract.ts'
import { cancelBulk, listBulk, listBulkSkipped, readBulk, startBulk } from './accept-in-bulk.ts'
import { acceptPicked } from './accept-reports.ts'
import { changeDates, close } from './collection-dates.ts'
import { correct } from './correct-report.ts'
import {
  createDraftGroup,
  createSubmissionGroup,
  type DraftGroup,
  type SubmissionGroup,
} from './fill-groups.ts'
import type { FormPrograms } from './form-programs.ts'
import { handDraftOver, sendBack, takeBack } from './hand-over.ts'
import { importRoutes } from './imports/import-routes.ts'
import { answer, ask, askAgain, close as closeInquiry } from './inquiries.ts'
import { issue, listAll, previewFrame, readCollection } from './issue-collection.ts'
import type { CollectMeasures } from './measures.ts'
import { listMine, myReceipt, myRevisions, openMine } from './my-reports.ts'
import { cellLineage, listOffice, readOffice } from './office-reports.ts'
import { leave, stay } from './presence.ts'
import { progressOf } from './progress.ts'
import { cancelReminder, listMyReminders, readReminder, remindOne, startReminder } from './remind-reports.ts'
import { readHistory } from './report-history.ts'
import {
  acceptReport,
  extendReport,
  reviewExplanation,
  sendBackReport,
  withdrawAcceptance,
} from './review-report.ts'
import { summaryForReader } from './rule-summary.ts'
import { type DraftItem, discardDraft } from './save-draft.ts'
import type { ReceiptData, SubmissionItem } from './submit-reports.ts'
import { changeMine, readMine } from './unit-steps.ts'
import { changeMapping, dropMapping, keepMapping, listMappings } from './workbook-mappings.ts'

export const collectRoutes = (
  services: Services,
  forms: FormPrograms,
  measured: CollectMeasures,
): readonly RouteBinding[] => [
  ...fillRoutes(
    forms,
    {
      submissions: createSubmissionGroup(services.database.byKey, forms, measured.submissions),
      drafts: createDraftGroup(services.database.byKey, forms, measured.drafts),
    },
    measured,
  ),
  ...officeRoutes(forms),
  ...collectionRoutes(forms),
  ...importRoutes(services, forms),
]

async function submit(group: SubmissionGroup, item: SubmissionItem): Promise<ReceiptData> {
  const outcome = await group(item)
  if ('receipt' in outcome) return outcome.receipt
  throw outcome.problem
}

async function saveDraft(group: DraftGroup, item: DraftItem) {
  const outcome = await group(item)
  if ('saved' in outcome) return outcome.saved
  throw outcome.problem
}

const fillRoutes = (
  forms: FormPrograms,
  groups: Readonly<{ submissions: SubmissionGroup; drafts: DraftGroup }>,
  measured: CollectMeasures,
): readonly RouteBinding[] => [
  read(contract.listMyReports, (context, { query }) => listMine(context, forms, query)),
  read(contract.openMyReport, (context, { params }) => openMine(context, forms, params)),
  direct(contract.saveDraft, (base, { params, body }) =>
    saveDraft(groups.drafts, { base, report: params, draft: body }),
  ),
  write(contract.discardDraft, (context, { params, body }) => discardDraft(context, params, body.version)),
  direct(contract.submitReport, (base, { params, body }, { reply }) =>
    measured.submission(
      () => submit(groups.submissions, { base, report: params, submission: body }),
      () => reply.elapsedTime / 1_000,
    ),
  ),
  read(contract.getMyReceipt, (context, { params, query }) =>
    myReceipt(context, forms, params, query.revision),
  ),
  write(contract.answerInquiry, (context, { params, body }) =>
    answer(context, params, params.inquiryId, body.text),
  ),
  write(contract.handOver, (context, { params, body }) => handDraftOver(context, forms, params, body)),
  write(contract.sendDraftBack, (context, { params, body }) => sendBack(context, forms, params, body)),
  write(contract.takeDraftBack, (context, { params, body }) =>
    takeBack(context, forms, params, body.draftVersion),
  ),
  read(contract.readMySteps, context => readMine(context)),
  write(contract.changeMySteps, (context, { body }) => changeMine(context, body)),
  read(contract.listMyRevisions, (context, { params }) => myRevisions(context, params)),
  read(contract.listWorkbookMappings, (context, { params }) => listMappings(context, params)),
  write(contract.keepWorkbookMapping, (context, { params, body }) => keepMapping(context, params, body)),
  write(contract.changeWorkbookMapping, (context, { params, body }) =>
    changeMapping(context, params, params.mappingId, body),
  ),
  write(contract.dropWorkbookMapping, (context, { params }) =>
    dropMapping(context, params, params.mappingId),
  ),
]

const officeRoutes = (forms: FormPrograms): readonly RouteBinding[] => [
  read(contract.listReports, (context, { params, query }) =>
    listOffice(context, forms, params.collectionId, query),
  ),
  read(contract.getReport, (context, { params, query }) =>
    readOffice(context, forms, params, query.revision),
  ),
  read(contract.getCellLineage, (context, { params, query }) => cellLineage(context, params, query)),
  read(contract.getReportHistory, (context, { params, query }) => readHistory(context, forms, params, query)),
  write(contract.stayAtReport, (context, { params, body }) => stay(context, params, body)),
  write(contract.leaveReport, (context, { params, query }) => leave(context, params, query.page)),
  write(contract.sendBackReport, (context, { params, body }) => sendBackReport(context, forms, params, body)),
  write(contract.acceptReport, (context, { params, body }) => acceptReport(context, params, body.revisionNo)),
  write(contract.acceptReports, (context, { params, body }) =>
    acceptPicked(context, params.collectionId, body.unitIds),
  ),
  write(contract.startAcceptance, (context, { params, body }) =>
    startBulk(context, params.collectionId, body),
  ),
  read(contract.listAcceptances, (context, { params, query }) =>
    listBulk(context, params.collectionId, query),
  ),
  read(contract.getAcceptance, (context, { params }) => readBulk(context, params.acceptanceId)),
  read(contract.listSkipped, (context, { params, query }) =>
    listBulkSkipped(context, params.acceptanceId, query),
  ),
  write(contract.cancelAcceptance, (context, { params }) => cancelBulk(context, params.acceptanceId)),
  write(contract.askAboutReport, (context, { params, body }) => ask(context, forms, params, body)),
  write(contract.askOn, (context, { params, body }) =>
    askAgain(context, forms, params, params.inquiryId, body.text),
  ),
  write(contract.closeInquiry, (context, { params, body }) =>
    closeInquiry(context, params, params.inquiryId, body.messages),
  ),
  write(contract.withdrawAcceptance, (context, { params, body }) =>
    withdrawAcceptance(context, params, body.reason),
  ),
  write(contract.reviewExplanation, (context, { params, body }) => reviewExplanation(context, params, body)),
  write(contract.correctReport, (context, { params, body }) => correct(context, forms, params, body)),
  write(contract.extendReport, (context, { params, body }) =>
    extendReport(context, params, new Date(body.until), body.note),
  ),
  write(contract.remindReport, (context, { params, body }) => remindOne(context, params, body.message)),
  write(contract.remindReports, (context, { params, body }) =>
    startReminder(context, params.collectionId, body),
  ),
  read(contract.listReminders, (context, { params, query }) =>
    listMyReminders(context, params.collectionId, query),
  ),
  read(contract.getReminder, (context, { params }) => readReminder(context, params.reminderId)),
  write(contract.cancelReminder, (context, { params }) => cancelReminder(context, params.reminderId)),
]

const collectionRoutes = (forms: FormPrograms): readonly RouteBinding[] => [
  read(contract.listCollections, (context, { query }) => listAll(context, forms, query)),
  read(contract.getCollection, (context, { params }) => readCollection(context, forms, params.collectionId)),
  write(contract.previewFrame, (context, { body }) => previewFrame(context, body)),
  write(contract.issueCollection, (context, { body }) => issue(context, body)),
  write(contract.changeDates, (context, { params, body }) => changeDates(context, params.collectionId, body)),
  write(contract.closeCollection, (context, { params, body }) =>
    close(context, params.collectionId, body.note),
  ),
  read(contract.getProgress, (context, { params, query }) =>
    progressOf(context, params.collectionId, query.region),
  ),
  read(contract.getRuleSummary, (context, { params, query }) =>
    summaryForReader(context, forms, params.collectionId, query.region),
  ),
]
