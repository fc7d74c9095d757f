import type { ReactElement } from 'react'
import { Field } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { type CollectionTimes, type DateKey, dateKeys } from './collection-times.ts'

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
