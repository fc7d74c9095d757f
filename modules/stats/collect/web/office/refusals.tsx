import type { ReactElement } from 'react'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import type { Refusal } from './use-sequence.ts'

/** Which reports an act upon many left as they were, and why, one line each. */
export function Refusals(
  props: Readonly<{ refused: readonly Refusal[]; nameOf: (unitId: number) => string }>,
): ReactElement | null {
  const t = useText(officeText)
  const local = useLocalText()
  if (props.refused.length === 0) return null
  return (
    <div className="co-refusals">
      <table className="co-plain">
        <thead>
          <tr>
            <th scope="col">{t('list.column.name')}</th>
            <th scope="col">{t('list.accept.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {props.refused.slice(0, 500).map(one => (
            <tr key={one.unitId}>
              <td>{props.nameOf(one.unitId)}</td>
              <td>{local(one.problem.message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
