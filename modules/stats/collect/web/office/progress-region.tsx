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

type Props = Omit<RegionsProps, 'rows'> &
  Readonly<{
    row: Progress
    className: string
    children: ReactNode
  }>

/** Opens the level below a region, or its units where there is none; to a leader nothing opens at the end. */
export function RegionOpener({ row, linked, onDrill, className, children }: Props): ReactElement {
  const t = useText(officeText)
  const { to } = useAddress()
  if (row.opens)
    return (
      <button type="button" className={className} onClick={() => onDrill(row.regionCode)}>
        <span className="zt-hidden">{t('progress.drill.below')}</span>
        {children}
      </button>
    )
  if (linked)
    return (
      <Link className={className} to={to('/collect/reports', { at: row.regionCode })}>
        {children}
      </Link>
    )
  return <span className={className}>{children}</span>
}
