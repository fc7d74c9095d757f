import type { ReactElement } from 'react'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { classesOf, figureOf, type ProgressFigure } from './progress-figures.ts'
import { RegionOpener, type RegionsProps } from './progress-region.tsx'
import './progress-views.css'

/** A tile for each region in the order of its codes, coloured by how much came in. */
export function ProgressTiles(props: RegionsProps): ReactElement {
  const t = useText(officeText)
  return (
    <section className="co-tiles-view" aria-label={t('progress.tiles.label')}>
      <p className="co-soft">{t('progress.tiles.hint')}</p>
      <RegionTiles {...props} figure="submitted" />
      <FigureLegend figure="submitted" />
    </section>
  )
}

export function RegionTiles(props: RegionsProps & Readonly<{ figure: ProgressFigure }>): ReactElement {
  const t = useText(officeText)
  return (
    <ul className="co-tiles">
      {props.rows.map(row => {
        const { share, step } = figureOf(props.figure, row)
        return (
          <li key={row.regionCode}>
            <RegionOpener
              row={row}
              linked={props.linked}
              onDrill={props.onDrill}
              className={`co-tile co-step-${step}`}
            >
              <span className="co-tile-name">{row.name}</span>
              <b>{share}</b>
              <span>
                {t('progress.tiles.submitted', {
                  submitted: formatCount(row.submitted),
                  owed: formatCount(row.owed),
                })}
              </span>
              <span>{t('progress.tiles.accepted', { accepted: formatCount(row.acceptedCity) })}</span>
            </RegionOpener>
          </li>
        )
      })}
    </ul>
  )
}

/** What each colour says. */
export function FigureLegend({ figure }: Readonly<{ figure: ProgressFigure }>): ReactElement {
  const t = useText(officeText)
  return (
    <ul className="co-legend" aria-label={t(`progress.figure.${figure}`)}>
      {classesOf(figure).map(({ name }, step) => (
        <li key={name}>
          <span className={`co-legend-mark co-step-${step}`} aria-hidden="true" />
          {t(`progress.rate.${name}`)}
        </li>
      ))}
    </ul>
  )
}
