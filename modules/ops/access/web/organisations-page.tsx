import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { type Translate, useText } from '#ui/i18n/text.ts'
import { listOrganisations, type OrganisationView, removeOrganisation } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { Confirm } from './confirm.tsx'
import { EditOrganisation } from './edit-organisation.tsx'

export type Organisation = Static<typeof OrganisationView>
type Placed = Organisation & Readonly<{ depth: number }>

const VIEW_KEYS = [...viewKeys, 'kind']
const KINDS = ['bureau', 'department', 'government'] as const
const SORTS = ['name', 'kind', 'region'] as const
/** The whole tree of a city on one page. */
const PAGE_SIZE = 200

/** The tree as a list, each office below its parent. */
export function inTreeOrder(all: readonly Organisation[]): readonly Placed[] {
  const ids = new Set(all.map(one => one.id))
  const below = (parentId: number | null, depth: number): readonly Placed[] =>
    all
      .filter(one => (one.parentId !== null && ids.has(one.parentId) ? one.parentId : null) === parentId)
      .flatMap(one => [{ ...one, depth }, ...below(one.id, depth + 1)])
  return below(null, 0)
}

export function OrganisationsPage(): ReactElement {
  const t = useText(accessText)
  const organisations = useRead(listOrganisations)
  const { search, view, onView, narrow } = useTableAddress({ sorts: SORTS, pageSize: PAGE_SIZE })
  const kind = KINDS.find(one => one === search.get('kind'))
  const [editing, setEditing] = useState<Organisation | 'new' | null>(null)
  const [removing, setRemoving] = useState<Organisation | null>(null)
  const remove = useWrite(removeOrganisation, {
    changes: [listOrganisations],
    onDone: () => {
      setRemoving(null)
      showToast(t('organisations.done.removed'))
    },
  })
  const ask = (organisation: Organisation) => {
    remove.reset()
    setRemoving(organisation)
  }
  const all = organisations.data ?? []
  return (
    <div className="za-page">
      <header className="za-head">
        <h1>{t('organisations.page.title')}</h1>
        <Button look="primary" icon="plus" onClick={() => setEditing('new')}>
          {t('organisations.action.create')}
        </Button>
      </header>
      {organisations.isError && (
        <ErrorState error={organisations.error} onRetry={() => organisations.refetch()} />
      )}
      {organisations.data?.length === 0 ? (
        <EmptyState title={t('organisations.list.empty')} />
      ) : (
        <DataTable
          id="access.organisations"
          views={VIEW_KEYS}
          label={t('organisations.page.title')}
          columns={columnsOf(t, { change: setEditing, remove: ask })}
          rows={inTreeOrder(all).filter(one => kind === undefined || one.kind === kind)}
          keyOf={row => String(row.id)}
          loading={organisations.isPending}
          kept={{ view, onView }}
          tools={
            <Select
              label={t('organisations.column.kind')}
              value={kind ?? ''}
              blank={t('organisations.kind.any')}
              options={KINDS.map(value => ({ value, label: t(`organisations.kind.${value}`) }))}
              onChange={value => narrow({ kind: value })}
            />
          }
        />
      )}
      {editing && (
        <EditOrganisation
          organisation={editing === 'new' ? null : editing}
          all={inTreeOrder(all)}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && (
        <Confirm
          open
          title={t('organisations.action.remove')}
          text={t('organisations.confirm.remove', { name: removing.name })}
          busy={remove.isPending}
          error={remove.error}
          onYes={() => remove.mutate({ params: { id: removing.id } })}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  )
}

type Acts = Readonly<Record<'change' | 'remove', (organisation: Organisation) => void>>

const columnsOf = (t: Translate<(typeof accessText)['zh-CN']>, acts: Acts): readonly Column<Placed>[] => [
  {
    key: 'name',
    title: t('organisations.column.name'),
    width: 340,
    cell: row => <span style={{ paddingLeft: row.depth * 20 }}>{row.name}</span>,
    value: row => row.name,
  },
  {
    key: 'kind',
    title: t('organisations.column.kind'),
    width: 120,
    value: row => t(`organisations.kind.${row.kind}`),
  },
  {
    key: 'region',
    title: t('organisations.column.region'),
    width: 150,
    value: row => row.regionCode,
  },
  {
    key: 'actions',
    title: t('grants.column.actions'),
    width: 150,
    cell: row => (
      <>
        <Button look="quiet" onClick={() => acts.change(row)}>
          {t('organisations.action.change')}
        </Button>
        <Button look="quiet" onClick={() => acts.remove(row)}>
          {t('organisations.action.remove')}
        </Button>
      </>
    ),
  },
]
