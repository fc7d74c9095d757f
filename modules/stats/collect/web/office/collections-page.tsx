import { type ReactElement, useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { Menu } from '#ui/components/menu.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import {
  closeCollection,
  collectionSorts,
  getCollection,
  getProgress,
  listCollections,
} from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { PhaseTag, useCollectionName } from './collection-picker.tsx'
import type { CollectionItem } from './counts.ts'
import { DatesDialog } from './dates-dialog.tsx'
import { useSubjectName } from './subjects.ts'
import { useAddress } from './use-address.ts'
import '#ui/components/field.css'
import '#ui/components/button.css'
import './office.css'

function CloseDialog(
  props: Readonly<{ collection: CollectionItem | null; onClose: () => void }>,
): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const [note, setNote] = useState('')
  const { collection, onClose } = props
  const close = useWrite(closeCollection, {
    changes: [listCollections, getCollection, getProgress],
    onDone: () => {
      showToast(t('collections.close.done'))
      onClose()
    },
  })
  const { reset } = close
  useEffect(() => {
    reset()
    if (collection) setNote('')
  }, [collection, reset])
  const text = note.trim()
  return (
    <Dialog
      title={t('collections.action.close')}
      open={collection !== null}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('office.action.cancel')}</Button>
          <Button
            look="danger"
            busy={close.isPending}
            onClick={() =>
              collection &&
              close.mutate({
                params: { collectionId: collection.collectionId },
                body: text ? { note: text } : {},
              })
            }
          >
            {t('collections.action.close')}
          </Button>
        </>
      }
    >
      <div className="co-fields">
        <p>{collection && t('collections.close.what', { name: nameOf(collection) })}</p>
        <TextArea label={t('collections.close.note')} maxLength={1000} value={note} onChange={setNote} />
        {close.isError && <ErrorState compact error={close.error} />}
      </div>
    </Dialog>
  )
}

type OnAct = (act: 'close' | 'dates', collection: CollectionItem) => void

function Actions(props: Readonly<{ collection: CollectionItem; onAct: OnAct }>): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const navigate = useNavigate()
  const { to } = useAddress()
  const { collection } = props
  const { collectionId } = collection
  const go = (path: string) => () => navigate(to(path, { collection: collectionId }))
  return (
    <Menu
      className="zt-button zt-button-quiet zt-button-icon"
      label={t('collections.action.more', { name: nameOf(collection) })}
      items={[
        { key: 'list', label: t('collections.action.list'), onSelect: go('/collect/reports') },
        { key: 'rules', label: t('collections.action.rules'), onSelect: go('/collect/rules') },
        {
          key: 'import',
          label: t('collections.action.import'),
          onSelect: go(`/collect/collections/${collectionId}/import`),
        },
        {
          key: 'dates',
          label: t('collections.action.dates'),
          onSelect: () => props.onAct('dates', collection),
        },
        {
          key: 'close',
          label: t('collections.action.close'),
          disabled: collection.phase !== 'open',
          onSelect: () => props.onAct('close', collection),
        },
      ]}
    >
      <Icon name="more" />
    </Menu>
  )
}

function useColumns(onAct: OnAct): readonly Column<CollectionItem>[] {
  const t = useText(officeText)
  const local = useLocalText()
  const locale = useLocale()
  const subject = useSubjectName()
  const { to } = useAddress()
  const time = (at: string | null) => (at === null ? '' : formatDateTime(at))
  const nameOf = (one: CollectionItem) => `${one.formCode} ${local(one.formTitle)}`
  const rate = (one: CollectionItem) =>
    one.owed === 0 ? '—' : `${((one.submitted / one.owed) * 100).toFixed(1)}%`
  return [
    {
      key: 'form',
      title: t('collections.column.form'),
      width: 240,
      value: nameOf,
      cell: one => <Link to={to('/collect/progress', { collection: one.collectionId })}>{nameOf(one)}</Link>,
    },
    {
      key: 'period',
      title: t('collections.column.period'),
      value: one => formatPeriod(one.period, locale),
    },
    {
      key: 'subject',
      title: t('collections.column.subject'),
      value: one => subject(one.subject),
    },
    {
      key: 'phase',
      title: t('collections.column.phase'),
      text: one => t(`office.phase.${one.phase}`),
      cell: one => <PhaseTag phase={one.phase} />,
    },
    {
      key: 'opens',
      title: t('collections.column.opens'),
      value: one => time(one.opensAt),
    },
    {
      key: 'closes',
      title: t('collections.column.closes'),
      value: one => time(one.closedAt ?? one.closesAt),
    },
    {
      key: 'countyBy',
      title: t('collections.column.countyBy'),
      text: one => time(one.countyAcceptsBy),
    },
    {
      key: 'cityBy',
      title: t('collections.column.cityBy'),
      text: one => time(one.cityAcceptsBy),
    },
    {
      key: 'owed',
      title: t('collections.column.owed'),
      align: 'right',
      value: one => one.owed,
      cell: one => formatCount(one.owed),
    },
    {
      key: 'submitted',
      title: t('collections.column.submitted'),
      align: 'right',
      value: one => one.submitted,
      cell: one => formatCount(one.submitted),
    },
    {
      key: 'rate',
      title: t('collections.column.rate'),
      align: 'right',
      value: rate,
    },
    {
      key: 'actions',
      title: t('collections.column.actions'),
      align: 'center',
      cell: one => <Actions collection={one} onAct={onAct} />,
    },
  ]
}

const VIEW_KEYS = [...viewKeys, 'phase']

/** What has been issued, and the way to issue more. */
export function CollectionsPage(): ReactElement {
  const t = useText(officeText)
  const navigate = useNavigate()
  const { to } = useAddress()
  const { search, view, query, onView, narrow } = useTableAddress({ sorts: collectionSorts })
  const [{ programme, period, subject }] = useScope()
  const [acting, setActing] = useState<Readonly<{ act: 'close' | 'dates'; on: CollectionItem }> | null>(null)
  useLive(['collect.collection'])
  const phase = (['not-open', 'open', 'closed'] as const).find(one => one === search.get('phase'))
  const asked = {
    ...query,
    ...(programme && { programme }),
    ...(period && { period }),
    ...(subject && { subject }),
    ...(phase && { phase }),
  }
  const read = useRead(
    listCollections,
    { query: asked },
    { topics: ['collect.collection'], placeholderData: last => last },
  )
  const columns = useColumns((act, on) => setActing({ act, on }))
  const issue = (
    <Link className="zt-button zt-button-primary" to={to('/collect/collections/issue')}>
      <Icon name="plus" />
      {t('collections.action.issue')}
    </Link>
  )
  const on = (act: 'close' | 'dates') => (acting?.act === act ? acting.on : null)
  const nothing = read.data?.total === 0 && !view.search && !phase
  const isScoped = Boolean(programme || period || subject)
  return (
    <div className="co-screen">
      <header className="co-head">
        <h1>{t('collections.title.page')}</h1>
        <div className="co-head-actions">{issue}</div>
      </header>
      <ReadFailure read={read} />
      {nothing && isScoped ? (
        <EmptyState title={t('office.collection.none')}>{t('collections.scoped.hint')}</EmptyState>
      ) : nothing ? (
        <EmptyState title={t('collections.empty.title')} action={issue}>
          {t('collections.empty.hint')}
        </EmptyState>
      ) : read.isLoadingError ? null : (
        <DataTable
          id="collect.collections"
          views={VIEW_KEYS}
          label={t('collections.table.label')}
          columns={columns}
          rows={read.data?.items ?? []}
          keyOf={one => String(one.collectionId)}
          loading={read.isPending}
          server={{
            view,
            total: read.data?.total ?? 0,
            onView,
            readPage: pagesOf<CollectionItem>(listCollections, { query: asked }),
          }}
          onOpen={one => navigate(to('/collect/progress', { collection: one.collectionId }))}
          tools={
            <label className="co-filter">
              <span>{t('collections.filter.phase')}</span>
              <select
                className="zt-input"
                value={phase ?? ''}
                onChange={event => narrow({ phase: event.target.value })}
              >
                <option value="">{t('collections.filter.all')}</option>
                {(['not-open', 'open', 'closed'] as const).map(one => (
                  <option key={one} value={one}>
                    {t(`office.phase.${one}`)}
                  </option>
                ))}
              </select>
            </label>
          }
        />
      )}
      <CloseDialog collection={on('close')} onClose={() => setActing(null)} />
      <DatesDialog collection={on('dates')} onClose={() => setActing(null)} />
    </div>
  )
}
