import { keepPreviousData } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { QueryOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { firstView, type TableView } from '#ui/data-table/table-view.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { catalogPermissions, type FormRow, listForms, listProgrammes } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { useFrequency } from './use-words.ts'
import './catalog.css'

function useColumns(): readonly Column<FormRow>[] {
  const t = useText(catalogText)
  const local = useLocalText()
  const frequency = useFrequency()
  const version = (no: number | null) => (no === null ? '' : t('form.version.no', { no }))
  return [
    {
      key: 'code',
      title: t('form.column.code'),
      width: 120,
      cell: row => (
        <Link className="zc-link" to={`/design/forms/${row.code}`}>
          {row.code}
        </Link>
      ),
    },
    { key: 'title', title: t('form.column.title'), width: 280, cell: row => local(row.title) },
    { key: 'programme', title: t('form.column.programme'), width: 150, cell: row => row.programme },
    { key: 'subject', title: t('form.column.subject'), width: 110, cell: row => row.subject },
    { key: 'frequency', title: t('form.column.frequency'), width: 80, cell: row => frequency(row.frequency) },
    {
      key: 'published',
      title: t('form.column.published'),
      width: 90,
      cell: row => version(row.publishedVersion),
    },
    { key: 'draft', title: t('form.column.draft'), width: 90, cell: row => version(row.draftVersion) },
    { key: 'validUntil', title: t('form.column.validUntil'), width: 100, cell: row => row.validUntil ?? '' },
    {
      key: 'changed',
      title: t('form.column.changed'),
      width: 150,
      cell: row => (row.changedAt ? formatDateTime(row.changedAt) : ''),
    },
  ]
}

function useFormListState() {
  const [search, setSearch] = useSearchParams()
  const view: TableView = {
    ...firstView(50),
    page: Math.max(1, Number(search.get('page')) || 1),
    search: search.get('search') ?? '',
  }
  const put = (changes: Readonly<Record<string, string>>) =>
    setSearch(
      current => {
        const next = new URLSearchParams(current)
        for (const [key, value] of Object.entries(changes)) {
          if (value) next.set(key, value)
          else next.delete(key)
        }
        return next
      },
      { replace: true },
    )
  return { view, put, programme: search.get('programme') ?? '', state: search.get('state') ?? '' }
}

export function FormList(): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const navigate = useNavigate()
  const session = useSession()
  const { view, put, programme, state } = useFormListState()
  const programmes = useRead(listProgrammes)
  const query = {
    page: view.page,
    pageSize: view.pageSize,
    ...(view.search && { search: view.search }),
    ...(programme && { programme }),
    ...(state && { state }),
  } as Partial<QueryOf<typeof listForms>>
  const forms = useRead(listForms, { query }, { placeholderData: keepPreviousData })
  const columns = useColumns()
  const all = t('list.filter.all')
  return (
    <div className="zc-page">
      <header className="zc-head">
        <h1>{t('list.page.title')}</h1>
        {mayOpen(session, catalogPermissions.design.code) && (
          <Button look="primary" icon="upload" onClick={() => navigate('/design/import')}>
            {t('list.action.import')}
          </Button>
        )}
      </header>
      <div className="zc-actions">
        <Select
          label={t('list.filter.programme')}
          value={programme}
          options={(programmes.data?.items ?? []).map(item => ({
            value: item.code,
            label: local(item.name),
          }))}
          blank={all}
          onChange={value => put({ programme: value, page: '' })}
        />
        <Select
          label={t('list.filter.state')}
          value={state}
          options={(['draft', 'published', 'retired'] as const).map(value => ({
            value,
            label: t(`form.status.${value}`),
          }))}
          blank={all}
          onChange={value => put({ state: value, page: '' })}
        />
      </div>
      {forms.isError ? (
        <ErrorState error={forms.error} onRetry={() => forms.refetch()} />
      ) : (
        <DataTable
          id="catalog.forms"
          label={t('list.table.label')}
          columns={columns}
          rows={forms.data?.items ?? []}
          keyOf={row => row.code}
          server={{
            view,
            total: forms.data?.total ?? 0,
            onView: next => put({ search: next.search, page: next.page > 1 ? String(next.page) : '' }),
          }}
          loading={forms.isPending}
          empty={t('list.empty.text')}
          exportFormats={[]}
          onOpen={row => navigate(`/design/forms/${row.code}`)}
        />
      )}
    </div>
  )
}
