/** Reports that are not among those listed, while this device holds something of them that was not sent. */
import { useQueries } from '@tanstack/react-query'
import { type ReactElement, useMemo, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Key } from './kept-reports.ts'
import { allLeftWork, findLeftWork, reportAsKept } from './left-work.ts'
import { subscribeWaiting } from './waiting-submissions.ts'
import { type Report, reportPath } from './words.ts'

const textOf = ({ collectionId, unitId }: Key) => `${collectionId}/${unitId}`

export function LeftHere(
  props: Readonly<{ account: string; listed: readonly Report[] }>,
): ReactElement | null {
  const { account, listed } = props
  const t = useText(reporterText)
  const stamp = useSyncExternalStore(subscribeWaiting, () => allLeftWork(account).map(textOf).join())
  const left = useMemo(() => {
    const shown = new Set(listed.map(textOf))
    const keys = stamp === '' ? [] : allLeftWork(account)
    return keys.filter(key => !shown.has(textOf(key)))
  }, [account, listed, stamp])
  const heads = useQueries({
    queries: left.map(key => ({
      queryKey: ['collect.leftHead', account, key],
      queryFn: async () => (await reportAsKept(account, key))?.report ?? null,
    })),
  })
  if (left.length === 0) return null
  return (
    <section className="zr-group">
      <h2>
        {t('left.section.title')} <span className="zr-soft">{left.length}</span>
      </h2>
      <ul className="zr-cards">
        {left.map((key, index) => (
          <LeftCard key={textOf(key)} account={account} report={key} head={heads[index]?.data ?? null} />
        ))}
      </ul>
    </section>
  )
}

function LeftCard(
  props: Readonly<{ account: string; report: Key; head: Report | null }>,
): ReactElement | null {
  const { account, report, head } = props
  const t = useText(reporterText)
  const locale = useLocale()
  const work = findLeftWork(account, report)
  if (!work) return null
  return (
    <li className="zr-card">
      <header className="zr-card-head">
        <h3>
          <Link to={reportPath(report)}>
            {head ? `${head.formCode} ${localText(head.formTitle, locale)}` : t('left.card.unknown')}
          </Link>
        </h3>
      </header>
      {head && (
        <p className="zr-card-what">
          <span>{formatPeriod(head.period, locale)}</span>
          <span className="zr-soft">{head.unitName}</span>
        </p>
      )}
      <p className="zr-card-note">{t('left.card.text', { time: formatDateTime(work.at) })}</p>
    </li>
  )
}
