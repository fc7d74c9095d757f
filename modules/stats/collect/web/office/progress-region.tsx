import type { ReactElement, ReactNode } from 'react'
import { Link } from 'react-router'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import type { Progress } from './counts.ts'
import { useAddress } from './use-address.ts'

/** What every view of the progress of regions is given. */
export type RegionsProps = Readonly<{
  rows: readonly Progress[]
  /** Whether the numbers open lists of units. */
  linked: boolean
  onDrill: (regionCode: string) => void
}>

type OpenerProps = Omit<RegionsProps, 'rows'>

type Opening = Readonly<{ act: () => void } | { to: string }> | null

/** What opening a region does: shows the level below, or its units where there is none; to a leader nothing opens at the end. */
export function useRegionOpening({ linked, onDrill }: OpenerProps) {
  const { to } = useAddress()
  return (row: Progress): Opening => {
    if (row.opens) return { act: () => onDrill(row.regionCode) }
    return linked ? { to: to('/collect/reports', { at: row.regionCode }) } : null
  }
}

type Props = OpenerProps & Readonly<{ row: Progress; className: string; children: ReactNode }>

export function RegionOpener({ row, className, children, ...opener }: Props): ReactElement {
  const t = useText(officeText)
  const opening = useRegionOpening(opener)(row)
  if (opening === null) return <span className={className}>{children}</span>
  if ('to' in opening)
    return (
      <Link className={className} to={opening.to}>
        {children}
      </Link>
    )
  return (
    <button type="button" className={className} onClick={opening.act}>
      <span className="zt-hidden">{t('progress.drill.below')}</span>
      {children}
    </button>
  )
}
