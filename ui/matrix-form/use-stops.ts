/** Which finding is looked at, and the way to the next. */
import { useState } from 'react'
import type { FormSession } from '#engines/form/index.ts'
import { nextStop, type Stop, stopsOf } from './findings.ts'
import type { Insisting } from './use-insistence.ts'

export function useStops(
  session: FormSession,
  { insistence, insistOnAll }: Pick<Insisting, 'insistence' | 'insistOnAll'>,
  jump: (key: string) => void,
) {
  const [current, setCurrent] = useState<string | null>(null)
  const goTo = (stop: Stop | undefined) => {
    if (!stop) return
    setCurrent(stop.id)
    if (stop.key !== undefined) jump(stop.key)
  }
  return {
    current,
    setCurrent,
    goNext: (back = false) => goTo(nextStop(stopsOf(session, insistence), current, back)),
    insist: () => {
      insistOnAll()
      goTo(nextStop(stopsOf(session), current))
    },
  }
}
