import type { ReturnsImport } from '../../contract.ts'

/** How often, in milliseconds, an import under way is asked how far it is. */
export const POLL = 700

export const isBusy = (run: ReturnsImport | undefined): boolean =>
  run?.state === 'reading' || run?.state === 'applying'
