import { type ReactElement, useState } from 'react'
import { NATION, type ReplyOf } from '#kernel/contract/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button, IconButton } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { type Translate, useLocalText, useText } from '#ui/i18n/text.ts'
import { accountSorts, listGrants, revokeGrant } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { Confirm } from './confirm.tsx'
import { GiveGrant } from './give-grant.tsx'

export type Holder = ReplyOf<typeof listGrants>['items'][number]
type Held = Holder['grants'][number]
type Revoking = Readonly<{ holder: Holder; grant: Held }>

const VIEW_KEYS = [...viewKeys, 'kind']
const KINDS = ['staff', 'enterprise'] as const

export function GrantsPage(): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const { search, view, onView, narrow, ...asked } = useTableAddress({ sorts: accountSorts })
  // The staff are who most grants are about; `all` says otherwise.
  const kind = KINDS.find(one => one === search.get('kind')) ?? (search.get('kind') === 'all' ? '' : 'staff')
  const { wordsOf } = useGrantWords()
  const [giving, setGiving] = useState<Holder | null>(null)
  const [revoking, setRevoking] = useState<Revoking | null>(null)
  const query = { ...asked.query, ...(kind && { kind }) }
  const holders = useRead(listGrants, { query }, { placeholderData: before => before })
  const revoke = useWrite(revokeGrant, {
    changes: [listGrants],
    onDone: () => {
      setRevoking(null)
      showToast(t('grants.done.revoked'))
    },
  })
  const ask = (next: Revoking) => {
    revoke.reset()
    setRevoking(next)
  }
  return (
    <div className="za-page">
      <h1>{t('grants.page.title')}</h1>
      {holders.isError && <ErrorState error={holders.error} onRetry={() => holders.refetch()} />}
      <DataTable
        id="access.grants"
        views={VIEW_KEYS}
        label={t('grants.page.title')}
        columns={columnsOf(t, {
          give: setGiving,
          revoke: (holder, grant) => ask({ holder, grant }),
          wordsOf,
        })}
        rows={holders.data?.items ?? []}
        keyOf={row => String(row.id)}
        loading={holders.isPending}
        server={{
          view,
          total: holders.data?.total ?? 0,
          onView,
          readPage: pagesOf<Holder>(listGrants, { query }),
        }}
        empty={t('grants.list.empty')}
        tools={
          <Select
            label={t('accounts.column.kind')}
            value={kind}
            blank={t('accounts.kind.any')}
            options={KINDS.map(value => ({ value, label: t(`accounts.kind.${value}`) }))}
            onChange={value => narrow({ kind: value === 'staff' ? undefined : value || 'all' })}
          />
        }
      />
      {giving && <GiveGrant holder={giving} onClose={() => setGiving(null)} />}
      {revoking && (
        <Confirm
          open
          title={t('grants.item.revoke', { role: local(revoking.grant.roleName) })}
          text={t('grants.confirm.revoke', {
            name: revoking.holder.displayName,
            role: local(revoking.grant.roleName),
          })}
          busy={revoke.isPending}
          error={revoke.error}
          onYes={() => revoke.mutate({ params: { id: revoking.grant.id } })}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  )
}

type Acts = Readonly<{
  give: (holder: Holder) => void
  revoke: (holder: Holder, grant: Held) => void
  wordsOf: (grant: Held) => string
}>

/** The place where a role is held, and its subjects where not all are meant. */
function useGrantWords() {
  const t = useText(accessText)
  const local = useLocalText()
  const nodeOf = (grant: Held) => {
    if (grant.unitId !== null) return t('account.who.ownUnit')
    return grant.regionCode === NATION ? t('account.who.everywhere') : (grant.regionName ?? grant.regionCode)
  }
  const subjectsOf = ({ subjects }: Held) =>
    subjects && t('grants.item.subjects', { subjects: subjects.join(' ') })
  const wordsOf = (grant: Held) =>
    [local(grant.roleName), nodeOf(grant), subjectsOf(grant)].filter(Boolean).join(' ')
  return { nodeOf, subjectsOf, wordsOf }
}

const columnsOf = (t: Translate<(typeof accessText)['zh-CN']>, acts: Acts): readonly Column<Holder>[] => [
  {
    key: 'displayName',
    title: t('grants.column.account'),
    width: 250,
    value: row => `${row.displayName} ${row.signInName}`,
    cell: row => <Who holder={row} />,
  },
  {
    key: 'place',
    title: t('grants.column.place'),
    width: 240,
    value: row => row.place,
    cell: row => row.place ?? '—',
  },
  {
    key: 'grants',
    title: t('grants.column.grants'),
    width: 460,
    text: row => row.grants.map(acts.wordsOf).join('; '),
    cell: row => <HeldGrants holder={row} onRevoke={grant => acts.revoke(row, grant)} />,
  },
  {
    key: 'actions',
    title: t('grants.column.actions'),
    width: 120,
    cell: row => (
      <Button look="quiet" icon="plus" onClick={() => acts.give(row)}>
        {t('grants.action.give')}
      </Button>
    ),
  },
]

function Who({ holder }: Readonly<{ holder: Holder }>): ReactElement {
  return (
    <>
      {holder.displayName} <span className="za-soft">{holder.signInName}</span>
    </>
  )
}

function HeldGrants(props: Readonly<{ holder: Holder; onRevoke: (grant: Held) => void }>): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const { nodeOf, subjectsOf } = useGrantWords()
  const { grants } = props.holder
  if (grants.length === 0) return <span className="za-soft">{t('grants.list.none')}</span>
  return (
    <span className="za-grants">
      {grants.map(grant => (
        <span key={grant.id} className="za-grant">
          <b>{local(grant.roleName)}</b>
          <span className="za-soft">{nodeOf(grant)}</span>
          {grant.subjects && <span className="za-soft">{subjectsOf(grant)}</span>}
          <IconButton
            icon="close"
            label={t('grants.item.revoke', { role: local(grant.roleName) })}
            onClick={() => props.onRevoke(grant)}
          />
        </span>
      ))}
    </span>
  )
}
