import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { type BarPart, barOf, barParts, laggingFirst, type Progress } from './counts.ts'
import { RegionOpener, type RegionsProps } from './progress-region.tsx'
import { StateBar } from './state-bar.tsx'
import { useAddress } from './use-address.ts'
import './progress-views.css'

const statesOf: Readonly<Record<BarPart, string>> = {
  acceptedCity: 'accepted:city',
  acceptedCounty: 'accepted:county',
  submitted: 'submitted',
  returned: 'returned',
  drafted: 'draft',
  owed: 'owed',
}

/** One bar for each region, the lagging ones first; each part of it opens exactly the reports it stands for. */
export function ProgressBars(props: RegionsProps): ReactElement {
  const t = useText(officeText)
  return (
    <ol className="co-bars" aria-label={t('progress.bars.label')}>
      {laggingFirst(props.rows).map(row => (
        <li key={row.regionCode} className="co-bars-row">
          <RegionOpener {...props} row={row} className="co-bars-name co-link">
            {row.name}
          </RegionOpener>
          {props.linked ? <LinkedBar row={row} /> : <StateBar row={row} />}
          <span className="co-bars-rate">{`${row.submittedRate.toFixed(1)}%`}</span>
          <span className="co-bars-count">
            {t('progress.bars.count', { submitted: formatCount(row.submitted), owed: formatCount(row.owed) })}
          </span>
        </li>
      ))}
    </ol>
  )
}

function LinkedBar({ row }: Readonly<{ row: Progress }>): ReactElement {
  const t = useText(officeText)
  const { to } = useAddress()
  const bar = barOf(row)
  return (
    <span className="co-bar">
      {barParts
        .filter(part => bar[part] > 0)
        .map(part => {
          const [name, count] = [t(`bar.part.${part}`), formatCount(bar[part])]
          return (
            <Link
              key={part}
              className={`co-bar-part co-bar-${part}`}
              style={{ flexGrow: bar[part] }}
              title={`${name} ${count}`}
              aria-label={t('progress.open.list', { region: row.name, column: name, count })}
              to={to('/collect/reports', { states: statesOf[part], at: row.regionCode })}
            />
          )
        })}
    </span>
  )
}
