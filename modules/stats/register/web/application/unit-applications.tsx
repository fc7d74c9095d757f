/** On the unit's page: what may be proposed of it, and what has been. */
import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { listApplications } from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { ApplicationStateBadge, useWhat } from './application-tags.tsx'

const useApplications = (unitId: number) =>
  useRead(listApplications, { query: { unit: unitId, pageSize: 100 } }, { topics: ['register.application'] })

/** One application at a time: while one waits, it is shown instead of the buttons. */
export function ProposeActions({ unitId }: Readonly<{ unitId: number }>): ReactElement | null {
  const t = useText(applicationText)
  const navigate = useNavigate()
  const applications = useApplications(unitId)
  const open = applications.data?.items.find(one => one.state === 'proposed')
  if (!applications.data) return null
  if (open) {
    return (
      <span>
        {t('unit.open.text')}{' '}
        <Link className="zr-link" to={`/register/applications/${open.applicationId}`}>
          {t('unit.open.link')}
        </Link>
      </span>
    )
  }
  const start = (kind: string) => navigate(`/register/applications/new?kind=${kind}&unit=${unitId}`)
  return (
    <>
      <Button onClick={() => start('exit')}>{t('unit.action.exit')}</Button>
      <Button look="primary" onClick={() => start('change')}>
        {t('unit.action.change')}
      </Button>
    </>
  )
}

export function UnitApplications({ unitId }: Readonly<{ unitId: number }>): ReactElement {
  const t = useText(applicationText)
  const what = useWhat()
  const applications = useApplications(unitId)
  useLive(['register.application'])
  const rows = applications.data?.items ?? []
  return (
    <Card title={t('unit.card.title')} flush>
      {applications.isPending && <Skeleton lines={2} />}
      {applications.isError && (
        <ErrorState error={applications.error} onRetry={() => applications.refetch()} compact />
      )}
      <ul className="zr-events">
        {rows.map(row => (
          <li key={row.applicationId}>
            <Link className="zr-link" to={`/register/applications/${row.applicationId}`}>
              {`${t(`application.kind.${row.kind}`)} · ${what(row)}`}
            </Link>{' '}
            <ApplicationStateBadge state={row.state} />
            <p>{[row.note, row.proposedBy, formatDateTime(row.proposedAt)].join(' · ')}</p>
          </li>
        ))}
        {applications.data && rows.length === 0 && <li className="zr-soft">{t('unit.card.none')}</li>}
      </ul>
    </Card>
  )
}
