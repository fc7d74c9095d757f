import { type ReactElement, useState } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Select } from '#ui/components/field.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { compareVersions, type readForm } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { DifferencesTable } from './differences-table.tsx'
import { neighbours } from './neighbours.ts'

type Form = ReplyOf<typeof readForm>
type Row = Form['versions'][number]
type Props = Readonly<{ form: Form; shown: Row; onChoose: (versionNo: number) => void }>

/** Every version, and what differs between any two. */
export function FormVersions(props: Props): ReactElement {
  const t = useText(catalogText)
  const { versions } = props.form
  const columns: readonly Column<Row>[] = [
    {
      key: 'no',
      title: t('form.version.title'),
      width: 90,
      cell: one => (
        <button type="button" className="zc-link" onClick={() => props.onChoose(one.versionNo)}>
          {t('form.version.no', { no: one.versionNo })}
        </button>
      ),
    },
    { key: 'status', title: t('list.filter.state'), width: 90, cell: one => t(`form.status.${one.status}`) },
    {
      key: 'made',
      title: t('versions.column.made'),
      width: 170,
      cell: one => formatDateTime(one.createdAt),
    },
    { key: 'by', title: t('versions.column.by'), width: 140, cell: one => one.createdBy ?? '' },
    {
      key: 'published',
      title: t('versions.column.published'),
      width: 170,
      cell: one => (one.publishedAt ? formatDateTime(one.publishedAt) : ''),
    },
  ]
  return (
    <div className="zc-page">
      <DataTable
        id="catalog.versions"
        label={t('form.version.title')}
        columns={columns}
        rows={versions}
        keyOf={one => String(one.versionId)}
        searchable={false}
        exportFormats={[]}
        onOpen={one => props.onChoose(one.versionNo)}
      />
      {versions.length > 1 ? <Comparison {...props} /> : <EmptyState title={t('versions.empty.compare')} />}
    </div>
  )
}

const nothingYet = { differences: [], rulesCompared: true } as const

/** At first the version shown with its neighbour. */
function Comparison({ form, shown }: Props): ReactElement {
  const t = useText(catalogText)
  const [first] = useState(() => neighbours(form.versions, shown))
  const [from, setFrom] = useState(first.from.versionId)
  const [to, setTo] = useState(first.to.versionId)
  const found = useRead(compareVersions, { params: { versionId: to }, query: { from } })
  const options = form.versions.map(one => ({
    value: String(one.versionId),
    label: `${t('form.version.no', { no: one.versionNo })} · ${t(`form.status.${one.status}`)}`,
  }))
  return (
    <>
      <div className="zc-actions">
        <Select
          label={t('differences.column.before')}
          value={String(from)}
          options={options}
          onChange={id => setFrom(Number(id))}
        />
        <Select
          label={t('differences.column.after')}
          value={String(to)}
          options={options}
          onChange={id => setTo(Number(id))}
        />
      </div>
      <ReadFailure read={found} />
      {!found.isLoadingError && (
        <DifferencesTable {...(found.data ?? nothingYet)} loading={found.isPending} />
      )}
    </>
  )
}
