import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Select } from '#ui/components/field.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { useSession } from '#ui/session/use-session.ts'
import { deleteTabulation, listSources, listTabulations, tabulatePermissions } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import { encodeDraft } from './address.ts'
import { type SourceList, sourceKey } from './draft.ts'
import { inScope } from './in-scope.ts'
import { startersOf } from './starters.ts'
import './tabulate.css'

type Item = Static<NonNullable<typeof listTabulations.reply>>['items'][number]

const VIEW_KEYS = [...viewKeys, 'owner']
const OWNERS = ['mine', 'mineShared', 'shared'] as const
const SORTS = ['name', 'form', 'changed', 'owner'] as const

const ownerOf = (item: Item): (typeof OWNERS)[number] =>
  item.mine ? (item.shared ? 'mineShared' : 'mine') : 'shared'

/** Saved tables, and above them the tables everyone wants. */
export function TabulationList(): ReactElement {
  const t = useText(tabulateText)
  const { to } = useAddress()
  const navigate = useNavigate()
  const sources = useRead(listSources, {}, { staleTime: 30_000 })
  const failed = sources.error
  return (
    <div className="tb-list">
      <header className="zt-page-head">
        <h1>{t('list.page.title')}</h1>
        <Button
          look="primary"
          icon="plus"
          disabled={!sources.data?.sources.some(source => source.periods.length > 0)}
          onClick={() => navigate(to('/tabulate/table'))}
        >
          {t('list.action.create')}
        </Button>
      </header>
      {failed && <ErrorState error={failed} onRetry={() => sources.refetch()} />}
      {sources.isPending && <Skeleton lines={5} />}
      {sources.data && <Starters list={sources.data} />}
      <SavedTables list={sources.data} />
    </div>
  )
}

function Starters({ list }: Readonly<{ list: SourceList }>): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const { to } = useAddress()
  const [scope] = useScope()
  const everyone = list.sources.filter(source => source.periods.length > 0)
  const withData = everyone.filter(source => inScope(scope, source))
  if (withData.length === 0 && everyone.length > 0) return <EmptyState title={t('list.empty.scope')} />
  if (withData.length === 0) {
    return <EmptyState title={t('list.empty.sources')}>{t('list.empty.sourcesHint')}</EmptyState>
  }
  return (
    <section className="tb-starters" aria-labelledby="tb-starters">
      <h2 id="tb-starters">{t('list.starters.title')}</h2>
      {withData.map(source => (
        <div key={sourceKey(source)} className="tb-starter-row">
          <h3>
            <span className="tb-form-code">{source.formCode}</span> {local(source.title)}
          </h3>
          <ul>
            {startersOf(list, source, scope.period).map(({ kind, draft }) => (
              <li key={kind}>
                <Link
                  className={`tb-starter tb-starter-${kind}`}
                  to={`${to('/tabulate/table')}${encodeDraft(draft)}`}
                >
                  {local(draft.name)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function useColumns(
  list: SourceList | undefined,
  mayDesign: boolean,
  onDelete: (item: Item) => void,
): readonly Column<Item>[] {
  const t = useText(tabulateText)
  const local = useLocalText()
  const { to } = useAddress()
  const formOf = (item: Item): string => {
    const source = list?.sources.find(one => one.formVersionId === item.formVersionId)
    return source ? `${source.formCode} ${local(source.title)}` : list ? t('list.form.gone') : ''
  }
  const ownerText = (item: Item) => t(`list.owner.${ownerOf(item)}`)
  return [
    {
      key: 'name',
      title: t('list.column.name'),
      width: 360,
      cell: item => <Link to={to(`/tabulate/table/${item.id}`)}>{local(item.name)}</Link>,
      value: item => local(item.name),
    },
    { key: 'form', title: t('list.column.form'), width: 260, cell: formOf, value: formOf },
    {
      key: 'changed',
      title: t('list.column.changed'),
      width: 160,
      cell: item => formatDateTime(item.changedAt),
      value: item => item.changedAt,
    },
    {
      key: 'owner',
      title: t('list.column.owner'),
      width: 140,
      cell: item => <Badge look={item.mine ? 'plain' : 'accent'}>{ownerText(item)}</Badge>,
      value: ownerText,
    },
    {
      key: 'actions',
      title: t('list.column.actions'),
      width: 90,
      cell: item =>
        item.mine &&
        mayDesign && (
          <Button look="quiet" onClick={() => onDelete(item)}>
            {t('list.action.delete')}
          </Button>
        ),
    },
  ]
}

function SavedTables({ list }: Readonly<{ list: SourceList | undefined }>): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const session = useSession()
  const navigate = useNavigate()
  const { to } = useAddress()
  const { search, view, onView, narrow } = useTableAddress({ sorts: SORTS })
  const owner = OWNERS.find(one => one === search.get('owner'))
  const saved = useRead(listTabulations)
  const [scope] = useScope()
  const everyone = saved.data?.items ?? []
  const sourceOf = (item: Item) => list?.sources.find(one => one.formVersionId === item.formVersionId)
  const within = everyone.filter(item => inScope(scope, sourceOf(item)))
  const [leaving, setLeaving] = useState<Item | null>(null)
  const mayDesign = session?.permissions?.includes(tabulatePermissions.design.code) ?? false
  const columns = useColumns(list, mayDesign, setLeaving)
  const removal = useWrite(deleteTabulation, {
    changes: [listTabulations],
    onDone: () => {
      if (leaving) showToast(t('list.delete.done', { name: local(leaving.name) }))
      setLeaving(null)
    },
  })
  return (
    <section aria-labelledby="tb-saved">
      <h2 id="tb-saved">{t('list.saved.title')}</h2>
      <ReadFailure read={saved} />
      {!saved.isLoadingError && (
        <DataTable
          id="tabulate.saved"
          views={VIEW_KEYS}
          label={t('list.saved.title')}
          columns={columns}
          rows={within.filter(item => owner === undefined || ownerOf(item) === owner)}
          keyOf={item => String(item.id)}
          loading={saved.isPending}
          kept={{ view, onView }}
          tools={
            <Select
              label={t('list.column.owner')}
              value={owner ?? ''}
              blank={t('list.owner.any')}
              options={OWNERS.map(value => ({ value, label: t(`list.owner.${value}`) }))}
              onChange={value => narrow({ owner: value })}
            />
          }
          empty={
            within.length > 0 ? null : t(everyone.length > 0 ? 'list.empty.savedScope' : 'list.empty.saved')
          }
          onOpen={item => navigate(to(`/tabulate/table/${item.id}`))}
        />
      )}
      <Dialog
        open={leaving !== null}
        title={t('list.delete.title')}
        onClose={() => setLeaving(null)}
        actions={
          <Button
            look="danger"
            busy={removal.isPending}
            onClick={() => leaving && removal.mutate({ params: { id: leaving.id } })}
          >
            {t('list.action.delete')}
          </Button>
        }
      >
        <p>{leaving && t('list.delete.text', { name: local(leaving.name) })}</p>
        {removal.error && <ErrorState compact error={removal.error} />}
      </Dialog>
    </section>
  )
}
