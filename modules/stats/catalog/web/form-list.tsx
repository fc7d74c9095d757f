import { keepPreviousData } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import type { QueryOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { firstView, type TableView } from '#ui/data-table/table-view.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { catalogPermissions, type FormRow, listForms, listProgrammes } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { ExpiredBadge } from './programme-list.tsx'
import { useFrequency, useSubject } from './use-words.ts'
import './catalog.css'

const PAGE = 50

function useProgrammeName(): (code: string) => string {
  const local = useLocalText()
  const programmes = useRead(listProgrammes)
  return code => {
    const found = programmes.data?.items.find(one => one.code === code)
    return found ? local(found.name) : code
  }
}

function useColumns(): readonly Column<FormRow>[] {
  const t = useText(catalogText)
  const local = useLocalText()
  const frequency = useFrequency()
  const subject = useSubject()
  const programme = useProgrammeName()
  const { to } = useAddress()
  const version = (no: number | null) => (no === null ? '' : t('form.version.no', { no }))
  return [
    {
      key: 'code',
      title: t('form.column.code'),
      width: 110,
      cell: row => (
        <Link className="zc-link" to={to(`/design/forms/${row.code}`)}>
          {row.code}
        </Link>
      ),
    },
    { key: 'title', title: t('form.column.title'), width: 290, cell: row => local(row.title) },
    {
      key: 'programme',
      title: t('form.column.programme'),
      width: 220,
      cell: row => programme(row.programme),
    },
    { key: 'subject', title: t('form.column.subject'), width: 90, cell: row => subject(row.subject) },
    { key: 'frequency', title: t('form.column.frequency'), width: 80, cell: row => frequency(row.frequency) },
    {
      key: 'published',
      title: t('form.column.published'),
      width: 90,
      cell: row => version(row.publishedVersion),
    },
    { key: 'draft', title: t('form.column.draft'), width: 90, cell: row => version(row.draftVersion) },
    {
      key: 'validUntil',
      title: t('form.column.validUntil'),
      width: 130,
      cell: row =>
        row.validUntil && (
          <>
            {row.validUntil} <ExpiredBadge validUntil={row.validUntil} />
          </>
        ),
    },
    {
      key: 'changed',
      title: t('form.column.changed'),
      width: 150,
      cell: row => (row.changedAt ? formatDateTime(row.changedAt) : ''),
    },
  ]
}

export function FormList(): ReactElement {
  const t = useText(catalogText)
  const navigate = useNavigate()
  const session = useSession()
  const { to } = useAddress()
  const [{ programme, subject }] = useScope()
  const scoped = programme !== undefined || subject !== undefined
  return (
    <div className="zc-page">
      <header className="zc-head">
        <h1>{t('list.page.title')}</h1>
        {mayOpen(session, catalogPermissions.design.code) && (
          <Button look="primary" icon="upload" onClick={() => navigate(to('/design/import'))}>
            {t('list.action.import')}
          </Button>
        )}
      </header>
      <FormTable
        programme={programme}
        subject={subject}
        empty={t(scoped ? 'list.empty.scope' : 'list.empty.text')}
      />
    </div>
  )
}

type TableProps = Readonly<{
  programme?: string | undefined
  subject?: string | undefined
  /** What to say where there is none, whatever its state. */
  empty: string
}>

export function FormTable({ programme, subject, empty }: TableProps): ReactElement {
  const t = useText(catalogText)
  const navigate = useNavigate()
  const { search, change, to } = useAddress()
  const state = search.get('state') ?? ''
  const view: TableView = {
    ...firstView(Number(search.get('size-of-page')) || PAGE),
    page: Math.max(1, Number(search.get('page')) || 1),
    search: search.get('search') ?? '',
  }
  const query = {
    page: view.page,
    pageSize: view.pageSize,
    ...(view.search && { search: view.search }),
    ...(programme && { programme }),
    ...(subject && { subject }),
    ...(state && { state }),
  } as Partial<QueryOf<typeof listForms>>
  const forms = useRead(listForms, { query }, { placeholderData: keepPreviousData })
  const columns = useColumns().filter(column => column.key !== 'programme' || programme === undefined)
  return (
    <>
      <ReadFailure read={forms} />
      {!forms.isLoadingError && (
        <DataTable
          id="catalog.forms"
          label={t('list.table.label')}
          columns={columns}
          rows={forms.data?.items ?? []}
          keyOf={row => row.code}
          server={{
            view,
            total: forms.data?.total ?? 0,
            onView: next =>
              change(
                {
                  search: next.search,
                  page: next.page > 1 ? next.page : undefined,
                  'size-of-page': next.pageSize === PAGE ? undefined : next.pageSize,
                },
                { replace: true },
              ),
          }}
          tools={<StateFilter state={state} onChange={value => change({ state: value, page: undefined })} />}
          loading={forms.isPending}
          empty={state ? t('list.empty.state') : empty}
          exportFormats={[]}
          onOpen={row => navigate(to(`/design/forms/${row.code}`))}
        />
      )}
    </>
  )
}

function StateFilter(props: Readonly<{ state: string; onChange: (state: string) => void }>): ReactElement {
  const t = useText(catalogText)
  return (
    <label className="zc-filter">
      {t('list.filter.state')}
      <select className="zt-input" value={props.state} onChange={event => props.onChange(event.target.value)}>
        <option value="">{t('list.filter.all')}</option>
        {(['draft', 'published', 'retired'] as const).map(one => (
          <option key={one} value={one}>
            {t(`form.status.${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
