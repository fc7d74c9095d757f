import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import {
  type ApplicationRow,
  applicationKinds,
  applicationStates,
  countApplications,
  listApplications,
  registerPermissions,
} from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { ApplicationStateBadge, useWhat } from './application-tags.tsx'
import { DecideDialog, type Decision } from './decide-dialog.tsx'
import { applicationViewKeys, useApplicationFilters } from './use-application-filters.ts'
import { useChosen } from './use-chosen.ts'
import '../register.css'

type Filters = ReturnType<typeof useApplicationFilters>

const proposed = (row: ApplicationRow) => `${row.proposedBy} ${formatDateTime(row.proposedAt)}`
const decided = (row: ApplicationRow) =>
  [row.decisionNote, row.state === 'withdrawn' ? null : row.decidedBy].filter(Boolean).join(' · ')

function useColumns(): readonly Column<ApplicationRow>[] {
  const t = useText(applicationText)
  const what = useWhat()
  return [
    {
      key: 'kind',
      title: t('list.column.kind'),
      width: 64,
      text: row => t(`application.kind.${row.kind}`),
    },
    {
      key: 'name',
      title: t('list.column.name'),
      width: 270,
      text: row => row.name,
      cell: row => (
        <Link className="zr-link" to={`/register/applications/${row.applicationId}`}>
          {row.name}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('list.column.state'),
      width: 84,
      text: row => t(`application.state.${row.state}`),
      cell: row => <ApplicationStateBadge state={row.state} />,
    },
    { key: 'what', title: t('list.column.what'), width: 230, text: what },
    {
      key: 'region',
      title: t('list.column.region'),
      width: 150,
      text: row => row.regionName || row.regionCode,
    },
    {
      key: 'effective',
      title: t('list.column.effective'),
      width: 104,
      text: row => row.effectiveOn,
      cell: row => <span className="zr-code">{row.effectiveOn}</span>,
    },
    {
      key: 'papers',
      title: t('list.column.papers'),
      width: 56,
      align: 'right',
      text: row => row.papers,
      cell: row => row.papers || '',
    },
    {
      key: 'proposed',
      title: t('list.column.proposed'),
      width: 220,
      text: proposed,
    },
    {
      key: 'decided',
      title: t('list.column.decided'),
      width: 220,
      text: decided,
    },
  ]
}

/** Month and kind, and how many there are of each state under them. */
function FilterBar({ list }: Readonly<{ list: Filters }>): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const counts = useCounts(list)
  const months = [...new Set([...(counts.data?.items ?? []).map(one => one.month), list.filters.month])]
    .filter(month => month !== '')
    .sort()
    .toReversed()
  const inMonth = (counts.data?.items ?? []).filter(
    one => list.filters.month === '' || one.month === list.filters.month,
  )
  const countOf = (state: string) =>
    inMonth.filter(one => state === '' || one.state === state).reduce((sum, one) => sum + one.count, 0)
  return (
    <fieldset className="zr-filters" aria-label={t('list.filter.label')}>
      <Select
        label={t('list.filter.month')}
        value={list.filters.month}
        options={months.map(month => ({ value: month, label: formatPeriod(month, locale) }))}
        blank={t('list.filter.all')}
        onChange={value => list.set('month', value)}
      />
      <Select
        label={t('list.filter.kind')}
        value={list.filters.kind}
        options={applicationKinds.map(kind => ({ value: kind, label: t(`application.kind.${kind}`) }))}
        blank={t('list.filter.all')}
        onChange={value => list.set('kind', value)}
      />
      <span className="zr-counts">
        {(['', ...applicationStates] as const).map(state => (
          <Button
            key={state}
            look={list.filters.state === state ? 'plain' : 'quiet'}
            aria-pressed={list.filters.state === state}
            onClick={() => list.set('state', state)}
          >
            {`${state === '' ? t('list.state.all') : t(`application.state.${state}`)} ${formatCount(countOf(state))}`}
          </Button>
        ))}
      </span>
    </fieldset>
  )
}

const useCounts = (list: Filters) =>
  useRead(
    countApplications,
    { query: list.counted },
    { topics: ['register.application'], placeholderData: keepPreviousData },
  )

export function ApplicationList(): ReactElement {
  const t = useText(applicationText)
  const navigate = useNavigate()
  const session = useSession()
  const list = useApplicationFilters()
  useLive(['register.application'])
  const proposer = mayOpen(session, registerPermissions.propose.code)
  return (
    <div className="zr-page">
      <header className="zr-head">
        <h1>{t('list.page.title')}</h1>
        {proposer && (
          <Button look="primary" icon="plus" onClick={() => navigate('/register/applications/new')}>
            {t('list.action.propose')}
          </Button>
        )}
      </header>
      <FilterBar list={list} />
      <Listed list={list} empty={t(proposer ? 'list.empty.propose' : 'list.empty.text')} />
    </div>
  )
}

function Listed({ list, empty }: Readonly<{ list: Filters; empty: string }>): ReactElement {
  const t = useText(applicationText)
  const navigate = useNavigate()
  const session = useSession()
  const columns = useColumns()
  const [act, setAct] = useState<Decision | undefined>()
  const found = useRead(
    listApplications,
    { query: list.query },
    { topics: ['register.application'], placeholderData: keepPreviousData },
  )
  const rows = found.data?.items ?? []
  const chosen = useChosen(rows)
  if (found.isLoadingError) return <ReadFailure read={found} />
  return (
    <>
      <ReadFailure read={found} />
      <DataTable
        id="register.applications"
        views={applicationViewKeys}
        label={t('list.table.label')}
        columns={columns}
        rows={rows}
        keyOf={row => String(row.applicationId)}
        server={{
          view: list.view,
          total: found.data?.total ?? 0,
          onView: list.onView,
          readPage: pagesOf<ApplicationRow>(listApplications, { query: list.query }),
        }}
        loading={found.isPending}
        empty={empty}
        onOpen={row => navigate(`/register/applications/${row.applicationId}`)}
        {...(mayOpen(session, registerPermissions.decide.code) && {
          selection: { keys: chosen.keys, onChange: chosen.choose, allows: chosen.allows },
          bulkActions: (
            <>
              <Button look="primary" icon="check" onClick={() => setAct('approve')}>
                {t('list.action.approve')}
              </Button>
              <Button look="danger" onClick={() => setAct('refuse')}>
                {t('list.action.refuse')}
              </Button>
            </>
          ),
        })}
      />
      <DecideDialog
        {...(act && { act })}
        rows={chosen.rows}
        onDecided={chosen.keep}
        onClose={() => setAct(undefined)}
      />
    </>
  )
}
