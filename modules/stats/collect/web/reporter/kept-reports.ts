/** Reports kept on this device: opened before, or due now and read ahead, so that they can be filled in without network. */
import { useEffect, useRef, useState } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { readCodelist } from '#modules/stats/register/contract.ts'
import { contractVersion } from '#ui/api/contract-version.ts'
import { answerName, readOrKept } from '#ui/api/kept-read.ts'
import { amendAnswer, keptSince } from '#ui/session/kept-answers.ts'
import { useSession } from '#ui/session/use-session.ts'
import { openMyReport } from '../../contract.ts'
import type { Content } from './content.ts'
import { groupOf, type Report } from './words.ts'

type Opened = ReplyOf<typeof openMyReport>
export type Key = Readonly<{ collectionId: number; unitId: number }>

const FRESH = 12 * 3_600_000
const MOST = 30
const DUE = ['review', 'sign', 'todo']
const answerOf = ({ collectionId, unitId }: Key) =>
  answerName(openMyReport, { params: { collectionId, unitId } })
const nameOf = (key: Key) => answerOf(key).name

/** Reads a report with the lists it needs, as its page will. */
export async function keepReport(account: string, { collectionId, unitId }: Key): Promise<void> {
  const { reply, keptAt } = await readOrKept(account, openMyReport, { params: { collectionId, unitId } })
  if (keptAt !== null) return
  for (const [name, stamp] of Object.entries(reply.sharedLists))
    await readOrKept(account, readCodelist, { params: { name: name as never }, query: { stamp } })
}

/** The server took a draft: without network the report opens with it. */
export const keepSaved = (
  account: string,
  key: Key,
  { values, explanations }: Content,
  { version, savedAt }: Readonly<{ version: number; savedAt: string }>,
): Promise<void> =>
  amendAnswer<Opened>(account, answerOf(key), old => ({
    ...old,
    values,
    explanations,
    draft: { version, values, explanations, savedBy: old.draft?.savedBy ?? '', savedAt },
    draftVersion: version,
    report: { ...old.report, draftSavedAt: savedAt },
  }))

const idle = (): Promise<void> =>
  new Promise(done =>
    typeof requestIdleCallback === 'function' ? requestIdleCallback(() => done()) : setTimeout(done, 2_000),
  )

/**
 * Which of these reports stand on this device. Those an enterprise owes now are read ahead while nothing else is to be
 * done; whoever fills in for others has each opening of theirs on record, and opens them by hand.
 */
export function useKeptReports(reports: readonly Report[]): (report: Report) => boolean {
  const session = useSession()
  const account = session?.signInName ?? ''
  const readsAhead = session?.kind === 'enterprise' && !session.away
  const [kept, setKept] = useState<ReadonlyMap<string, string>>(new Map())
  const wanted = useRef(reports)
  wanted.current = reports
  const names = reports.map(nameOf).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other reports, not another array of the same
  useEffect(() => {
    let left = false
    const look = async () => {
      const found = await keptSince(account, contractVersion(openMyReport))
      if (!left) setKept(found)
      return found
    }
    const readAhead = async () => {
      const found = await look()
      if (!readsAhead) return
      const old = new Date(Date.now() - FRESH).toISOString()
      const due = wanted.current.filter(
        one => DUE.includes(groupOf(one)) && (found.get(nameOf(one)) ?? '') < old,
      )
      for (const report of due.slice(0, MOST)) {
        await idle()
        if (left) return
        await keepReport(account, report)
      }
      await look()
    }
    // What cannot be read ahead is read when it is opened.
    void readAhead().catch(() => undefined)
    return () => {
      left = true
    }
  }, [account, readsAhead, names])
  return report => kept.has(nameOf(report))
}
