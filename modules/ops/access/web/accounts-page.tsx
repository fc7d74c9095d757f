import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { type Translate, useText } from '#ui/i18n/text.ts'
import { type AccountView, accountSorts, listAccounts } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { AccountActions } from './account-actions.tsx'
import { type BulkAct, BulkDialog, bulkActs } from './account-bulk.tsx'
import { CreateAccount } from './create-account.tsx'
import { EnterpriseAccounts } from './enterprise-accounts.tsx'
import { type FirstPassword, FirstPasswords } from './first-passwords.tsx'

export type AccountItem = Static<typeof AccountView>
const VIEW_KEYS = [...viewKeys, 'kind', 'state']
const KINDS = ['staff', 'enterprise'] as const
const STATES = ['active', 'disabled', 'locked'] as const
type Made = Readonly<{ made: readonly FirstPassword[]; skipped: number }>

export function AccountsPage(): ReactElement {
  const t = useText(accessText)
  const { search, view, onView, narrow, ...asked } = useTableAddress({ sorts: accountSorts })
  const kind = KINDS.find(one => one === search.get('kind'))
  const state = STATES.find(one => one === search.get('state'))
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [act, setAct] = useState<BulkAct | null>(null)
  const [adding, setAdding] = useState<'staff' | 'enterprise' | null>(null)
  const [told, setTold] = useState<Made | null>(null)
  const query = { ...asked.query, ...(kind && { kind }), ...(state && { state }) }
  const accounts = useRead(listAccounts, { query }, { placeholderData: before => before })
  const tell = (made: readonly FirstPassword[], skipped = 0) => {
    setAdding(null)
    setTold({ made, skipped })
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
        views={VIEW_KEYS}
        label={t('accounts.page.title')}
        columns={columnsOf(t, tell)}
        rows={accounts.data?.items ?? []}
        keyOf={row => String(row.id)}
        loading={accounts.isPending}
        server={{
          view,
          total: accounts.data?.total ?? 0,
          onView,
          readPage: pagesOf<AccountItem>(listAccounts, { query }),
        }}
        empty={t('accounts.list.empty')}
        selection={{ keys, onChange: setKeys }}
        bulkActions={bulkActs.map(one => (
          <Button key={one} look={one === 'disable' ? 'danger' : 'plain'} onClick={() => setAct(one)}>
            {t(`accounts.action.${one}`)}
          </Button>
        ))}
        tools={<Filters kind={kind ?? ''} state={state ?? ''} onChange={narrow} />}
      />
      <BulkDialog
        act={act}
        ids={[...keys].map(Number)}
        rows={accounts.data?.items ?? []}
        onClose={() => setAct(null)}
        onDone={() => setKeys(new Set())}
      />
      <CreateAccount open={adding === 'staff'} onClose={() => setAdding(null)} onMade={one => tell([one])} />
      <EnterpriseAccounts open={adding === 'enterprise'} onClose={() => setAdding(null)} onMade={tell} />
      <FirstPasswords made={told?.made ?? null} skipped={told?.skipped ?? 0} onDone={() => setTold(null)} />
    </div>
  )
}

function Filters(
  props: Readonly<{
    kind: string
    state: string
    onChange: (changes: Readonly<{ kind?: string; state?: string }>) => void
  }>,
): ReactElement {
  const t = useText(accessText)
  return (
    <>
      <Select
        label={t('accounts.column.kind')}
        value={props.kind}
        blank={t('accounts.kind.any')}
        options={KINDS.map(value => ({
          value,
          label: t(`accounts.kind.${value}`),
        }))}
        onChange={value => props.onChange({ kind: value })}
      />
      <Select
        label={t('accounts.column.state')}
        value={props.state}
        blank={t('accounts.state.any')}
        options={STATES.map(value => ({
          value,
          label: t(`accounts.state.${value}`),
        }))}
        onChange={value => props.onChange({ state: value })}
      />
    </>
  )
}

type T = Translate<(typeof accessText)['zh-CN']>

const columnsOf = (t: T, tell: (made: readonly FirstPassword[]) => void): readonly Column<AccountItem>[] => [
  {
    key: 'signInName',
    title: t('accounts.column.signInName'),
    width: 190,
    value: row => row.signInName,
  },
  {
    key: 'displayName',
    title: t('accounts.column.displayName'),
    width: 240,
    value: row => row.displayName,
  },
  {
    key: 'kind',
    title: t('accounts.column.kind'),
    width: 90,
    value: row => t(`accounts.kind.${row.kind}`),
  },
  {
    key: 'place',
    title: t('accounts.column.place'),
    width: 240,
    value: row => row.organisationName ?? row.unitName,
    cell: row => row.organisationName ?? row.unitName ?? '—',
  },
  {
    key: 'state',
    title: t('accounts.column.state'),
    width: 130,
    text: row => t(`accounts.state.${stateOf(row)}`),
    cell: row => <StateBadge account={row} />,
  },
  {
    key: 'factor',
    title: t('accounts.column.factor'),
    width: 90,
    text: row => t(row.secondFactor ? 'accounts.factor.yes' : 'accounts.factor.no'),
  },
  {
    key: 'seen',
    title: t('accounts.column.seen'),
    width: 140,
    text: row => row.lastSeenAt && formatDateTime(row.lastSeenAt),
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

const LOOKS = { disabled: { look: 'fatal' }, locked: { look: 'query' }, first: {} } as const

function stateOf(account: AccountItem): 'active' | keyof typeof LOOKS {
  if (account.disabled) return 'disabled'
  if (account.lockedUntil) return 'locked'
  return account.mustChangePassword ? 'first' : 'active'
}

function StateBadge({ account }: Readonly<{ account: AccountItem }>): ReactElement {
  const t = useText(accessText)
  const state = stateOf(account)
  const words = t(`accounts.state.${state}`)
  if (state === 'active') return <>{words}</>
  return <Badge {...LOOKS[state]}>{words}</Badge>
}
