import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { download } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { firstView } from '#ui/data-table/table-view.ts'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import {
  exportImportErrors,
  IMPORT_ERRORS_KEPT,
  listImportErrors,
  type ReturnsImport,
} from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { RuleTable } from './rule-summary.tsx'

function Errors({ run }: Readonly<{ run: ReturnsImport }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const tellFailure = useFailureToast()
  const [view, setView] = useState(() => firstView(50))
  const params = { importId: run.importId }
  const read = useRead(
    listImportErrors,
    { params, query: { page: view.page, pageSize: view.pageSize } },
    { placeholderData: keepPreviousData },
  )
  const save = () => void download(exportImportErrors, { params }).catch(tellFailure)
  return (
    <>
      <Banner look="fatal">
        {t('import.preview.errors', { count: formatCount(run.errorCount) })}
        {run.errorCount > IMPORT_ERRORS_KEPT &&
          t('import.preview.kept', { kept: formatCount(IMPORT_ERRORS_KEPT) })}
      </Banner>
      <ReadFailure compact read={read} />
      {!read.isLoadingError && (
        <DataTable
          id="collect.import.errors"
          label={t('import.error.label')}
          columns={[
            { key: 'line', title: t('import.error.line'), align: 'right', cell: one => one.line },
            { key: 'column', title: t('import.error.column'), cell: one => one.column },
            { key: 'cell', title: t('import.error.cell'), cell: one => one.cell },
            { key: 'value', title: t('import.error.value'), cell: one => one.value },
            { key: 'message', title: t('import.error.message'), cell: one => local(one.message) },
          ]}
          rows={read.data?.items ?? []}
          keyOf={one => `${one.line} ${one.column ?? ''} ${one.cell ?? ''} ${one.message['zh-CN']}`}
          loading={read.isPending}
          searchable={false}
          exportFormats={[]}
          server={{ view, total: read.data?.total ?? 0, onView: setView }}
          tools={<Button onClick={save}>{t('import.error.download')}</Button>}
        />
      )}
    </>
  )
}

/** What the file would do, or has done: counts, errors by line, and what every rule makes of it. */
export function Outcome({ run }: Readonly<{ run: ReturnsImport }>): ReactElement | null {
  const t = useText(officeText)
  const { outcome } = run
  if (!outcome) return null
  const { rules } = outcome
  return (
    <div className="co-fields">
      <p>
        <b>
          {t('import.preview.summary', {
            records: formatCount(outcome.records),
            created: formatCount(outcome.created),
            revised: formatCount(outcome.revised),
            unchanged: formatCount(outcome.unchanged),
          })}
        </b>
      </p>
      <p className="co-soft">
        {t('import.preview.read', {
          encoding: outcome.encoding,
          separator: outcome.separator === '\t' ? t('import.separator.tab') : outcome.separator,
        })}
      </p>
      {outcome.unmappedColumns.length > 0 && (
        <p className="co-soft">
          {t('import.preview.unmapped', { columns: outcome.unmappedColumns.join(', ') })}
        </p>
      )}
      {run.errorCount > 0 && <Errors run={run} />}
      {rules.length > 0 && <RuleTable rules={rules} />}
    </div>
  )
}
