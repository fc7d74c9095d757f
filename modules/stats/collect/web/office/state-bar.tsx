import type { ReactElement } from 'react'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { barOf, barParts, type Progress } from './counts.ts'

/** Where all owed reports are, as one bar; the numbers are read aloud. */
export function StateBar({ row }: Readonly<{ row: Progress }>): ReactElement {
  const t = useText(officeText)
  const bar = barOf(row)
  const label = t('bar.text.label', {
    owed: row.owed,
    submitted: row.submitted,
    county: row.acceptedCounty,
    city: row.acceptedCity,
  })
  return (
    <span className="co-bar" role="img" aria-label={label}>
      {barParts
        .filter(part => bar[part] > 0)
        .map(part => (
          <span
            key={part}
            className={`co-bar-part co-bar-${part}`}
            style={{ flexGrow: bar[part] }}
            title={`${t(`bar.part.${part}`)} ${formatCount(bar[part])}`}
          />
        ))}
    </span>
  )
}

export function BarLegend({ row }: Readonly<{ row?: Progress }>): ReactElement {
  const t = useText(officeText)
  const bar = row && barOf(row)
  return (
    <ul className="co-legend">
      {barParts.map(part => (
        <li key={part}>
          <span className={`co-legend-mark co-bar-${part}`} aria-hidden="true" />
          {t(`bar.part.${part}`)}
          {bar && <b>{formatCount(bar[part])}</b>}
        </li>
      ))}
    </ul>
  )
}
