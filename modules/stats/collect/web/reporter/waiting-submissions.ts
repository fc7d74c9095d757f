/**
 * Submissions and hand-overs that wait for the network on this device, one for each report at most, and what the server
 * said of those it would not take. The content stands either here or in the unsaved copy, so that there is one place to go on from.
 */
import type { BodyOf, ProblemBody } from '#kernel/contract/index.ts'
import { deviceStorage, storedNames } from '#ui/session/device-storage.ts'
import { dropUnsent, findUnsent, keepUnsent, unsentPrefix } from '#ui/session/unsent-work.ts'
import type { submitReport } from '../../contract.ts'
import type { Said } from './content.ts'
import type { Key } from './kept-reports.ts'
import { createLocalStore } from './local-copy.ts'
import type { Report } from './words.ts'

export type WaitingSubmission = Readonly<{
  queuedAt: string
  /** With the client id of the act: however often it is sent, it is taken once. A hand-over has it for its key. */
  body: BodyOf<typeof submitReport>
  /** Also of findings that the rules do not say now. */
  said: Said
  /** Contents of saves whose answer was lost, as `contentKey` gives them: should the server hold one, it is ours. */
  unanswered: readonly string[]
  /** It goes to the next person of the unit instead, with a word on the way. */
  handOver?: Readonly<{ to: 'review' | 'sign'; people: string; note: string | null }>
  report: Pick<Report, 'collectionId' | 'unitId' | 'formCode' | 'formTitle' | 'period' | 'unitName'>
}>

type RefusedWork = Readonly<{ problem: ProblemBody; handOver: boolean }>
export type Refusal = RefusedWork & Readonly<{ at: string }>

const waitingName = ({ collectionId, unitId }: Key) => `submission/${collectionId}/${unitId}`
const refusalName = ({ collectionId, unitId }: Key) => `refusal/${collectionId}/${unitId}`

const listeners = new Set<() => void>()

function changed(): void {
  for (const listener of listeners) listener()
}

/** Hears this window and, by the browser, the others. */
export function subscribeWaiting(listener: () => void): () => void {
  listeners.add(listener)
  globalThis.addEventListener?.('storage', listener)
  return () => {
    listeners.delete(listener)
    globalThis.removeEventListener?.('storage', listener)
  }
}

export function findWaiting(account: string, key: Key, storage = deviceStorage()): WaitingSubmission | null {
  const found = findUnsent(account, waitingName(key), storage)?.work as WaitingSubmission | undefined
  return found?.body?.clientId && found.report ? found : null
}

export function allWaiting(account: string, storage = deviceStorage()): readonly WaitingSubmission[] {
  if (!storage) return []
  const prefix = unsentPrefix(account)
  return storedNames(storage, `${prefix}submission/`).flatMap(name => {
    const [collectionId, unitId] = name.slice(prefix.length).split('/').slice(1).map(Number)
    return findWaiting(account, { collectionId: collectionId!, unitId: unitId! }, storage) ?? []
  })
}

/** False where this device has no room for it. */
export function putWaiting(account: string, waiting: WaitingSubmission, storage = deviceStorage()): boolean {
  const kept = keepUnsent(account, waitingName(waiting.report), waiting, storage)
  if (kept) dropUnsent(account, refusalName(waiting.report), storage)
  changed()
  return kept
}

export function dropWaiting(account: string, key: Key, storage = deviceStorage()): void {
  dropUnsent(account, waitingName(key), storage)
  changed()
}

/** The content becomes the unsaved copy again; with a refusal, why. */
export function takeBack(
  account: string,
  waiting: WaitingSubmission,
  refused?: ProblemBody,
  storage = deviceStorage(),
): void {
  const { report, body, said, queuedAt } = waiting
  const { values, draftVersion, baseRevision } = body
  const copy = {
    at: queuedAt,
    standing: { version: draftVersion, baseRevision },
    content: { values: values as never, explanations: said, unread: [] },
  }
  // Freed first, for a full storage holds it once; should writing fail all the same, it is put back.
  dropUnsent(account, waitingName(report), storage)
  const written = createLocalStore({ account, ...keyOf(report) }, storage, 'taken-back').write(copy)
  if (!written) keepUnsent(account, waitingName(report), waiting, storage)
  else if (refused) {
    const work: RefusedWork = { problem: refused, handOver: waiting.handOver !== undefined }
    keepUnsent(account, refusalName(report), work, storage)
  }
  changed()
}

const keyOf = ({ collectionId, unitId }: Key): Key => ({ collectionId, unitId })

export function findRefusal(account: string, key: Key, storage = deviceStorage()): Refusal | null {
  const found = findUnsent(account, refusalName(key), storage)
  if (!found) return null
  // As pages before hand-overs waited have kept it.
  const work = found.work as RefusedWork | ProblemBody
  return 'problem' in work ? { at: found.at, ...work } : { at: found.at, problem: work, handOver: false }
}

export function dropRefusal(account: string, key: Key, storage = deviceStorage()): void {
  dropUnsent(account, refusalName(key), storage)
  changed()
}

/** The entries as text: what a screen compares to know whether anything changed. */
export const waitingStamp = (account: string, key: Key, storage = deviceStorage()): string =>
  [waitingName(key), refusalName(key)]
    .map(name => storage?.getItem(unsentPrefix(account) + name) ?? '')
    .join('\n')
