/** All reporters of the city at work at once. */
import type { Reporter } from './reporter.ts'

export type Load = Readonly<{
  /** Lets everyone finish one more act from here on, then ends; rejects when an act stays unanswered. */
  finish(): Promise<void>
}>

export function startLoad(reporters: readonly Reporter[]): Load {
  let over = false
  const work = async (reporter: Reporter): Promise<void> => {
    while (!over) await reporter.act()
    await reporter.act()
  }
  const all = Promise.allSettled(reporters.map(work))
  return {
    finish: async () => {
      over = true
      const failed = (await all).find(one => one.status === 'rejected')
      if (failed) throw failed.reason
    },
  }
}
