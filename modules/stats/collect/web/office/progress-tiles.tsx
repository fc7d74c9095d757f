import type { ReactElement } from 'react'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { rateClass, rateClasses } from './counts.ts'
import { RegionOpener, type RegionsProps } from './progress-region.tsx'
import './progress-views.css'

/** A tile for each region in the order of its codes, coloured by how much came in; no map: no outlines are to be had. */
export function ProgressTiles(props: RegionsProps): ReactElement {
  const t = useText(officeText)
  return (
    <section className="co-tiles-view" aria-label={t('progress.tiles.label')}>
      <p className="co-soft">{t('progress.tiles.hint')}</p>
      <ul className="co-tiles">
        {props.rows.map(row => (
          <li key={row.regionCode}>
            <RegionOpener {...props} row={row} className={`co-tile co-rate-${rateClass(row)}`}>
              <span className="co-tile-name">{row.name}</span>
              <b>{`${row.submittedRate.toFixed(1)}%`}</b>
              <span>
                {t('progress.tiles.submitted', {
                  submitted: formatCount(row.submitted),
                  owed: formatCount(row.owed),
                })}
              </span>
              <span>{t('progress.tiles.accepted', { accepted: formatCount(row.acceptedCity) })}</span>
            </RegionOpener>
          </li>
        ))}
      </ul>
      <ul className="co-legend" aria-label={t('progress.tiles.legend')}>
        {rateClasses.map(({ name }) => (
          <li key={name}>
            <span className={`co-legend-mark co-rate-${name}`} aria-hidden="true" />
            {t(`progress.rate.${name}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}
