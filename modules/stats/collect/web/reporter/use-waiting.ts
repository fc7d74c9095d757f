/** What waits on this device to be submitted, as the screens of one account see it. */
import { useMemo, useSyncExternalStore } from 'react'
import type { Key } from './kept-reports.ts'
import { findLeftWork, type LeftWork } from './left-work.ts'
import {
  findRefusal,
  findWaiting,
  type Refusal,
  subscribeWaiting,
  type WaitingSubmission,
  waitingStamp,
} from './waiting-submissions.ts'

export type Waiting = Readonly<{ waiting: WaitingSubmission | null; refusal: Refusal | null }>

export function useWaiting(account: string, { collectionId, unitId }: Key): Waiting {
  const stamp = useSyncExternalStore(subscribeWaiting, () => waitingStamp(account, { collectionId, unitId }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp is what is stored
  return useMemo(() => {
    const key = { collectionId, unitId }
    return { waiting: findWaiting(account, key), refusal: findRefusal(account, key) }
  }, [account, collectionId, unitId, stamp])
}

/** What this device holds of a report, as it stood when the page last heard of it. */
export function useLeftWork(account: string, { collectionId, unitId }: Key): LeftWork | null {
  const stamp = useSyncExternalStore(
    subscribeWaiting,
    () => findLeftWork(account, { collectionId, unitId })?.at ?? '',
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp is what is stored
  return useMemo(
    () => findLeftWork(account, { collectionId, unitId }),
    [account, collectionId, unitId, stamp],
  )
}
