import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { type Translate, useText } from '#ui/i18n/text.ts'
import { listOrganisations, type OrganisationView, removeOrganisation } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { Confirm } from './confirm.tsx'
import { EditOrganisation } from './edit-organisation.tsx'

export type Organisation = Static<typeof OrganisationView>
type Placed = Organisation & Readonly<{ depth: number }>

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
          label={t('organisations.page.title')}
          columns={columnsOf(t, { change: setEditing, remove: ask })}
          rows={inTreeOrder(all)}
          keyOf={row => String(row.id)}
          loading={organisations.isPending}
          pageSize={200}
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
