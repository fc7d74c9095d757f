/** The state of a form being filled: its session, what is said about its findings, and the conflict if there is one. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Explanation, Finding, FormSession } from '#engines/form/index.ts'
import type { Explanations } from '#ui/matrix-form/findings.ts'
import { findingExplanationProblem, findingKey } from '../../contract.ts'
import { type Choices, differences, merged } from './conflict.ts'
import { type Content, contentOf, type Said } from './content.ts'
import type { DraftKeeper, OtherSide, SaveState } from './draft-keeper.ts'
import { type Filling, type Opened, sessionOn, startFilling } from './filling.ts'
import { useSaveState } from './save-status.tsx'

export type ReportForm = Readonly<{
  filling: Filling
  keeper: DraftKeeper
  saving: SaveState
  session: FormSession
  setSession: (session: FormSession) => void
  content: Content
  explanations: Explanations
  explain: (finding: Finding, said: Explanation) => void
  found: ReturnType<typeof differences>
  choose: (other: OtherSide, choices: Choices) => void
}>

const keyOf = (finding: Finding) => findingKey(finding.rule, finding.row)

/** Explanations of what the rules still say; the others stay in the draft in case they say it again. */
export const submitted = (session: FormSession, content: Content): Content => {
  const open = new Set(session.findings.filter(one => one.level === 'query').map(keyOf))
  const said = Object.entries(content.explanations).filter(([key]) => open.has(key))
  return { ...content, explanations: Object.fromEntries(said) }
}

/** New data from outside (last period corrected meanwhile): everything is judged again. */
function useForeign(opened: Opened, setSession: (change: (old: FormSession) => FormSession) => void) {
  const known = useRef(opened.foreign)
  useEffect(() => {
    if (known.current === opened.foreign) return
    known.current = opened.foreign
    setSession(old => old.withForeign(opened.foreign))
  }, [opened.foreign, setSession])
}

export function useReportForm(opened: Opened, account: string): ReportForm {
  const [filling] = useState(() => startFilling(opened, account))
  const { keeper } = filling
  const [session, setSession] = useState(filling.session)
  const [said, setSaid] = useState<Said>(filling.said)
  const saving = useSaveState(keeper)
  const content = useMemo(() => contentOf(session, said), [session, said])
  useForeign(opened, setSession)
  useLayoutEffect(() => keeper.change(content), [keeper, content])
  useEffect(() => filling.start(), [filling])
  const explanations = useMemo(
    (): Explanations => ({
      of: finding => said[keyOf(finding)],
      fault: (finding, one) => findingExplanationProblem(opened.spec, finding.rule, one),
    }),
    [said, opened.spec],
  )
  const other = saving.kind === 'conflict' ? saving.other : null
  const found = useMemo(
    () => (other ? differences(opened.spec, filling.local ? null : keeper.saved(), content, other) : []),
    [other, opened.spec, filling, keeper, content],
  )
  useEffect(() => {
    if (other && found.length === 0) keeper.resolve(content, other)
  }, [other, found, keeper, content])
  return {
    filling,
    keeper,
    saving,
    session,
    setSession,
    content,
    explanations,
    explain: (finding, one) => setSaid(old => ({ ...old, [keyOf(finding)]: one })),
    found,
    choose: (theirs, choices) => {
      const chosen = merged(opened.spec, found, choices, content, theirs)
      setSession(sessionOn(opened, chosen))
      setSaid(chosen.explanations)
      keeper.resolve(chosen, theirs)
    },
  }
}
