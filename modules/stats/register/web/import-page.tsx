import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { NotFound } from '#ui/shell/route-error.tsx'
import {
  applyImport,
  cancelImport,
  type ImportRecord,
  listImportLines,
  listImports,
  listUnits,
  readImport,
} from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { ImportLines } from './import-lines.tsx'
import { ImportSettingsCard } from './import-settings.tsx'
import { isBusy, POLL } from './import-state.ts'
import { useNumberParam } from './use-number-param.ts'
import './register.css'

export function ImportPage(): ReactElement {
  const importId = useNumberParam('importId')
  if (importId === null) return <NotFound />
  return <FoundImport importId={importId} />
}

function FoundImport({ importId }: Readonly<{ importId: number }>): ReactElement {
  const t = useText(registerText)
  const found = useRead(
    readImport,
    { params: { importId } },
    { refetchInterval: query => (isBusy(query.state.data) ? POLL : false) },
  )
  const record = found.data
  return (
    <div className="zr-page">
      <Link className="zr-link" to="/register/imports">
        {t('import.page.back')}
      </Link>
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {record && (
        <>
          <header className="zr-head">
            <h1>{record.fileName}</h1>
            <ApplyButton record={record} />
          </header>
          <ImportStatus record={record} />
          {['previewed', 'failed', 'cancelled'].includes(record.state) && (
            <ImportSettingsCard key={record.importId} record={record} />
          )}
          {!isBusy(record) && record.state !== 'cancelled' && <ImportLines record={record} />}
        </>
      )}
    </div>
  )
}

const countsShown = (counts: ImportRecord['counts']) => ({
  new: formatCount(counts.new),
  changed: formatCount(counts.changed),
})

function ImportStatus({ record }: Readonly<{ record: ImportRecord }>): ReactElement | null {
  const t = useText(registerText)
  const locale = useLocale()
  const { counts, state, failure } = record
  const cancel = useWrite(cancelImport, { changes: [readImport, listImports, listImportLines] })
  if (state === 'reading' || state === 'applying') {
    const label = state === 'reading' ? t('import.upload.busy') : t('import.apply.running')
    return (
      <>
        <ProgressBar
          label={label}
          done={record.progress}
          total={state === 'reading' ? counts.rows : counts.new + counts.changed}
          onCancel={() => cancel.mutate({ params: { importId: record.importId } })}
        />
        {cancel.isError && <ErrorState error={cancel.error} compact />}
      </>
    )
  }
  if (state === 'applied') {
    return <Banner>{t('import.apply.done', countsShown(counts))}</Banner>
  }
  if (state === 'cancelled') return <Banner>{t('import.cancel.done')}</Banner>
  if (failure) return <Banner look="fatal">{failure.message[locale]}</Banner>
  if (counts.error > 0) {
    return <Banner look="query">{t('import.apply.blocked', { count: formatCount(counts.error) })}</Banner>
  }
  return counts.new + counts.changed === 0 ? <Banner>{t('import.apply.nothing')}</Banner> : null
}

function ApplyButton({ record }: Readonly<{ record: ImportRecord }>): ReactElement | null {
  const t = useText(registerText)
  const [asking, setAsking] = useState(false)
  const apply = useWrite(applyImport, {
    changes: [readImport, listImports, listUnits, listImportLines],
    onDone: () => setAsking(false),
  })
  const { counts, state } = record
  const numbers = countsShown(counts)
  if (state !== 'previewed' || counts.error > 0 || counts.new + counts.changed === 0) return null
  return (
    <>
      <Button look="primary" onClick={() => setAsking(true)}>
        {t('import.apply.action', numbers)}
      </Button>
      <Dialog
        title={t('import.apply.confirm')}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('edit.action.cancel')}</Button>
            <Button
              look="primary"
              busy={apply.isPending}
              onClick={() => apply.mutate({ params: { importId: record.importId } })}
            >
              {t('import.apply.confirm')}
            </Button>
          </>
        }
      >
        <p>{t('import.apply.confirmText', { ...numbers, date: record.settings.validFrom })}</p>
        {apply.isError && <ErrorState error={apply.error} compact />}
      </Dialog>
    </>
  )
}
