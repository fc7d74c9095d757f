import { keepPreviousData } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Card } from '#ui/components/card.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { useTableAddress } from '#ui/data-table/table-address.ts'
import { formatBytes, formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { type ImportRecord, listImports, uploadImport } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { isBusy, POLL } from './import-state.ts'
import './register.css'

export function ImportList(): ReactElement {
  const t = useText(registerText)
  return (
    <div className="zr-page">
      <Link className="zr-link" to="/register/units">
        {t('unit.page.back')}
      </Link>
      <header className="zr-head">
        <h1>{t('import.page.title')}</h1>
      </header>
      <UploadBox />
      <RecentImports />
    </div>
  )
}

function UploadBox(): ReactElement {
  const t = useText(registerText)
  const navigate = useNavigate()
  const upload = useWrite(uploadImport, {
    changes: [listImports],
    onDone: record => void navigate(`/register/imports/${record.importId}`),
  })
  return (
    <>
      <FileDrop
        accept=".csv,.txt,text/csv,text/plain"
        testId="import-file"
        busy={upload.isPending}
        onFiles={([file]) => upload.mutate({ upload: file })}
        title={upload.isPending ? t('import.upload.busy') : t('import.upload.text')}
        hint={t('import.upload.hint')}
      />
      {upload.isError && <ErrorState error={upload.error} />}
    </>
  )
}

function RecentImports(): ReactElement {
  const t = useText(registerText)
  const navigate = useNavigate()
  const { view, query, onView } = useTableAddress({ pageSize: 20 })
  const imports = useRead(
    listImports,
    { query },
    {
      placeholderData: keepPreviousData,
      refetchInterval: found => (found.state.data?.items.some(isBusy) ? POLL : false),
    },
  )
  const stateOf = (row: ImportRecord) =>
    row.state === 'previewed' && row.counts.error > 0
      ? t('import.state.errors', { count: formatCount(row.counts.error) })
      : t(`import.state.${row.state}`)
  const columns: readonly Column<ImportRecord>[] = [
    {
      key: 'file',
      title: t('import.column.file'),
      width: 320,
      text: row => row.fileName,
      cell: row => (
        <Link className="zr-link" to={`/register/imports/${row.importId}`}>
          {row.fileName} <span className="zr-soft">{formatBytes(row.bytes)}</span>
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('import.column.state'),
      width: 120,
      text: stateOf,
    },
    {
      key: 'rows',
      title: t('import.column.rows'),
      width: 90,
      align: 'right',
      text: row => row.counts.rows,
      cell: row => formatCount(row.counts.rows),
    },
    {
      key: 'when',
      title: t('import.column.when'),
      width: 150,
      text: row => formatDateTime(row.createdAt),
    },
  ]
  return (
    <Card title={t('import.recent.title')} flush>
      <ReadFailure read={imports} />
      {!imports.isLoadingError && (
        <DataTable
          id="register.imports"
          label={t('import.recent.label')}
          columns={columns}
          rows={imports.data?.items ?? []}
          keyOf={row => String(row.importId)}
          server={{
            view,
            total: imports.data?.total ?? 0,
            onView,
            readPage: pagesOf<ImportRecord>(listImports, { query }),
          }}
          loading={imports.isPending}
          empty={t('import.recent.empty')}
          searchable={false}
          onOpen={row => navigate(`/register/imports/${row.importId}`)}
        />
      )}
    </Card>
  )
}
