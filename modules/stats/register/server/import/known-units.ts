import type { ReadTx } from '#kernel/db/tx.ts'
import { regionCodes } from '#kernel/org/region-names.ts'
import { allIndustryCodes } from '../industry-queries.ts'
import { type KnownUnit, readStates, unitsByCode } from '../queries.ts'
import type { Candidate } from './map-rows.ts'
import type { Lists } from './parse-values.ts'
import type { Known } from './plan.ts'

const CHUNK = 5_000

export const readLists = async (tx: ReadTx): Promise<Lists> => ({
  regions: await regionCodes(tx),
  industries: await allIndustryCodes(tx),
})

/** What the register knows of the codes in a file; with `lock`, held until the transaction ends. */
export async function readKnown(
  tx: ReadTx,
  candidates: readonly Candidate[],
  lock: 'lock' | 'look',
  onProgress: (done: number) => Promise<void>,
): Promise<Known> {
  const byCreditCode = new Map<string, KnownUnit>()
  const byLocalCode = new Map<string, KnownUnit>()
  const states = new Map<
    number,
    Awaited<ReturnType<typeof readStates>> extends ReadonlyMap<number, infer S> ? S : never
  >()
  for (let at = 0; at < candidates.length; at += CHUNK) {
    const chunk = candidates.slice(at, at + CHUNK)
    const codes = (name: string) =>
      chunk.flatMap(({ values }) => (values[name] ? [String(values[name])] : []))
    const units = await unitsByCode(tx, codes('creditCode'), codes('localCode'), lock)
    for (const unit of units) {
      if (unit.credit_code) byCreditCode.set(unit.credit_code, unit)
      if (unit.local_code) byLocalCode.set(unit.local_code, unit)
    }
    for (const [id, list] of await readStates(
      tx,
      units.map(unit => unit.unit_id),
    ))
      states.set(id, list)
    await onProgress(at + chunk.length)
  }
  return { byCreditCode, byLocalCode, states }
}
