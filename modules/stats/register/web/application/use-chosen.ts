import { useState } from 'react'
import type { ApplicationRow } from '../../contract.ts'
import { chosenAmong } from './chosen.ts'

/** Applications chosen to be decided, over several pages of the list. */
export function useChosen(rows: readonly ApplicationRow[]) {
  const [before, setBefore] = useState<ReadonlyMap<string, ApplicationRow>>(new Map())
  const { chosen, decidable } = chosenAmong(before, rows)
  const choose = (keys: ReadonlySet<string>) =>
    setBefore(new Map([...decidable].filter(([key]) => keys.has(key))))
  return {
    keys: new Set(chosen.keys()) as ReadonlySet<string>,
    rows: [...chosen.values()],
    allows: (key: string) => decidable.has(key),
    choose,
    /** What a decision did not settle stays chosen. */
    keep: (ids: readonly number[]) => choose(new Set(ids.map(String))),
  }
}
