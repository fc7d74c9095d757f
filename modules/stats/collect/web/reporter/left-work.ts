/** What this device holds of a report and the server does not, also where the server no longer gives the report. */
import { answerName } from '#ui/api/kept-read.ts'
import { deviceStorage } from '#ui/session/device-storage.ts'
import { findAnswer } from '#ui/session/kept-answers.ts'
import { openMyReport } from '../../contract.ts'
import type { Content } from './content.ts'
import type { Opened } from './filling.ts'
import type { Key } from './kept-reports.ts'
import { findCopies, unsavedReports } from './local-copy.ts'
import { allWaiting, dropRefusal, dropWaiting, findWaiting } from './waiting-submissions.ts'

export type LeftWork = Readonly<{ at: string; content: Content }>

export function findLeftWork(account: string, key: Key, storage = deviceStorage()): LeftWork | null {
  if (!storage) return null
  const waiting = findWaiting(account, key, storage)
  if (waiting) {
    const { values } = waiting.body as Pick<Content, 'values'>
    return { at: waiting.queuedAt, content: { values, explanations: waiting.said, unread: [] } }
  }
  const [found] = findCopies({ account, ...key }, storage)
  return found ? { at: found.copy.at, content: found.copy.content } : null
}

/** The person gives it up. */
export function dropLeftWork(account: string, key: Key, storage = deviceStorage()): void {
  if (!storage) return
  for (const { name } of findCopies({ account, ...key }, storage)) storage.removeItem(name)
  dropRefusal(account, key, storage)
  dropWaiting(account, key, storage)
}

/** Every report of which something is left here. */
export function allLeftWork(account: string, storage = deviceStorage()): readonly Key[] {
  if (!storage) return []
  const texts = [
    ...unsavedReports(account, storage),
    ...allWaiting(account, storage).map(({ report }) => `${report.collectionId}/${report.unitId}`),
  ]
  return [...new Set(texts)].map(text => {
    const [collectionId, unitId] = text.split('/').map(Number)
    return { collectionId: collectionId!, unitId: unitId! }
  })
}

/** The report as this device knew it last; null where it did not, or pages of another version did. */
export async function reportAsKept(account: string, { collectionId, unitId }: Key): Promise<Opened | null> {
  const kept = await findAnswer(account, answerName(openMyReport, { params: { collectionId, unitId } }))
  return kept === null || kept === 'outdated' ? null : (kept.reply as Opened)
}
