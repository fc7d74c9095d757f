import type { ReactElement } from 'react'
import { Button } from '#ui/components/button.tsx'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'

type PagerProps = Readonly<{ page: number; pageSize: number; total: number; onPage: (page: number) => void }>

/** Nothing where one page holds everything. */
export function Pager({ page, pageSize, total, onPage }: PagerProps): ReactElement | null {
  const t = useText(reporterText)
  const pages = Math.ceil(total / pageSize)
  if (pages <= 1) return null
  return (
    <nav className="zr-pager" aria-label={t('history.page.at', { page, pages })}>
      <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {t('history.page.previous')}
      </Button>
      <span>{t('history.page.at', { page, pages })}</span>
      <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {t('history.page.next')}
      </Button>
    </nav>
  )
}
