/** The classification from section to class: looked through, searched, and replaced from a file. */
import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field } from '#ui/components/field.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { importIndustries, listIndustries, registerPermissions } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import './register.css'

type Step = Readonly<{ code: string; name: string }>
type Industry = Step & Readonly<{ level: number; children: boolean }>

const levels = {
  1: 'industry.level.1',
  2: 'industry.level.2',
  3: 'industry.level.3',
  4: 'industry.level.4',
} as const

export function IndustryPage(): ReactElement {
  const t = useText(registerText)
  const session = useSession()
  const [importing, setImporting] = useState(false)
  return (
    <div className="zr-page zr-narrow">
      <header className="zr-head">
        <div>
          <h1>{t('industry.page.title')}</h1>
          <p>{t('industry.page.text')}</p>
        </div>
        {mayOpen(session, registerPermissions.industry.code) && (
          <Button icon="upload" onClick={() => setImporting(true)}>
            {t('industry.import.action')}
          </Button>
        )}
      </header>
      <Classification />
      <Dialog title={t('industry.import.title')} open={importing} onClose={() => setImporting(false)}>
        <ImportForm onClose={() => setImporting(false)} />
      </Dialog>
    </div>
  )
}

/** Where one stands is in the address: `?at=C.30.307`. */
function usePlace() {
  const [search, setSearch] = useSearchParams()
  const path = (search.get('at') ?? '').split('.').filter(code => /^([A-Z]|\d{2,3})$/.test(code))
  const [typed, setTyped] = useState('')
  const goTo = (codes: readonly string[]) => {
    setTyped('')
    setSearch(current => {
      const next = new URLSearchParams(current)
      if (codes.length > 0) next.set('at', codes.join('.'))
      else next.delete('at')
      return next
    })
  }
  return { path, goTo, typed, setTyped }
}

/** `open` goes down a level; null where it is not offered. */
function useColumns(open: ((row: Industry) => void) | null): readonly Column<Industry>[] {
  const t = useText(registerText)
  return [
    {
      key: 'code',
      title: t('industry.column.code'),
      width: 90,
      cell: row => <span className="zr-code">{row.code}</span>,
      value: row => row.code,
    },
    {
      key: 'name',
      title: t('industry.column.name'),
      width: 420,
      cell: row =>
        row.children && open ? (
          <button
            type="button"
            className="zr-open"
            aria-label={t('industry.open.action', { name: row.name })}
            onClick={() => open(row)}
          >
            {row.name}
          </button>
        ) : (
          row.name
        ),
      value: row => row.name,
    },
    {
      key: 'level',
      title: t('industry.column.level'),
      width: 90,
      cell: row => t(levels[row.level as keyof typeof levels]),
    },
  ]
}

function Classification(): ReactElement {
  const t = useText(registerText)
  const { path, goTo, typed, setTyped } = usePlace()
  const search = typed.trim()
  const parent = path.at(-1)
  const found = useRead(
    listIndustries,
    { query: search ? { search } : parent ? { parent } : {} },
    { placeholderData: keepPreviousData },
  )
  const open = (row: Industry) => {
    if (row.children && !search) goTo([...path, row.code])
  }
  const columns = useColumns(search ? null : open)
  const items = found.data?.items ?? []
  const more = (found.data?.total ?? 0) - items.length
  return (
    <>
      <div className="zr-filters">
        <Field
          label={t('industry.search.label')}
          type="search"
          placeholder={t('industry.search.hint')}
          maxLength={50}
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
        {!search && <Path path={path} goTo={goTo} />}
      </div>
      {more > 0 && (
        <p role="status" className="zr-soft">
          {t('industry.search.more', { shown: formatCount(items.length), count: formatCount(more) })}
        </p>
      )}
      <ReadFailure read={found} />
      {!found.isLoadingError && (
        <DataTable
          id="register.industries"
          label={t('industry.table.label')}
          columns={columns}
          rows={items}
          keyOf={row => row.code}
          loading={found.isPending}
          empty={search || parent ? t('industry.empty.text') : t('industry.empty.all')}
          onOpen={open}
          searchable={false}
          pageSize={200}
        />
      )}
    </>
  )
}

function Path(
  props: Readonly<{ path: readonly string[]; goTo: (path: readonly string[]) => void }>,
): ReactElement {
  const t = useText(registerText)
  const { path, goTo } = props
  const nav = useRef<HTMLElement>(null)
  useFocusOnMove(nav, path.join('.'))
  return (
    <nav ref={nav} className="zr-counts" aria-label={t('industry.path.label')}>
      <Button look="quiet" aria-current={path.length === 0 ? 'location' : undefined} onClick={() => goTo([])}>
        {t('industry.path.all')}
      </Button>
      {path.map((code, at) => (
        <Button
          key={code}
          look="quiet"
          aria-current={at === path.length - 1 ? 'location' : undefined}
          onClick={() => goTo(path.slice(0, at + 1))}
        >
          <PlaceName code={code} />
        </Button>
      ))}
    </nav>
  )
}

/** What was opened is gone from the table: the focus goes where one stands now; not on arrival. */
function useFocusOnMove(nav: RefObject<HTMLElement | null>, place: string): void {
  const before = useRef(place)
  useEffect(() => {
    if (before.current !== place) nav.current?.querySelector<HTMLElement>('[aria-current]')?.focus()
    before.current = place
  }, [nav, place])
}

function PlaceName({ code }: Readonly<{ code: string }>): ReactElement {
  const found = useRead(listIndustries, { query: { search: code } }, { staleTime: 600_000 })
  return <>{`${code} ${found.data?.items.find(item => item.code === code)?.name ?? ''}`}</>
}

function ImportForm({ onClose }: Readonly<{ onClose: () => void }>): ReactElement {
  const t = useText(registerText)
  const input = useRef<HTMLInputElement>(null)
  const send = useWrite(importIndustries, {
    changes: [listIndustries],
    onDone: counts => {
      showToast(t('industry.import.done', counts))
      onClose()
    },
  })
  return (
    <>
      <p>{t('industry.import.text')}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,text/csv"
        data-testid="industry-file"
        onChange={event => {
          const file = event.target.files?.[0]
          if (file) send.mutate({ upload: file })
          event.target.value = ''
        }}
      />
      {send.isError && <ErrorState error={send.error} compact />}
      <div className="zr-actions zr-actions-end">
        <Button onClick={onClose}>{t('edit.action.cancel')}</Button>
        <Button look="primary" busy={send.isPending} onClick={() => input.current?.click()}>
          {send.isPending ? t('industry.import.busy') : t('industry.import.choose')}
        </Button>
      </div>
    </>
  )
}
