import type { ReactElement } from 'react'
import { Field } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { instantOf } from './wall-clock.ts'

export const dateKeys = ['opens', 'closes', 'countyBy', 'cityBy'] as const
export type DateKey = (typeof dateKeys)[number]
/** As `datetime-local` fields hold them. */
export type CollectionTimes = Readonly<Record<DateKey, string>>

/** As the server takes them; null while the opening or the close is missing. */
export function instantsOf(times: CollectionTimes) {
  const [opensAt, closesAt, countyAcceptsBy, cityAcceptsBy] = dateKeys.map(key => instantOf(times[key]))
  if (!opensAt || !closesAt) return null
  return {
    opensAt,
    closesAt,
    ...(countyAcceptsBy && { countyAcceptsBy }),
    ...(cityAcceptsBy && { cityAcceptsBy }),
  }
}

/** The four dates of a collection, in Beijing time. */
export function DateFields(
  props: Readonly<{
    times: CollectionTimes
    /** What has passed and stays. */
    fixed?: readonly DateKey[]
    onChange: (times: CollectionTimes) => void
  }>,
): ReactElement {
  const t = useText(officeText)
  const { times, fixed = [], onChange } = props
  return (
    <div className="co-grid">
      {dateKeys.map(key => (
        <Field
          key={key}
          label={t(`issue.${key}.label`)}
          type="datetime-local"
          required={key === 'opens' || key === 'closes'}
          disabled={fixed.includes(key)}
          value={times[key]}
          onChange={event => onChange({ ...times, [key]: event.target.value })}
        />
      ))}
    </div>
  )
}
