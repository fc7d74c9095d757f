/** A blank is no error before somebody emptied the cell and left it, or wanted to go on without it. */
import { useRef, useState } from 'react'
import type { FormSession } from '#engines/form/index.ts'
import { emptiedIn, type Insistence, nothingInsisted } from './findings.ts'

export type Insisting = Readonly<{
  insistence: Insistence
  /** Takes every edit on its way to the owner of the session. */
  change: (next: FormSession) => void
  /** The focus has left a cell. */
  left: () => void
  insistOnAll: () => void
}>

export function useInsistence(session: FormSession, onChange?: (session: FormSession) => void): Insisting {
  const [insistence, setInsistence] = useState(nothingInsisted)
  const emptied = useRef<readonly string[]>([])
  return {
    insistence,
    change: next => {
      emptied.current = [...emptied.current, ...emptiedIn(session, next)]
      onChange?.(next)
    },
    left: () => {
      if (emptied.current.length === 0) return
      const keys = emptied.current
      emptied.current = []
      setInsistence(old => (old === 'all' ? old : new Set([...old, ...keys])))
    },
    insistOnAll: () => setInsistence('all'),
  }
}
