/**
 * Sends the submissions and hand-overs that wait on this device: when the network returns, after ever longer pauses, and when the pages
 * are opened again. An answer that was lost is asked for again under the same client id, so a report is taken once.
 */
import type { ProblemBody, ReplyOf } from '#kernel/contract/index.ts'
import { asProblem, isTransient } from '#ui/api/request-failed.ts'
import type { submitReport } from '../../contract.ts'
import type { OtherSide } from './draft-keeper.ts'
import {
  allWaiting,
  dropWaiting,
  putWaiting,
  takeBack,
  type WaitingSubmission,
} from './waiting-submissions.ts'

export type Receipt = ReplyOf<typeof submitReport>

export type Outcome =
  /** Without a receipt it was handed over. */
  | Readonly<{ kind: 'sent'; waiting: WaitingSubmission; receipt: Receipt | null }>
  | Readonly<{ kind: 'refused'; waiting: WaitingSubmission; problem: ProblemBody }>

export type SenderOptions = Readonly<{
  account: string
  storage: Storage | undefined
  send: (waiting: WaitingSubmission) => Promise<Receipt | null>
  /** Whether the other side of a conflict is what this device itself sent, and never heard the answer of. */
  isOurs: (waiting: WaitingSubmission, other: OtherSide) => Promise<boolean>
  /** Another window may have signed somebody else in. */
  mayStillSend: () => boolean
  onOutcome: (outcome: Outcome) => void
}>

export type SubmissionSender = Readonly<{
  start: () => () => void
  sendNow: () => Promise<void>
  /** While it is on its way it cannot be taken back. */
  isSending: (waiting: WaitingSubmission) => boolean
}>

const pauseAfter = (failures: number) => Math.min(2_000 * 2 ** failures, 60_000)
const needsSignIn = (problem: ProblemBody) => problem.status === 401

type Answer = Outcome | 'later'

/** One try; a draft of ours that stands in the way since is named, and it is tried once more. */
async function trySending(
  options: SenderOptions,
  waiting: WaitingSubmission,
  again = false,
): Promise<Answer> {
  try {
    return { kind: 'sent', waiting, receipt: await options.send(waiting) }
  } catch (error) {
    const problem = asProblem(error)
    if (isTransient(error) || needsSignIn(problem) || problem.code === 'PAGE_ERROR') return 'later'
    const other = problem.detail as OtherSide | undefined
    const ours =
      !again && problem.code === 'COLLECT_DRAFT_CONFLICT' && other && (await options.isOurs(waiting, other))
    if (!ours) return { kind: 'refused', waiting, problem }
    const upon = { ...waiting, body: { ...waiting.body, draftVersion: other.version } }
    putWaiting(options.account, upon, options.storage)
    return trySending(options, upon, true)
  }
}

export function createSubmissionSender(options: SenderOptions): SubmissionSender {
  const { account, storage, mayStillSend, onOutcome } = options
  let onItsWay: string | null = null
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let stopped = true

  const settle = (outcome: Outcome) => {
    if (outcome.kind === 'sent') dropWaiting(account, outcome.waiting.report, storage)
    else takeBack(account, outcome.waiting, outcome.problem, storage)
    onOutcome(outcome)
  }
  const sendAll = async () => {
    for (const waiting of allWaiting(account, storage)) {
      if (!mayStillSend()) return
      onItsWay = waiting.body.clientId
      const answer = await trySending(options, waiting)
      onItsWay = null
      if (answer !== 'later') settle(answer)
    }
    const left = allWaiting(account, storage).length > 0
    failures = left ? failures + 1 : 0
    if (left && !stopped) timer = setTimeout(() => void sendNow(), pauseAfter(failures - 1))
  }
  const sendNow = (): Promise<void> => {
    clearTimeout(timer)
    running ??= sendAll().finally(() => {
      running = null
    })
    return running
  }
  return {
    sendNow,
    isSending: ({ body }) => onItsWay === body.clientId,
    start: () => {
      stopped = false
      const now = () => {
        failures = 0
        void sendNow()
      }
      addEventListener('online', now)
      void sendNow()
      return () => {
        stopped = true
        clearTimeout(timer)
        removeEventListener('online', now)
      }
    },
  }
}
