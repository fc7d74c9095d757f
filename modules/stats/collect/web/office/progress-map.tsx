import { lazy, type ReactElement, Suspense, useRef } from 'react'
import { Link } from 'react-router'
import { NATION } from '#kernel/contract/index.ts'
import {
  accessPermissions,
  type OutlineDrawing,
  readOutlineSet,
  readOutlines,
} from '#modules/ops/access/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { Select } from '#ui/components/field.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { Skeleton } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import type { MapArea } from '#ui/map/region-map.tsx'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { officeText } from '../../locale/office-text.ts'
import type { Progress } from './counts.ts'
import { figureOf, type ProgressFigure, progressFigures } from './progress-figures.ts'
import { type RegionsProps, useRegionOpening } from './progress-region.tsx'
import { FigureLegend, ProgressTiles, RegionTiles } from './progress-tiles.tsx'
import { useAddress } from './use-address.ts'

/** Projections and topology come along with the first map somebody looks at. */
const RegionMap = lazy(async () => ({ default: (await import('#ui/map/region-map.tsx')).RegionMap }))

type MapProps = RegionsProps & Readonly<{ edition: string; region: string | null }>

/** The regions by the outlines the office has loaded for their edition; as tiles where it has none. */
export function ProgressMap({ edition, region, ...regions }: MapProps): ReactElement {
  const parent = region ?? NATION
  const set = useRead(readOutlineSet, { params: { edition } }, { staleTime: 60_000 })
  const stamp = set.data?.stamp ?? undefined
  const outlines = useRead(
    readOutlines,
    { params: { edition, parent }, query: stamp ? { stamp } : {} },
    { enabled: stamp !== undefined, staleTime: Number.POSITIVE_INFINITY },
  )
  const byKey = useRef(false)
  const failed = [set, outlines].find(read => read.isError)
  const drawn = outlines.data?.drawing && { ...outlines.data, drawing: outlines.data.drawing }
  if (!failed && (set.isPending || (stamp && outlines.isPending))) return <Skeleton lines={12} />
  if (stamp && drawn) {
    return (
      <Drawn
        {...regions}
        key={parent}
        outlines={drawn}
        takesFocus={byKey.current}
        onDrill={code => {
          byKey.current = document.activeElement?.matches('.zt-map-area:focus-visible') === true
          regions.onDrill(code)
        }}
      />
    )
  }
  return (
    <>
      {failed ? (
        <ReadFailure read={failed} compact />
      ) : (
        <NoOutlines edition={edition} loaded={stamp !== undefined} />
      )}
      <ProgressTiles {...regions} />
    </>
  )
}

/** Why there are tiles; the way to load outlines for those who may. */
function NoOutlines({ edition, loaded }: Readonly<{ edition: string; loaded: boolean }>): ReactElement {
  const t = useText(officeText)
  const session = useSession()
  return (
    <p className="co-soft">
      {loaded ? t('progress.map.notHere') : t('progress.map.none')}{' '}
      {mayOpen(session, accessPermissions.organisationManage.code) && (
        <Link to={`/system/outlines?edition=${encodeURIComponent(edition)}`}>{t('progress.map.load')}</Link>
      )}
    </p>
  )
}

type DrawnProps = RegionsProps &
  Readonly<{
    outlines: Readonly<{ drawing: OutlineDrawing; approvalNumber: string; source: string }>
    takesFocus: boolean
  }>

function Drawn({ outlines, takesFocus, ...regions }: DrawnProps): ReactElement {
  const t = useText(officeText)
  const { search, change } = useAddress()
  const figure = progressFigures.find(one => one === search.get('figure')) ?? 'submitted'
  const areaOf = useArea(regions, figure)
  const { drawing } = outlines
  const codes = new Set(drawing.objects.regions.geometries.map(({ id }) => String(id)))
  const without = regions.rows.filter(row => !codes.has(row.regionCode))
  const withOutline = regions.rows.filter(row => codes.has(row.regionCode))
  return (
    <section className="co-map-view" aria-label={t('progress.map.label')}>
      <div className="co-map-tools">
        <Select
          label={t('progress.map.figure')}
          value={figure}
          options={progressFigures.map(value => ({ value, label: t(`progress.figure.${value}`) }))}
          onChange={next => change({ figure: next === 'submitted' ? undefined : next })}
        />
        <FigureLegend figure={figure} />
      </div>
      <div className="co-map-sides">
        <Suspense fallback={<Skeleton lines={12} />}>
          <RegionMap
            label={t('progress.map.label')}
            drawing={drawing}
            areas={withOutline.map(areaOf)}
            credit={outlines}
            takesFocus={takesFocus}
          />
        </Suspense>
        {without.length > 0 && (
          <aside className="co-map-rest" aria-label={t('progress.map.without')}>
            <h3>{t('progress.map.without')}</h3>
            <RegionTiles {...regions} rows={without} figure={figure} />
          </aside>
        )}
      </div>
    </section>
  )
}

function useArea(regions: RegionsProps, figure: ProgressFigure): (row: Progress) => MapArea {
  const t = useText(officeText)
  const openingOf = useRegionOpening(regions)
  return row => {
    const { share, count, step } = figureOf(figure, row)
    const opening = openingOf(row)
    return {
      code: row.regionCode,
      name: row.name,
      figure: share,
      told: [
        t('progress.map.told', { figure: t(`progress.figure.${figure}`), share, count: formatCount(count) }),
        t('progress.tiles.submitted', {
          submitted: formatCount(row.submitted),
          owed: formatCount(row.owed),
        }),
        t('progress.tiles.accepted', { accepted: formatCount(row.acceptedCity) }),
      ],
      look: `co-step-${step}`,
      ...(opening && { opens: 'act' in opening ? { ...opening, hint: t('progress.drill.below') } : opening }),
    }
  }
}
