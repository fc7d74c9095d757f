import type { ReactElement } from 'react'
import type { Static } from 'typebox'
import { Severity, StateTag } from '#ui/components/tag.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { ReportItem, ReportState } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'

export type ReportRow = Static<typeof ReportItem>
export type State = Static<typeof ReportState>

export const reportStates = [
  'owed',
  'draft',
  'submitted',
  'returned',
  'accepted:county',
  'accepted:city',
] as const satisfies readonly State[]

type StateKey = State extends infer S ? (S extends `${infer A}:${infer B}` ? `${A}-${B}` : S) : never
export const stateKey = (state: State): `office.state.${StateKey}` =>
  `office.state.${state.replace(':', '-') as StateKey}`

export function ReportStateTag({ state }: Readonly<{ state: State }>): ReactElement {
  const t = useText(officeText)
  return (
    <StateTag state={state.startsWith('accepted') ? 'accepted' : (state as 'owed')}>
      {t(stateKey(state))}
    </StateTag>
  )
}

export function FindingCounts({ row }: Readonly<{ row: ReportRow }>): ReactElement {
  const counts = (['fatal', 'query', 'notice'] as const).filter(level => row[level] > 0)
  return (
    <span className="co-counts">
      {counts.map(level => (
        <Severity key={level} level={level} count={row[level]} mark />
      ))}
    </span>
  )
}
