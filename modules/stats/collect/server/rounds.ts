/** What a group of writes upon reports has in common: one for each report at a time, and a fault is one item's alone. */
import type { BaseContext, WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import type { FormPrograms } from './form-programs.ts'
import { keyText, type ReportKey } from './queries/reports.ts'

export type ContextOf = (base: BaseContext) => WriteContext
/** What one person wants written into one report. */
export type ReportItem = Readonly<{ base: BaseContext; report: ReportKey }>

type Round<Item, Outcome> = (
  tx: WriteTx,
  items: readonly Item[],
  forms: FormPrograms,
  contextOf: ContextOf,
) => Promise<readonly Outcome[]>

/**
 * Takes the items of a group; `round` gets at most one for each report. The second for a report comes in the next round
 * and meets what the first left. The outcomes stand in the order of the items.
 */
export const inRounds =
  <Item extends ReportItem, Outcome>(forms: FormPrograms, round: Round<Item, Outcome>) =>
  async (tx: WriteTx, items: readonly Item[], contextOf: ContextOf): Promise<readonly Outcome[]> => {
    const outcomes = new Map<Item, Outcome>()
    let waiting = items
    while (waiting.length > 0) {
      const first = [...new Map(waiting.toReversed().map(item => [keyText(item.report), item])).values()]
      const taken = await round(tx, first, forms, contextOf)
      first.forEach((item, index) => {
        outcomes.set(item, taken[index] as Outcome)
      })
      waiting = waiting.filter(item => !outcomes.has(item))
    }
    return items.map(item => outcomes.get(item) as Outcome)
  }

/** A fault of ours while judging one item is that item's alone. */
export function judgedAlone<T>(
  { base, report }: ReportItem,
  judge: () => T,
): T | Readonly<{ problem: Problem }> {
  try {
    return judge()
  } catch (error) {
    if (error instanceof Problem) return { problem: error }
    base.log.error({ err: error, report: keyText(report) }, 'a report could not be judged')
    return { problem: new Problem(problems.internal, { requestId: base.requestId }) }
  }
}
