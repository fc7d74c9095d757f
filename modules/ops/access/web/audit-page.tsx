import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { download } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useTyped } from '#ui/components/use-typed.ts'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { type Translate, useText } from '#ui/i18n/text.ts'
import { type AuditRow, exportAudit, listAudit } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { VerifyAudit } from './verify-audit.tsx'

type Row = Static<typeof AuditRow>
type Action = ReplyOf<typeof listAudit>['actions'][number]
type Filter = Readonly<{ from: string; until: string; action: string }>

const VIEW_KEYS = [...viewKeys.filter(key => key !== 'sort' && key !== 'order'), 'from', 'until', 'action']

/** As the address has it; what no clock or action can be is left out. */
const filterOf = (search: URLSearchParams): Filter => {
  const asked = (key: keyof Filter, means: (text: string) => boolean) => {
    const text = search.get(key) ?? ''
    return means(text) ? text : ''
  }
  const moment = (text: string) => /^\d{4}(-\d\d){2}T\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  return {
    from: asked('from', moment),
    until: asked('until', moment),
    action: asked('action', text => /^[A-Za-z.-]{1,80}$/.test(text)),
  }
}

/** A wall-clock minute in the office's zone, as the server takes it. */
const instantOf = (local: string): string => new Date(`${local}:00+08:00`).toISOString()

export function AuditPage(): ReactElement {
  const t = useText(accessText)
  const { search, view, onView, narrow } = useTableAddress()
  const filter = filterOf(search)
  const [open, setOpen] = useState<Row | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const narrowed = {
    ...(view.search && { search: view.search }),
    ...(filter.action && { action: filter.action }),
    ...(filter.from && { from: instantOf(filter.from) }),
    ...(filter.until && { until: instantOf(filter.until) }),
  }
  const log = useRead(
    listAudit,
    { query: { ...narrowed, page: view.page, pageSize: view.pageSize } },
    { placeholderData: before => before },
  )
  const actions = log.data?.actions ?? []
  const wordsOf = useWords(actions)
  const takeAway = () => {
    setFailure(null)
    download(exportAudit, { query: narrowed }).catch(setFailure)
  }
  return (
    <div className="za-page">
      <header className="za-head">
        <h1>{t('audit.page.title')}</h1>
        <VerifyAudit />
      </header>
      {failure ? <ErrorState error={failure} compact /> : null}
      {log.isError && <ErrorState error={log.error} onRetry={() => log.refetch()} />}
      {log.data && log.data.total >= log.data.countLimit && (
        <p className="za-soft">{t('audit.list.capped', { count: formatCount(log.data.countLimit) })}</p>
      )}
      <DataTable
        id="access.audit"
        views={VIEW_KEYS}
        label={t('audit.page.title')}
        columns={columnsOf(t, wordsOf)}
        rows={log.data?.items ?? []}
        keyOf={row => String(row.seq)}
        loading={log.isPending}
        server={{ view, total: log.data?.total ?? 0, onView }}
        empty={t('audit.list.empty')}
        onOpen={setOpen}
        onExport={takeAway}
        exportFormats={['csv']}
        tools={<Filters filter={filter} actions={actions} onChange={narrow} />}
      />
      <Detail row={open} wordsOf={wordsOf} onClose={() => setOpen(null)} />
    </div>
  )
}

/** An action in the reader's language; one of an earlier release stands by its code. */
function useWords(actions: readonly Action[]): (code: string) => string {
  const locale = useLocale()
  const texts = new Map(actions.map(({ code, text }) => [code, text?.[locale]]))
  return code => texts.get(code) ?? code
}

function ActionCell({ code, words }: Readonly<{ code: string; words: string }>): ReactElement {
  return (
    <span className="za-action">
      {words} {words !== code && <code>{code}</code>}
    </span>
  )
}

function Filters(
  props: Readonly<{
    filter: Filter
    actions: readonly Action[]
    onChange: (changes: Partial<Filter>) => void
  }>,
): ReactElement {
  const t = useText(accessText)
  const { filter, onChange } = props
  const locale = useLocale()
  const wordsOf = useWords(props.actions)
  const options = props.actions
    .map(({ code }) => ({ value: code, label: wordsOf(code) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale))
  return (
    <>
      {(['from', 'until'] as const).map(key => (
        <Moment
          key={key}
          label={t(`audit.filter.${key}`)}
          value={filter[key]}
          onChange={value => onChange({ [key]: value })}
        />
      ))}
      <Select
        label={t('audit.filter.action')}
        value={filter.action}
        blank={t('audit.filter.anyAction')}
        options={options}
        onChange={action => onChange({ action })}
      />
    </>
  )
}

type MomentProps = Readonly<{ label: string; value: string; onChange: (value: string) => void }>

function Moment({ label, value, onChange }: MomentProps): ReactElement {
  return <Field type="datetime-local" label={label} {...useTyped(value, onChange)} />
}

/** A UUID is told apart by its first digits; the whole of it stands in the row's detail. */
const shortId = (id: string): string => (id.length > 20 ? `${id.slice(0, 8)}…` : id)

const columnsOf = (
  t: Translate<(typeof accessText)['zh-CN']>,
  wordsOf: (code: string) => string,
): readonly Column<Row>[] => [
  { key: 'seq', title: t('audit.column.seq'), width: 80, align: 'right', cell: row => row.seq },
  { key: 'at', title: t('audit.column.at'), width: 150, cell: row => formatDateTime(row.at) },
  { key: 'who', title: t('audit.column.who'), width: 150, cell: row => row.accountName },
  {
    key: 'action',
    title: t('audit.column.action'),
    width: 290,
    cell: row => <ActionCell code={row.action} words={wordsOf(row.action)} />,
  },
  {
    key: 'subject',
    title: t('audit.column.subject'),
    width: 190,
    cell: row => <span title={row.subjectId}>{`${row.subjectKind} ${shortId(row.subjectId)}`}</span>,
  },
  { key: 'region', title: t('audit.column.region'), width: 120, cell: row => row.regionCode ?? '—' },
  {
    key: 'detail',
    title: t('audit.column.detail'),
    width: 360,
    cell: row => (row.detail === '{}' ? '—' : <code>{row.detail}</code>),
  },
]

type DetailProps = Readonly<{ row: Row | null; wordsOf: (code: string) => string; onClose: () => void }>

function Detail({ row, wordsOf, onClose }: DetailProps): ReactElement {
  const t = useText(accessText)
  return (
    <Dialog
      title={row ? t('audit.detail.title', { seq: row.seq }) : ''}
      width="wide"
      open={row !== null}
      onClose={onClose}
    >
      {row && (
        <>
          <dl className="za-facts">
            <dt>{t('audit.column.at')}</dt>
            <dd>{row.at}</dd>
            <dt>{t('audit.column.who')}</dt>
            <dd>
              {row.accountName} {row.accountId !== null && <span className="za-soft">{row.accountId}</span>}
            </dd>
            <dt>{t('audit.column.action')}</dt>
            <dd>
              <ActionCell code={row.action} words={wordsOf(row.action)} />
            </dd>
            <dt>{t('audit.column.subject')}</dt>
            <dd>{`${row.subjectKind} ${row.subjectId}`}</dd>
            <dt>{t('audit.detail.session')}</dt>
            <dd>{row.sessionId ?? '—'}</dd>
            <dt>{t('audit.detail.request')}</dt>
            <dd>{row.requestId ?? '—'}</dd>
            <dt>{t('audit.detail.hash')}</dt>
            <dd>
              <code>{row.hash}</code>
            </dd>
          </dl>
          <pre className="za-detail">{JSON.stringify(JSON.parse(row.detail), null, 2)}</pre>
        </>
      )}
    </Dialog>
  )
}
