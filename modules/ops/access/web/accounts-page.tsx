import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { firstView } from '#ui/data-table/table-view.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { type Translate, useText } from '#ui/i18n/text.ts'
import { type AccountView, listAccounts } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { AccountActions } from './account-actions.tsx'
import { CreateAccount } from './create-account.tsx'
import { EnterpriseAccounts } from './enterprise-accounts.tsx'
import { type FirstPassword, FirstPasswords } from './first-passwords.tsx'

export type AccountItem = Static<typeof AccountView>
type Kind = '' | 'staff' | 'enterprise'
type State = '' | 'active' | 'disabled' | 'locked'
type Made = Readonly<{ made: readonly FirstPassword[]; skipped: number }>

export function AccountsPage(): ReactElement {
  const t = useText(accessText)
  const [view, setView] = useState(() => firstView(50))
  const [kind, setKind] = useState<Kind>('')
  const [state, setState] = useState<State>('')
  const [adding, setAdding] = useState<'staff' | 'enterprise' | null>(null)
  const [told, setTold] = useState<Made | null>(null)
  const accounts = useRead(
    listAccounts,
    {
      query: {
        page: view.page,
        pageSize: view.pageSize,
        ...(view.search && { search: view.search }),
        ...(kind && { kind }),
        ...(state && { state }),
      },
    },
    { placeholderData: before => before },
  )
  const tell = (made: readonly FirstPassword[], skipped = 0) => {
    setAdding(null)
    setTold({ made, skipped })
  }
  const narrow = (change: () => void) => {
    change()
    setView({ ...view, page: 1 })
  }
  return (
    <div className="za-page">
      <header className="za-head">
        <h1>{t('accounts.page.title')}</h1>
        <Button onClick={() => setAdding('enterprise')}>{t('accounts.action.enterprises')}</Button>
        <Button look="primary" icon="plus" onClick={() => setAdding('staff')}>
          {t('accounts.action.create')}
        </Button>
      </header>
      {accounts.isError && <ErrorState error={accounts.error} onRetry={() => accounts.refetch()} />}
      <DataTable
        id="access.accounts"
        label={t('accounts.page.title')}
        columns={columnsOf(t, tell)}
        rows={accounts.data?.items ?? []}
        keyOf={row => String(row.id)}
        loading={accounts.isPending}
        server={{ view, total: accounts.data?.total ?? 0, onView: setView }}
        empty={t('accounts.list.empty')}
        tools={
          <Filters
            kind={kind}
            state={state}
            onKind={value => narrow(() => setKind(value))}
            onState={value => narrow(() => setState(value))}
          />
        }
      />
      <CreateAccount open={adding === 'staff'} onClose={() => setAdding(null)} onMade={one => tell([one])} />
      <EnterpriseAccounts open={adding === 'enterprise'} onClose={() => setAdding(null)} onMade={tell} />
      <FirstPasswords made={told?.made ?? null} skipped={told?.skipped ?? 0} onDone={() => setTold(null)} />
    </div>
  )
}

function Filters(
  props: Readonly<{
    kind: Kind
    state: State
    onKind: (kind: Kind) => void
    onState: (state: State) => void
  }>,
): ReactElement {
  const t = useText(accessText)
  return (
    <div className="za-tools">
      <Select
        label={t('accounts.column.kind')}
        value={props.kind}
        blank={t('accounts.kind.any')}
        options={(['staff', 'enterprise'] as const).map(value => ({
          value,
          label: t(`accounts.kind.${value}`),
        }))}
        onChange={value => props.onKind(value as Kind)}
      />
      <Select
        label={t('accounts.column.state')}
        value={props.state}
        blank={t('accounts.state.any')}
        options={(['active', 'disabled', 'locked'] as const).map(value => ({
          value,
          label: t(`accounts.state.${value}`),
        }))}
        onChange={value => props.onState(value as State)}
      />
    </div>
  )
}

type T = Translate<(typeof accessText)['zh-CN']>

const columnsOf = (t: T, tell: (made: readonly FirstPassword[]) => void): readonly Column<AccountItem>[] => [
  { key: 'signInName', title: t('accounts.column.signInName'), width: 190, cell: row => row.signInName },
  { key: 'displayName', title: t('accounts.column.displayName'), width: 240, cell: row => row.displayName },
  { key: 'kind', title: t('accounts.column.kind'), width: 90, cell: row => t(`accounts.kind.${row.kind}`) },
  {
    key: 'place',
    title: t('accounts.column.place'),
    width: 240,
    cell: row => row.organisationName ?? row.unitName ?? '—',
  },
  { key: 'state', title: t('accounts.column.state'), width: 130, cell: row => <StateBadge account={row} /> },
  {
    key: 'factor',
    title: t('accounts.column.factor'),
    width: 90,
    cell: row => (row.secondFactor ? t('accounts.factor.yes') : t('accounts.factor.no')),
  },
  {
    key: 'seen',
    title: t('accounts.column.seen'),
    width: 140,
    cell: row => (row.lastSeenAt ? formatDateTime(row.lastSeenAt) : '—'),
  },
  {
    key: 'actions',
    title: t('accounts.column.actions'),
    width: 80,
    align: 'center',
    cell: row => <AccountActions account={row} onMade={one => tell([one])} />,
  },
]

function StateBadge({ account }: Readonly<{ account: AccountItem }>): ReactElement {
  const t = useText(accessText)
  if (account.disabled) return <Badge look="fatal">{t('accounts.state.disabled')}</Badge>
  if (account.lockedUntil) return <Badge look="query">{t('accounts.state.locked')}</Badge>
  if (account.mustChangePassword) return <Badge>{t('accounts.state.first')}</Badge>
  return <>{t('accounts.state.active')}</>
}
