import type { ReactElement } from 'react'
import { useRead } from '#ui/api/queries.ts'
import { Card } from '#ui/components/card.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { formatDeadline } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { listMyReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { useCollectionName } from './collection-picker.tsx'
import { ReportStateTag } from './report-state.tsx'

const SHOWN = 50

/** What staff of a place fill in themselves, for its township, villages or households; the forms open in the reporter's pages. */
export function HomeFill(): ReactElement | null {
  const t = useText(officeText)
  const locale = useLocale()
  const nameOf = useCollectionName()
  const mine = useRead(
    listMyReports,
    { query: { span: 'current', pageSize: SHOWN } },
    { topics: ['collect.report', 'collect.collection'] },
  )
  const items = mine.data?.items ?? []
  if (items.length === 0) return <ReadFailure read={mine} />
  return (
    <Card title={t('home.fill.title')} flush>
      <table className="co-todos">
        <thead>
          <tr>
            <th scope="col">{t('home.fill.form')}</th>
            <th scope="col">{t('home.fill.unit')}</th>
            <th scope="col">{t('home.fill.state')}</th>
            <th scope="col">{t('home.todo.until')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(one => (
            <tr key={`${one.collectionId}/${one.unitId}`}>
              <td>
                <a href={`/reports/${one.collectionId}/${one.unitId}`}>{nameOf(one)}</a>
              </td>
              <td>{one.unitName}</td>
              <td>
                <ReportStateTag state={one.state} />
              </td>
              <td className="co-soft">{formatDeadline(one.window.dueAt, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(mine.data?.total ?? 0) > items.length && (
        <p className="co-more">
          <a href="/">{t('home.fill.all')}</a>
        </p>
      )}
    </Card>
  )
}
