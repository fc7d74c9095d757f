import type { ReactElement } from 'react'
import { useLocalText, useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { Refusal } from './use-sequence.ts'
import './refusals.css'

/** What an act upon many left as they were, and why, one line each. */
export function Refusals(
  props: Readonly<{
    refused: readonly Refusal[]
    /** What the names are of. */
    column: string
    nameOf: (id: number) => string
  }>,
): ReactElement | null {
  const t = useText(uiText)
  const local = useLocalText()
  if (props.refused.length === 0) return null
  return (
    <div className="zt-refusals">
      <table>
        <thead>
          <tr>
            <th scope="col">{props.column}</th>
            <th scope="col">{t('ui.each.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {props.refused.slice(0, 500).map(one => (
            <tr key={one.id}>
              <td>{props.nameOf(one.id)}</td>
              <td>{local(one.problem.message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
