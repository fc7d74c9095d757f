import { describe, expect, it } from 'vitest'
import { memoryStorage } from '#tests/support/memory-storage.ts'
import { RequestFailed } from '#ui/api/request-failed.ts'
import { allLeftWork, dropLeftWork, findLeftWork } from './left-work.ts'
import { findCopies } from './local-copy.ts'
import { createSubmissionSender, type Outcome, type Receipt } from './submission-sender.ts'
import {
  allWaiting,
  findRefusal,
  findWaiting,
  putWaiting,
  takeBack,
  type WaitingSubmission,
} from './waiting-submissions.ts'

const key = { collectionId: 25, unitId: 631 }
const waiting: WaitingSubmission = {
  queuedAt: '2026-11-21T03:00:00Z',
  body: {
    clientId: '0b4c7a52-6c8e-4a0e-9d4e-0d6b8f0e1a11',
    baseRevision: 0,
    draftVersion: 3,
    values: { cells: { M13: '1' } },
    explanations: { E1: '新增一条生产线' },
  },
  said: { E1: '新增一条生产线', E2: '停产检修' },
  unanswered: [],
  report: {
    ...key,
    formCode: 'B204-1',
    formTitle: { 'zh-CN': '工业产销总值', en: 'Industrial output' },
    period: '2026-10',
    unitName: '某厂',
  },
}
const receipt: Receipt = {
  receiptNo: 'ZT00025-0000631-01',
  ...key,
  revisionNo: 1,
  submittedAt: '2026-11-21T03:05:00Z',
  onTime: true,
  repeated: false,
}
const failure = (code: string, status: number, detail?: Record<string, unknown>) =>
  new RequestFailed({ code, status, message: { 'zh-CN': code, en: code }, ...(detail && { detail }) })

function senderWith(answers: readonly (Receipt | null | Error)[], ours = false, may = true) {
  const storage = memoryStorage()
  putWaiting('a', waiting, storage)
  const sent: WaitingSubmission[] = []
  const outcomes: Outcome[] = []
  const sender = createSubmissionSender({
    account: 'a',
    storage,
    send: async one => {
      const answer = answers[sent.push(one) - 1] ?? null
      if (answer instanceof Error) throw answer
      return answer
    },
    isOurs: async () => ours,
    mayStillSend: () => may,
    onOutcome: outcome => outcomes.push(outcome),
  })
  const copies = () => findCopies({ account: 'a', ...key }, storage, Date.parse(waiting.queuedAt))
  return { storage, sender, sent, outcomes, copies }
}

describe('submissions that wait for the network', () => {
  it('should wait while nothing answers, and be sent under the same client id until something does', async () => {
    const { storage, sender, sent, outcomes } = senderWith([
      failure('OFFLINE', 0),
      failure('X', 503),
      receipt,
    ])
    await sender.sendNow()
    await sender.sendNow()
    expect(findWaiting('a', key, storage)).toEqual(waiting)
    await sender.sendNow()
    await sender.sendNow()
    expect(new Set(sent.map(one => one.body.clientId)).size).toBe(1)
    expect([sent.length, allWaiting('a', storage).length]).toEqual([3, 0])
    expect(outcomes).toEqual([{ kind: 'sent', waiting, receipt }])
  })

  it('should wait for its account to sign in again, and be nobody else’s', async () => {
    const { storage, sender, sent, outcomes } = senderWith([failure('SESSION_REQUIRED', 401)])
    await sender.sendNow()
    expect(findWaiting('a', key, storage)).toEqual(waiting)
    expect([sent.length, outcomes.length, allWaiting('b', storage).length]).toEqual([1, 0, 0])
    const other = senderWith([receipt], false, false)
    await other.sender.sendNow()
    expect(other.sent).toEqual([])
  })

  it('should give the content back with the reason when the server refuses it', async () => {
    const { storage, sender, outcomes, copies } = senderWith([failure('COLLECT_CLOSED', 409)])
    await sender.sendNow()
    expect(findWaiting('a', key, storage)).toBeNull()
    expect(findRefusal('a', key, storage)?.problem.code).toBe('COLLECT_CLOSED')
    expect(outcomes[0]?.kind).toBe('refused')
    expect(copies()[0]?.copy).toMatchObject({
      standing: { version: 3, baseRevision: 0 },
      content: { values: { cells: { M13: '1' } }, explanations: waiting.said },
    })
  })

  it('should go on upon a draft that this device saved itself, and show anybody else’s', async () => {
    const conflict = failure('COLLECT_DRAFT_CONFLICT', 409, { version: 4, values: { cells: {} } })
    const own = senderWith([conflict, receipt], true)
    await own.sender.sendNow()
    expect(own.sent.map(one => one.body.draftVersion)).toEqual([3, 4])
    expect(own.outcomes[0]?.kind).toBe('sent')
    const foreign = senderWith([conflict])
    await foreign.sender.sendNow()
    expect(foreign.outcomes[0]).toMatchObject({
      kind: 'refused',
      problem: { code: 'COLLECT_DRAFT_CONFLICT' },
    })
    expect(foreign.copies()).toHaveLength(1)
  })

  it('should go for a hand-over as for a submission, and say of a refusal that it was one', async () => {
    const over = { ...waiting, handOver: { to: 'review', people: '乙二', note: null } } as const
    const taken = senderWith([failure('OFFLINE', 0), null])
    putWaiting('a', over, taken.storage)
    await taken.sender.sendNow()
    await taken.sender.sendNow()
    expect(taken.sent).toEqual([over, over])
    expect(taken.outcomes).toEqual([{ kind: 'sent', waiting: over, receipt: null }])
    const refused = senderWith([failure('COLLECT_HANDED_OVER', 409)])
    putWaiting('a', over, refused.storage)
    await refused.sender.sendNow()
    expect(refused.copies()[0]?.copy.content.values).toEqual(over.body.values)
    expect(findRefusal('a', key, refused.storage)).toMatchObject({
      handOver: true,
      problem: { code: 'COLLECT_HANDED_OVER' },
    })
  })

  it('should be left where the report is no longer given, until the person gives it up', async () => {
    const { storage, sender } = senderWith([failure('NOT_FOUND', 404)])
    const at = { collectionId: 25, unitId: 631 }
    expect(findLeftWork('a', at, storage)).toMatchObject({ content: { explanations: waiting.said } })
    await sender.sendNow()
    expect(allLeftWork('a', storage)).toEqual([at])
    expect(allLeftWork('b', storage)).toEqual([])
    dropLeftWork('a', at, storage)
    expect([allLeftWork('a', storage), findRefusal('a', at, storage)]).toEqual([[], null])
  })

  it('should be taken back whole, and forget an old refusal when it is queued again', () => {
    const { storage, copies } = senderWith([])
    takeBack('a', waiting, undefined, storage)
    expect([findWaiting('a', key, storage), findRefusal('a', key, storage)]).toEqual([null, null])
    expect(copies()[0]?.copy.content.explanations).toEqual(waiting.said)
    takeBack('a', waiting, failure('X', 409).problem, storage)
    putWaiting('a', waiting, storage)
    expect(findRefusal('a', key, storage)).toBeNull()
  })
})
