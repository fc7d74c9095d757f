/** One act on many things, one after another: how far it is, what each refused, and a way to stop. */
import { useRef, useState } from 'react'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { asProblem } from '../api/request-failed.ts'

export type Refusal = Readonly<{ id: number; problem: Pick<ProblemBody, 'message' | 'code'> }>
export type Sequence = Readonly<{ total: number; done: number; refused: readonly Refusal[]; over: boolean }>

export function useSequence(act: (id: number) => Promise<unknown>) {
  const [state, setState] = useState<Sequence | null>(null)
  const stopped = useRef(false)
  const run = async (ids: readonly number[]) => {
    stopped.current = false
    const refused: Refusal[] = []
    let done = 0
    setState({ total: ids.length, done, refused, over: false })
    for (const id of ids) {
      if (stopped.current) break
      try {
        await act(id)
      } catch (error) {
        refused.push({ id, problem: asProblem(error) })
      }
      done += 1
      setState({ total: ids.length, done, refused: [...refused], over: false })
    }
    setState({ total: ids.length, done, refused, over: true })
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
