/** One act on many reports, one after another: how far it is, what each refused, and a way to stop. */
import { useRef, useState } from 'react'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { asProblem } from '#ui/api/request-failed.ts'

export type Refusal = Readonly<{ unitId: number; problem: Pick<ProblemBody, 'message' | 'code'> }>
export type Sequence = Readonly<{ total: number; done: number; refused: readonly Refusal[]; over: boolean }>

export function useSequence(act: (unitId: number) => Promise<unknown>) {
  const [state, setState] = useState<Sequence | null>(null)
  const stopped = useRef(false)
  const run = async (unitIds: readonly number[]) => {
    stopped.current = false
    const refused: Refusal[] = []
    let done = 0
    setState({ total: unitIds.length, done, refused, over: false })
    for (const unitId of unitIds) {
      if (stopped.current) break
      try {
        await act(unitId)
      } catch (error) {
        refused.push({ unitId, problem: asProblem(error) })
      }
      done += 1
      setState({ total: unitIds.length, done, refused: [...refused], over: false })
    }
    setState({ total: unitIds.length, done, refused, over: true })
    return { done, refused }
  }
  return {
    state,
    run,
    stop: () => {
      stopped.current = true
    },
    reset: () => setState(null),
  }
}
