/**
 * Group commit: work that arrives together shares one transaction and one flush to disk.
 * Items gather while earlier groups are being written; under no load an item goes at once.
 */
import { requestIds, withinRequests } from '../request-scope.ts'

export type Group<Item, Result> = Readonly<{
  /** Resolves with the item's own result after its group's commit; rejects when the group's transaction failed. */
  add(item: Item): Promise<Result>
  /** Resolves when everything added so far is settled. */
  settled(): Promise<void>
}>

export type GroupOptions<Item, Result> = Readonly<{
  /** Writes all items in one transaction; the results stand in the order of the items. */
  write: (items: readonly Item[]) => Promise<readonly Result[]>
  maxItems: number
  /** Groups being written at the same time. */
  concurrency: number
  measure?: GroupMeasure
}>

export type GroupMeasure = Readonly<{
  /** How many wait now. */
  waiting(count: number): void
  /** A group has begun; how long each of its items waited, in seconds. */
  began(waited: readonly number[]): void
  ended(seconds: number): void
}>

type Waiting<Item, Result> = {
  item: Item
  since: number
  requests: readonly string[]
  done: (result: Result) => void
  fail: (reason: unknown) => void
}

export function createGroup<Item, Result>(options: GroupOptions<Item, Result>): Group<Item, Result> {
  const { measure } = options
  const queue: Waiting<Item, Result>[] = []
  let writing = 0
  let idle: (() => void)[] = []

  const pump = (): void => {
    while (writing < options.concurrency && queue.length > 0) {
      writing += 1
      void writeOne(queue.splice(0, options.maxItems))
    }
    if (writing === 0 && queue.length === 0) {
      for (const wake of idle) wake()
      idle = []
    }
  }

  const writeOne = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    const began = performance.now()
    measure?.waiting(queue.length)
    measure?.began(batch.map(({ since }) => (began - since) / 1_000))
    try {
      const requests = [...new Set(batch.flatMap(waiting => waiting.requests))]
      const results = await withinRequests(requests, () => options.write(batch.map(({ item }) => item)))
      batch.forEach((waiting, index) => {
        waiting.done(results[index] as Result)
      })
    } catch (error) {
      for (const waiting of batch) waiting.fail(error)
    } finally {
      measure?.ended((performance.now() - began) / 1_000)
      writing -= 1
      pump()
    }
  }

  return {
    add: item =>
      new Promise<Result>((done, fail) => {
        queue.push({ item, since: performance.now(), requests: requestIds(), done, fail })
        measure?.waiting(queue.length)
        // A turn of the event loop lets requests that arrived in the same read join this group.
        setImmediate(pump)
      }),
    settled: () =>
      new Promise<void>(done => {
        idle.push(done)
        setImmediate(pump)
      }),
  }
}
