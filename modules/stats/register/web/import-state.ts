import type { ImportRecord } from '../contract.ts'

/** How often what is under way is asked for again. */
export const POLL = 1_000

export const isBusy = (record: ImportRecord | undefined): boolean =>
  record?.state === 'reading' || record?.state === 'applying'
