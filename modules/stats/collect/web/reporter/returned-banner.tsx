import type { ReactElement } from 'react'
import type { FormValues } from '#engines/form/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { PointedCell } from '../inquiries/pointed-cell.tsx'
import type { Opened } from './filling.ts'

type Props = Readonly<{ opened: Opened; values: FormValues; onJump: (cell: string) => void }>

/** Why the office sent it back, and the cells it speaks of. */
export function ReturnedBanner({ opened, values, onJump }: Props): ReactElement | null {
  const t = useText(reporterText)
  const { returned } = opened.report
  if (!returned) return null
  const places = { spec: opened.spec, values, codelists: codelistsOf(opened), onJump }
  const doubted = opened.findings.filter(finding => finding.review === 'doubted').length
  return (
    <Banner look="query">
      <b>
        {t('fill.banner.returned', {
          by: returned.by ?? '—',
          time: formatDateTime(returned.at),
          reason: returned.reason ?? '—',
        })}
      </b>
      {returned.cells.length > 0 && (
        <span className="zr-flagged">
          {t('fill.banner.returnedCells')}
          {returned.cells.map(cell => (
            <PointedCell key={cell} {...places} cell={cell} />
          ))}
        </span>
      )}
      {doubted > 0 && <span className="zr-flagged">{t('fill.banner.doubted', { count: doubted })}</span>}
    </Banner>
  )
}
