/**
 * One act of submitting: the same client id for the same content, however often the network makes us send it. Where no
 * answer comes it waits on this device and is sent later.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { call } from '#ui/api/call.ts'
import { newId } from '#ui/api/new-id.ts'
import { asProblem, isTransient } from '#ui/api/request-failed.ts'
import { listMyReports, submitReport } from '../../contract.ts'
import type { Content } from './content.ts'
import type { DraftKeeper, OtherSide } from './draft-keeper.ts'
import { keepReport } from './kept-reports.ts'
import { sendWaiting } from './submissions-on-the-way.tsx'
import { dropRefusal, putWaiting, type WaitingSubmission } from './waiting-submissions.ts'
import type { Report } from './words.ts'

type Receipt = ReplyOf<typeof submitReport>

export type SubmissionState =
  | Readonly<{ kind: 'idle' }>
  | Readonly<{ kind: 'sending'; attempt: number }>
  | Readonly<{ kind: 'failed'; error: unknown }>

const attempts = 3
const pause = (ms: number) => new Promise(done => setTimeout(done, ms))

async function sendUntilAnswered(
  input: Parameters<typeof call<typeof submitReport>>[1],
  onAttempt: (attempt: number) => void,
): Promise<Receipt> {
  for (let attempt = 1; ; attempt++) {
    onAttempt(attempt)
    try {
      return await call(submitReport, input)
    } catch (error) {
      if (!isTransient(error) || attempt === attempts || !navigator.onLine) throw error
      await pause(1_000 * 2 ** (attempt - 1))
    }
  }
}

export const conflicts = ['COLLECT_DRAFT_CONFLICT', 'COLLECT_REVISION_CONFLICT']

/** Of what keeps a draft, what sending it takes. */
export type Sending = Pick<DraftKeeper, 'flush' | 'state' | 'standing' | 'unanswered' | 'meet' | 'finish'>

type Options = Readonly<{
  account: string
  report: Report
  keeper: Sending
  keyOf: (content: Content) => string
  onDone: (receipt: Receipt) => void
  onRefused: () => void
}>

/** From here on the act waits on this device for the network; false where there is no room for it. */
export function letWait(
  { account, report, keeper }: Pick<Options, 'account' | 'report' | 'keeper'>,
  act: Pick<WaitingSubmission, 'body' | 'said' | 'handOver'>,
): boolean {
  const { collectionId, unitId, formCode, formTitle, period, unitName } = report
  const waiting = putWaiting(account, {
    ...act,
    queuedAt: new Date().toISOString(),
    unanswered: keeper.unanswered(),
    report: { collectionId, unitId, formCode, formTitle, period, unitName },
  })
  if (!waiting) return false
  keeper.finish()
  void sendWaiting()
  void navigator.storage?.persist?.()
  return true
}

export function useSubmission(options: Options) {
  const { account, report, keeper, keyOf, onDone, onRefused } = options
  const client = useQueryClient()
  const [state, setState] = useState<SubmissionState>({ kind: 'idle' })
  const act = useRef<Readonly<{ key: string; clientId: string }> | null>(null)
  const sending = useRef(false)

  /** `said`: what was said of all findings, also of those that the rules do not say now. */
  const send = async (content: Content, said: Content['explanations']) => {
    await keeper.flush()
    if (keeper.state().kind === 'conflict') return setState({ kind: 'idle' })
    const { version, baseRevision } = keeper.standing()
    const key = `${baseRevision} ${keyOf(content)}`
    if (act.current?.key !== key) act.current = { key, clientId: newId() }
    const { values, explanations } = content
    const params = { collectionId: report.collectionId, unitId: report.unitId }
    const body = { clientId: act.current.clientId, baseRevision, draftVersion: version, values, explanations }
    let receipt: Receipt
    try {
      receipt = await sendUntilAnswered({ params, body }, attempt => setState({ kind: 'sending', attempt }))
    } catch (error) {
      if (!isTransient(error) || !letWait({ account, report, keeper }, { body, said })) throw error
      return
    }
    keeper.finish()
    dropRefusal(account, report)
    void keepReport(account, report).catch(() => undefined)
    void client.invalidateQueries({ queryKey: [listMyReports.id] })
    onDone(receipt)
  }
  const submit = async (content: Content, said: Content['explanations']) => {
    if (sending.current) return
    sending.current = true
    setState({ kind: 'sending', attempt: 1 })
    try {
      await send(content, said)
    } catch (error) {
      const problem = asProblem(error)
      if (conflicts.includes(problem.code)) {
        setState({ kind: 'idle' })
        keeper.meet(problem.detail as OtherSide)
      } else {
        setState({ kind: 'failed', error })
        if (problem.status > 0 && problem.status < 500) onRefused()
      }
    } finally {
      sending.current = false
    }
  }
  return { state, submit, dismiss: () => setState({ kind: 'idle' }) }
}
