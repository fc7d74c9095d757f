import type { ReactElement } from 'react'
import { Banner } from '#ui/components/banner.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { placeName } from '../place-name.ts'
import type { Opened } from './filling.ts'

type Props = Readonly<{ opened: Opened; onJump: (cell: string) => void }>

/** Why the office sent it back, and the cells it speaks of. */
export function ReturnedBanner({ opened, onJump }: Props): ReactElement | null {
  const t = useText(reporterText)
  const locale = useLocale()
  const { returned } = opened.report
  if (!returned) return null
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
            <button key={cell} type="button" onClick={() => onJump(cell)}>
              {placeName(opened.spec, { cell }, locale, codelistsOf(opened))}
            </button>
          ))}
        </span>
      )}
      {doubted > 0 && <span className="zr-flagged">{t('fill.banner.doubted', { count: doubted })}</span>}
    </Banner>
  )
}
