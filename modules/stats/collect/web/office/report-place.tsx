import type { ReactElement } from 'react'
import type { Report } from './report-session.ts'

type Placed = Readonly<{
  report: Pick<Report['report'], 'regionCode' | 'regionName' | 'industryCode' | 'industryName'>
}>

/** Where a unit lies, its code for who hovers; the bare code where the edition does not name it. */
export const PlaceName = ({ report }: Placed): ReactElement => (
  <span title={report.regionCode}>{report.regionName ?? report.regionCode}</span>
)

export function IndustryName({ report }: Placed): ReactElement | null {
  const { industryCode, industryName } = report
  if (industryCode === null) return null
  return (
    <span>
      <span className="co-code">{industryCode}</span> {industryName}
    </span>
  )
}
