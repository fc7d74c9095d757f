/** Stands in the shell while somebody is signed in: sends what waits on this device, whatever page is open. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '#ui/api/call.ts'
import { answerName } from '#ui/api/kept-read.ts'
import { showToast } from '#ui/components/toast.tsx'
import { type Locale, useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { deviceStorage } from '#ui/session/device-storage.ts'
import { keepsFor } from '#ui/session/kept-account.ts'
import { findAnswer } from '#ui/session/kept-answers.ts'
import { useSession } from '#ui/session/use-session.ts'
import { handOver, listMyReports, openMyReport, submitReport } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { type Content, contentKey } from './content.ts'
import type { OtherSide } from './draft-keeper.ts'
import type { Opened } from './filling.ts'
import { type Key, keepReport } from './kept-reports.ts'
import {
  createSubmissionSender,
  type Outcome,
  type Receipt,
  type SubmissionSender,
} from './submission-sender.ts'
import type { WaitingSubmission } from './waiting-submissions.ts'
import type { Words } from './words.ts'

let sender: SubmissionSender | null = null
/** True where a page shows the outcome itself. */
type OutcomeListener = (outcome: Outcome) => boolean
const outcomeListeners = new Set<OutcomeListener>()

export const sendWaiting = (): Promise<void> => sender?.sendNow() ?? Promise.resolve()
export const isSending = (waiting: WaitingSubmission): boolean => sender?.isSending(waiting) ?? false

/** Tells the page of a report what became of its submission. */
export function useOutcome(listener: OutcomeListener): void {
  useEffect(() => {
    outcomeListeners.add(listener)
    return () => void outcomeListeners.delete(listener)
  }, [listener])
}

const keyOf = ({ collectionId, unitId }: Key): Key => ({ collectionId, unitId })

/** As this device kept it; read anew where only pages of another version kept it. */
async function openedReport(account: string, params: Key): Promise<Opened | null> {
  const kept = await findAnswer(account, answerName(openMyReport, { params }))
  if (kept !== 'outdated') return kept && (kept.reply as Opened)
  return call(openMyReport, { params }).catch(() => null)
}

async function isOurs(account: string, waiting: WaitingSubmission, other: OtherSide): Promise<boolean> {
  const opened = await openedReport(account, keyOf(waiting.report))
  if (!opened) return false
  const { spec } = opened
  const theirs = contentKey(spec, other)
  const { values, explanations } = waiting.body as Pick<Content, 'values' | 'explanations'>
  const ours = [
    { values, explanations },
    { values, explanations: waiting.said },
  ]
  return waiting.unanswered.includes(theirs) || ours.some(one => contentKey(spec, one) === theirs)
}

async function send({ report, body, handOver: over }: WaitingSubmission): Promise<Receipt | null> {
  const params = keyOf(report)
  if (!over) return call(submitReport, { params, body })
  const { clientId, ...content } = body
  await call(handOver, { params, body: { ...content, note: over.note }, idempotencyKey: clientId })
  return null
}

const senderFor = (account: string, client: QueryClient, onOutcome: (outcome: Outcome) => void) =>
  createSubmissionSender({
    account,
    storage: deviceStorage(),
    send,
    isOurs: (waiting, other) => isOurs(account, waiting, other),
    mayStillSend: () => keepsFor(account),
    onOutcome: outcome => {
      const shown = [...outcomeListeners].map(listener => listener(outcome))
      if (!shown.includes(true)) onOutcome(outcome)
      void client.invalidateQueries({ queryKey: [listMyReports.id] })
      void client.invalidateQueries({ queryKey: [openMyReport.id] })
      void keepReport(account, outcome.waiting.report).catch(() => undefined)
    },
  })

function outcomeWords(outcome: Outcome, locale: Locale, t: Words): string {
  const { report, handOver: over } = outcome.waiting
  const form = report.formCode
  if (outcome.kind === 'refused') {
    const why = outcome.problem.message[locale]
    return over ? t('waiting.done.notHanded', { form, why }) : t('waiting.done.refused', { form, why })
  }
  if (outcome.receipt) return t('waiting.done.sent', { form, receipt: outcome.receipt.receiptNo })
  return t('waiting.done.handed', {
    form,
    act: t(`steps.next.${over?.to ?? 'review'}`),
    people: over?.people ?? '',
  })
}

export function SubmissionsOnTheWay(): null {
  const t = useText(reporterText)
  const locale = useLocale()
  const client = useQueryClient()
  const account = useSession()?.signInName
  useEffect(() => {
    if (account === undefined) return
    const own = senderFor(account, client, outcome => {
      const failed = outcome.kind === 'refused'
      showToast(outcomeWords(outcome, locale, t), ...(failed ? (['fatal'] as const) : []))
    })
    sender = own
    const stop = own.start()
    return () => {
      stop()
      if (sender === own) sender = null
    }
  }, [account, client, t, locale])
  return null
}
