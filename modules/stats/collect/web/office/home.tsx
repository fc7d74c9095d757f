import { useQueries } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { call } from '#ui/api/call.ts'
import { readKey } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Card } from '#ui/components/card.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState, Skeleton } from '#ui/components/states.tsx'
import { formatCount, formatDeadline } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { getProgress, listReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { PhaseTag, useCollectionName } from './collection-picker.tsx'
import { type CollectionItem, currentCollections } from './counts.ts'
import { HomeFill } from './home-fill.tsx'
import { HomeTodos } from './home-todos.tsx'
import { LiveMark } from './live-mark.tsx'
import { BarLegend, StateBar } from './state-bar.tsx'
import { useAddress } from './use-address.ts'
import { useOfficeRights, useScopedCollections } from './use-collections.ts'

import './report.css'

export type Followed = Readonly<{
  collection: CollectionItem
  progress: ReplyOf<typeof getProgress> | undefined
  unreviewed: number
}>

/** Progress of several collections at once, and how many explanations wait in each for one who reviews. */
function useFollowed(collections: readonly CollectionItem[], reviews: boolean): readonly Followed[] {
  const progress = useQueries({
    queries: collections.map(({ collectionId }) => ({
      queryKey: readKey(getProgress, { params: { collectionId } }),
      queryFn: () => call(getProgress, { params: { collectionId } }),
      meta: { topics: ['collect.report'] },
    })),
  })
  const unreviewed = useQueries({
    queries: (reviews ? collections : []).map(({ collectionId }) => {
      const query = { pageSize: 1, findings: 'unreviewed' as const, states: 'submitted' }
      return {
        queryKey: readKey(listReports, { params: { collectionId }, query }),
        queryFn: () => call(listReports, { params: { collectionId }, query }),
        meta: { topics: ['collect.report'] },
      }
    }),
  })
  return collections.map((collection, i) => ({
    collection,
    progress: progress[i]?.data,
    unreviewed: unreviewed[i]?.data?.total ?? 0,
  }))
}

function ProgressCard({ collection, progress }: Followed): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const locale = useLocale()
  const { to } = useAddress()
  const total = progress?.total
  return (
    <li className="co-follow">
      <div className="co-follow-head">
        <Link to={to('/collect/progress', { collection: collection.collectionId })}>
          {nameOf(collection)}
        </Link>
        <PhaseTag phase={collection.phase} />
        <span className="co-soft">
          {t('office.collection.deadline', {
            at: formatDeadline(collection.closedAt ?? collection.closesAt, locale),
          })}
        </span>
        {total && <b className="co-follow-rate">{`${total.submittedRate.toFixed(1)}%`}</b>}
      </div>
      {total ? <StateBar row={total} /> : <Skeleton lines={1} />}
      {total && (
        <p className="co-soft">
          {t('home.progress.submitted', {
            submitted: formatCount(total.submitted),
            owed: formatCount(total.owed),
          })}
          {' · '}
          {t('home.progress.accepted', { accepted: formatCount(total.acceptedCity) })}
        </p>
      )}
    </li>
  )
}

function IssueLink(): ReactElement {
  const t = useText(officeText)
  const { to } = useAddress()
  return (
    <Link className="zt-button" to={to('/collect/collections/issue')}>
      {t('collections.action.issue')}
    </Link>
  )
}

/** What is to be done first, then how far things are; a leader sees how far things are. */
export function Home(): ReactElement {
  const t = useText(officeText)
  const rights = useOfficeRights()
  const listed = useScopedCollections()
  const live = useLive(['collect'])
  const all = listed.data?.items ?? []
  const current = currentCollections(all, Date.now())
  const followed = useFollowed((current.length > 0 ? current : all).slice(0, 12), rights.review)
  if (!listed.data) return <Unread read={listed} lines={10} />
  return (
    <div className="co-screen">
      <header className="co-head">
        <h1>{t(rights.review || rights.fill ? 'home.title.staff' : 'home.title.leader')}</h1>
        <div className="co-head-actions">
          <LiveMark state={live} />
        </div>
      </header>
      <ReadFailure read={listed} />
      {rights.fill && <HomeFill />}
      {rights.review && <HomeTodos followed={followed} />}
      <Card title={t('home.progress.title')} extra={<BarLegend />}>
        {followed.length === 0 ? (
          <EmptyState title={t('home.progress.none')} action={rights.manage && <IssueLink />}>
            {t('home.progress.noneHint')}
          </EmptyState>
        ) : (
          <ul className="co-follows">
            {followed.map(one => (
              <ProgressCard key={one.collection.collectionId} {...one} />
            ))}
          </ul>
        )}
      </Card>
    </div>
  )
}
