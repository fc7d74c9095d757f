import { createContext, useContext } from 'react'
import type { Finding, FormSession, TypingProblem } from '#engines/form/index.ts'
import type { Position, Range } from './board.ts'
import type { Found } from './use-find.ts'

/** What changes with every keystroke. */
export type FormNow = Readonly<{
  session: FormSession
  /** The text under the caret, which may not yet be how the value is written. */
  editing: Readonly<{ key: string; text: string }> | null
  byCell: ReadonlyMap<string, readonly Finding[]>
  /** Required cells that are blank and wait to be filled. */
  toFill: ReadonlySet<string>
  /** Typed texts that are no value yet. */
  unread: ReadonlyMap<string, TypingProblem>
  range: Range | null
  /** Where somebody was last led to whose row was not drawn: it is drawn. */
  wanted: Position | undefined
  /** What a search in this form found; null while nobody searches. */
  found: Found | null
}>

export const FormNowContext = createContext<FormNow | null>(null)

export function useFormNow(): FormNow {
  const now = useContext(FormNowContext)
  if (!now) throw new Error('used outside MatrixForm')
  return now
}
