import { submission } from '#modules/stats/collect/testing/city.ts'
import { PLACES, type Place, RETURNS_MAPPING, returnsFile } from '../support/world.ts'
import { type Ask, type Asking, of, open, type Requests } from './ask.ts'

const values = { cells: { M1: '900', M2: '1000', M3: '100' } }
const explanations = { E2: '新增两条生产线投产' }

/** A report of the collection both counties owe. */
const report = (unit: 'drafted' | 'submitted' | 'accepted', rest: Ask = {}) =>
  of((place, world) => ({ params: { collectionId: world.shared, unitId: place[unit] }, ...rest }))
const collection = (rest: Ask = {}) => of(place => ({ params: { collectionId: place.collection }, ...rest }))
/** What a county sees of a collection it shares with others, and of one it has no part in. */
const part = () =>
  of((place, world) => ({
    params: { collectionId: place === world.own ? world.shared : place.collection },
  }))
const reminder = () => of((_place, _world, mine) => ({ params: { reminderId: mine.reminder } }))
const inquiry = (rest: Ask = {}) =>
  of((place, world) => ({
    params: { collectionId: world.shared, unitId: place.drafted, inquiryId: place.inquiry },
    ...rest,
  }))
const mapping = (rest: Ask = {}) =>
  of((place, world) => ({
    params: { collectionId: world.shared, unitId: place.drafted, mappingId: place.mapping },
    ...rest,
  }))
const acceptance = () => of((_place, _world, mine) => ({ params: { acceptanceId: mine.acceptance } }))
const returns: Asking = (_place, _world, mine) => ({ params: { importId: mine.returns } })
const clientId = '6f1d9c0e-7f5a-4a53-9a3c-0d2f5b8c7a11'

export const collect: Requests = {
  'collect.listMyReports': open(),
  'collect.openMyReport': report('drafted'),
  'collect.saveDraft': report('drafted', { body: { version: 1, baseRevision: 1, values, explanations } }),
  'collect.discardDraft': report('drafted', { body: { version: 1 } }),
  'collect.submitReport': report('drafted', {
    body: submission(values, { clientId, baseRevision: 1, draftVersion: 1, explanations }),
  }),
  'collect.handOver': report('drafted', {
    body: { draftVersion: 1, baseRevision: 1, values, explanations, note: null },
  }),
  'collect.sendDraftBack': report('drafted', {
    body: { draftVersion: 1, note: '请核对本月产值', cells: [] },
  }),
  'collect.takeDraftBack': report('drafted', { body: { draftVersion: 1 } }),
  'collect.readMySteps': open(),
  'collect.changeMySteps': open(() => ({ body: { version: 0, review: false, sign: false, people: [] } })),
  'collect.getMyReceipt': report('drafted'),
  'collect.listMyRevisions': report('drafted'),
  'collect.listWorkbookMappings': report('drafted'),
  'collect.keepWorkbookMapping': report('drafted', { body: { name: '另一本台账', mapping: PLACES } }),
  'collect.changeWorkbookMapping': mapping({ body: { version: 1, name: '改名' } }),
  'collect.dropWorkbookMapping': mapping(),
  'collect.listReports': part(),
  'collect.getReport': report('submitted'),
  'collect.getCellLineage': report('submitted', { query: { cell: 'M1' } }),
  'collect.getReportHistory': report('submitted'),
  'collect.stayAtReport': report('submitted', { body: { page: clientId, correcting: false } }),
  'collect.leaveReport': report('submitted', { query: { page: clientId } }),
  'collect.sendBackReport': report('submitted', {
    body: { revisionNo: 1, reason: '本月产值与去年同期相差很大，请核实' },
  }),
  'collect.acceptReport': report('submitted', { body: { revisionNo: 1 } }),
  'collect.acceptReports': of((place, world) => ({
    params: { collectionId: world.shared },
    body: { unitIds: [place.submitted] },
  })),
  'collect.startAcceptance': collection({ body: { filter: { search: '没有这样的单位' } } }),
  'collect.listAcceptances': collection(),
  'collect.getAcceptance': acceptance(),
  'collect.listSkipped': acceptance(),
  'collect.cancelAcceptance': acceptance(),
  'collect.askAboutReport': report('submitted', {
    body: { revisionNo: 1, cells: ['M1'], text: '本月产值较上年同期下降三成，请说明原因' },
  }),
  'collect.askOn': inquiry({ body: { text: '请补充停产日期' } }),
  'collect.closeInquiry': inquiry({ body: { messages: 1 } }),
  'collect.answerInquiry': inquiry({ body: { text: '设备检修停产十天' } }),
  'collect.withdrawAcceptance': report('accepted', { body: {} }),
  'collect.reviewExplanation': report('submitted', {
    body: { revisionNo: 1, rule: 'E2', review: 'agreed' },
  }),
  'collect.correctReport': report('submitted', {
    body: {
      clientId,
      revisionNo: 1,
      changes: [{ cell: 'M1', value: '901' }],
      note: '与会计电话核实，原数少填一千元',
    },
  }),
  'collect.extendReport': report('drafted', {
    body: { until: '2026-11-14T18:00:00+08:00', note: '单位网络故障，已电话说明情况' },
  }),
  'collect.remindReport': report('drafted', { body: {} }),
  'collect.remindReports': collection({ body: { filter: {} } }),
  'collect.listReminders': collection(),
  'collect.getReminder': reminder(),
  'collect.cancelReminder': reminder(),
  'collect.listCollections': open(),
  'collect.getCollection': part(),
  'collect.previewFrame': of(place => ({
    body: { criterion: { regions: [place.county] }, period: '2026-M10' },
  })),
  'collect.issueCollection': of((place, world) => ({ body: issue(place, world.forms.published) })),
  'collect.changeDates': collection({
    body: {
      opensAt: '2026-11-01T00:00:00+08:00',
      closesAt: '2026-11-13T18:00:00+08:00',
      countyAcceptsBy: '2026-11-15T18:00:00+08:00',
      cityAcceptsBy: '2026-11-18T18:00:00+08:00',
      note: '节假日顺延',
    },
  }),
  'collect.closeCollection': collection({ body: {} }),
  'collect.getProgress': part(),
  'collect.getRuleSummary': part(),
  'collect.uploadReturns': of(place => ({
    params: { collectionId: place.collection },
    file: { ...returnsFile(place.accepted), fields: { mapping: RETURNS_MAPPING } },
  })),
  'collect.previewReturns': of((...asked) => ({
    ...returns(...asked),
    body: JSON.parse(RETURNS_MAPPING),
  })),
  'collect.applyReturns': of(returns),
  'collect.cancelReturns': of(returns),
  'collect.readReturnsImport': of(returns),
  'collect.readImportSample': of(returns),
  'collect.listReturnsImports': collection(),
  'collect.listImportErrors': of(returns),
  'collect.exportImportErrors': of(returns),
}

const issue = (place: Place, formVersionId: number) => ({
  formVersionId,
  period: '2026-M07',
  regionEdition: '2023',
  criterion: { regions: [place.county] },
  opensAt: '2026-11-01T00:00:00+08:00',
  closesAt: '2026-11-12T18:00:00+08:00',
})
