import { lazy, type ReactElement, Suspense, useState } from 'react'
import type { Static } from 'typebox'
import { NATION } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { Skeleton } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { listRegions, type OutlinePreview, type OutlineSet, readOutlines } from '../contract.ts'
import { accessText } from '../locale/text.ts'

const RegionMap = lazy(async () => ({ default: (await import('#ui/map/region-map.tsx')).RegionMap }))

type Kept = Static<typeof OutlineSet>
type Drawn = OutlinePreview['drawings'][number]
type Credit = Readonly<{ approvalNumber: string; source: string }>
type MapProps = Readonly<{
  drawn: Drawn
  credit: Credit
  /** Whether something is drawn below a region, and how one goes there and back. */
  opens: (code: string) => boolean
  onOpen: (code: string | null) => void
  isTop: boolean
}>

function OutlineMap({ drawn, credit, opens, onOpen, isTop }: MapProps): ReactElement {
  const t = useText(accessText)
  const name = drawn.parent.name || t('outlines.map.top')
  return (
    <div className="za-stack">
      <p className="za-row">
        <span>{t('outlines.map.below', { name, count: drawn.regions.length })}</span>
        {!isTop && (
          <Button look="quiet" icon="left" onClick={() => onOpen(null)}>
            {t('outlines.map.back')}
          </Button>
        )}
      </p>
      <Suspense fallback={<Skeleton lines={8} />}>
        <RegionMap
          key={drawn.parent.code}
          label={t('outlines.map.label', { name })}
          drawing={drawn.drawing}
          areas={drawn.regions.map(region => ({
            code: region.code,
            name: region.name,
            told: [region.code],
            ...(opens(region.code) && { opens: { act: () => onOpen(region.code) } }),
          }))}
          credit={credit}
        />
      </Suspense>
    </div>
  )
}

/** What a file would give, before it is kept. */
export function PreviewMap(
  props: Readonly<{ drawings: OutlinePreview['drawings']; credit: Credit }>,
): ReactElement | null {
  const { drawings, credit } = props
  const [at, setAt] = useState<string | null>(null)
  const of = (code: string) => drawings.find(one => one.parent.code === code)
  const drawn = (at && of(at)) || drawings[0]
  if (!drawn) return null
  return (
    <OutlineMap
      drawn={drawn}
      credit={credit}
      opens={code => of(code) !== undefined}
      onOpen={setAt}
      isTop={drawn === drawings[0]}
    />
  )
}

/** What is kept for an edition. */
export function KeptMap({ set }: Readonly<{ set: Kept }>): ReactElement | null {
  const { edition, parents } = set
  const [at, setAt] = useState<string | null>(null)
  const parent = parents.find(one => one.code === at) ?? parents[0]
  const code = parent?.code ?? NATION
  const outlines = useRead(readOutlines, { params: { edition, parent: code } })
  const below = useRead(listRegions, {
    query: { edition, limit: 200, ...(code !== NATION && { parent: code }) },
  })
  const failed = [outlines, below].find(read => read.isError)
  if (failed) return <ReadFailure read={failed} compact />
  const { drawing } = outlines.data ?? {}
  if (!parent || !drawing || !below.data) return <Skeleton lines={8} />
  const codes = new Set(drawing.objects.regions.geometries.map(({ id }) => String(id)))
  return (
    <OutlineMap
      drawn={{ parent, regions: below.data.regions.filter(one => codes.has(one.code)), drawing }}
      credit={set}
      opens={one => parents.some(other => other.code === one)}
      onOpen={setAt}
      isTop={parent === parents[0]}
    />
  )
}
