import { keepPreviousData } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { catalogPermissions, type FormRow, formSorts, listForms, listProgrammes } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { ExpiredBadge } from './programme-list.tsx'
import { useFrequency, useSubject } from './use-words.ts'
import './catalog.css'

const VIEW_KEYS = [...viewKeys, 'state']
const STATES = ['draft', 'published', 'retired'] as const

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
      value: row => row.code,
      cell: row => (
        <Link className="zc-link" to={to(`/design/forms/${row.code}`)}>
          {row.code}
        </Link>
      ),
    },
    {
      key: 'title',
      title: t('form.column.title'),
      width: 290,
      value: row => local(row.title),
    },
    {
      key: 'programme',
      title: t('form.column.programme'),
      width: 220,
      value: row => programme(row.programme),
    },
    {
      key: 'subject',
      title: t('form.column.subject'),
      width: 90,
      value: row => subject(row.subject),
    },
    {
      key: 'frequency',
      title: t('form.column.frequency'),
      width: 80,
      value: row => frequency(row.frequency),
    },
    {
      key: 'published',
      title: t('form.column.published'),
      width: 90,
      text: row => row.publishedVersion,
      cell: row => version(row.publishedVersion),
    },
    {
      key: 'draft',
      title: t('form.column.draft'),
      width: 90,
      text: row => row.draftVersion,
      cell: row => version(row.draftVersion),
    },
    {
      key: 'validUntil',
      title: t('form.column.validUntil'),
      width: 130,
      value: row => row.validUntil,
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
      value: row => row.changedAt && formatDateTime(row.changedAt),
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
  const { to } = useAddress()
  const { search, view, onView, narrow, ...asked } = useTableAddress({ sorts: formSorts })
  const state = STATES.find(one => one === search.get('state')) ?? ''
  const query = {
    ...asked.query,
    ...(programme && { programme }),
    ...(subject && { subject }),
    ...(state && { state }),
  }
  const forms = useRead(listForms, { query }, { placeholderData: keepPreviousData })
  const columns = useColumns().filter(column => column.key !== 'programme' || programme === undefined)
  return (
    <>
      <ReadFailure read={forms} />
      {!forms.isLoadingError && (
        <DataTable
          id="catalog.forms"
          views={VIEW_KEYS}
          label={t('list.table.label')}
          columns={columns}
          rows={forms.data?.items ?? []}
          keyOf={row => row.code}
          server={{
            view,
            total: forms.data?.total ?? 0,
            onView,
            readPage: pagesOf<FormRow>(listForms, { query }),
          }}
          tools={<StateFilter state={state} onChange={value => narrow({ state: value })} />}
          loading={forms.isPending}
          empty={state ? t('list.empty.state') : empty}
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
        {STATES.map(one => (
          <option key={one} value={one}>
            {t(`form.status.${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
