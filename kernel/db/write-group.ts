/**
 * Writes of many people in one transaction and one flush to disk (ADR 0005). Each gets its own answer: what PostgreSQL
 * refuses for one of them fails that one alone.
 */
import type { BaseContext, WriteContext } from '../context.ts'
import { createGroup, type GroupMeasure } from './group-commit.ts'
import { type Database, type WriteTx, writeTransaction } from './tx.ts'
import { isDatabaseAway } from './violations.ts'
import { Declarations } from './write.ts'

export type WriteGroupOptions<Item, Outcome> = Readonly<{
  db: Database
  /**
   * Takes all items inside `tx`; the outcomes stand in the order of the items. `contextOf` gives each actor's own
   * context, whose declarations are written with the rest.
   */
  take: (
    tx: WriteTx,
    items: readonly Item[],
    contextOf: (base: BaseContext) => WriteContext,
  ) => Promise<readonly Outcome[]>
  maxItems?: number
  /** Groups being written at the same time. */
  concurrency?: number
  measure?: GroupMeasure | undefined
}>

/** Gives in an item and resolves with its outcome after its group's commit; rejects where the database refused it. */
export type WriteGroup<Item, Outcome> = (item: Item) => Promise<Outcome>

class Refused {
  readonly reason: unknown
  constructor(reason: unknown) {
    this.reason = reason
  }
}

export function createWriteGroup<Item, Outcome>(
  options: WriteGroupOptions<Item, Outcome>,
): WriteGroup<Item, Outcome> {
  const { db, take, maxItems = 200, concurrency = 2, measure } = options

  const writeOnce = (items: readonly Item[]): Promise<readonly Outcome[]> =>
    writeTransaction(db, async tx => {
      const declarations = new Declarations()
      const outcomes = await take(tx, items, base => declarations.context(base, tx))
      await declarations.flush(tx)
      return outcomes
    })

  const writeAll = async (items: readonly Item[]): Promise<readonly (Outcome | Refused)[]> => {
    try {
      return await writeOnce(items)
    } catch (error) {
      // What PostgreSQL refuses takes the whole transaction with it; alone, each item answers for itself only.
      if (items.length === 1 || isDatabaseAway(error)) throw error
      const outcomes: (Outcome | Refused)[] = []
      for (const item of items) {
        const alone = writeOnce([item]).then(
          ([outcome]) => outcome as Outcome,
          (reason: unknown) => new Refused(reason),
        )
        outcomes.push(await alone)
      }
      return outcomes
    }
  }

  const group = createGroup<Item, Outcome | Refused>({
    maxItems,
    concurrency,
    write: writeAll,
    ...(measure && { measure }),
  })
  return async item => {
    const outcome = await group.add(item)
    if (outcome instanceof Refused) throw outcome.reason
    return outcome
  }
}
