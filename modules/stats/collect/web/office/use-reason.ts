import { useState } from 'react'
import { useText } from '#ui/i18n/text.ts'
import { explanationProblem } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'

export type Reason = Readonly<{
  text: string
  set: (text: string) => void
  /** What the server would say of it, while it is being typed. */
  problem: string | undefined
  /** As it is sent; null as long as the server would refuse it. */
  sent: string | null
}>

/** The reason an official gives for an act, held to the measure of the server before anything is sent. */
export function useReason(): Reason {
  const t = useText(officeText)
  const [text, set] = useState('')
  const problem = explanationProblem(text)
  return {
    text,
    set,
    problem: problem === null || text === '' ? undefined : t(`reason.problem.${problem}`),
    sent: problem === null ? text.trim() : null,
  }
}
