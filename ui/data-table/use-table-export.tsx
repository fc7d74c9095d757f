import { type ReactElement, useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { ErrorState } from '../components/states.tsx'
import { showToast } from '../components/toast.tsx'
import { formatCount } from '../i18n/format.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { MOST_ROWS, type ReadPage, readAll, TooManyRows } from './read-all.ts'
import type { CsvColumn } from './table-view.ts'
import { useSaveCsv } from './use-save-csv.ts'

export type TableExport<Row> = Readonly<{
  /** Of the file, without its ending. */
  name: string
  columns: readonly CsvColumn<Row>[]
  keyOf: (row: Row) => string
  /** Rows already here, or the way to read them. */
  rows: readonly Row[] | ReadPage<Row>
}>

type State = Readonly<
  { kind: 'idle' } | { kind: 'reading'; done: number; total: number } | { kind: 'failed'; error: unknown }
>
const IDLE: State = { kind: 'idle' }

/** A list taken away as CSV, all of its pages; one that takes longer shows how far it is and can be stopped. */
export function useTableExport<Row>(given: TableExport<Row>) {
  const t = useText(uiText)
  const saveCsv = useSaveCsv()
  const [state, setState] = useState<State>(IDLE)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const stop = () => {
    running.current?.abort()
    running.current = null
    setState(IDLE)
  }
  const start = async () => {
    if (running.current) return
    const control = new AbortController()
    running.current = control
    const onProgress = (done: number, total: number) => setState({ kind: 'reading', done, total })
    try {
      const { rows: source, keyOf } = given
      const rows =
        typeof source === 'function'
          ? await readAll(source, keyOf, { signal: control.signal, onProgress })
          : source
      saveCsv(given.name, rows, given.columns)
      setState(IDLE)
      showToast(t('ui.table.exported', { count: formatCount(rows.length) }))
    } catch (error) {
      if (!control.signal.aborted) setState({ kind: 'failed', error })
    } finally {
      if (running.current === control) running.current = null
    }
  }
  return { start, status: <ExportStatus state={state} onStop={stop} onRetry={start} /> }
}

function ExportStatus(
  props: Readonly<{ state: State; onStop: () => void; onRetry: () => void }>,
): ReactElement {
  const t = useText(uiText)
  const { state, onStop, onRetry } = props
  return (
    <Dialog
      title={t('ui.table.export')}
      open={state.kind !== 'idle'}
      onClose={onStop}
      actions={state.kind === 'failed' && <Button onClick={onStop}>{t('ui.action.close')}</Button>}
    >
      {state.kind === 'reading' && (
        <ProgressBar
          label={t('ui.table.exporting')}
          done={state.done}
          total={state.total}
          onCancel={onStop}
        />
      )}
      {state.kind === 'failed' &&
        (state.error instanceof TooManyRows ? (
          <p role="alert">
            {t('ui.table.exportTooMany', {
              total: formatCount(state.error.total),
              most: formatCount(MOST_ROWS),
            })}
          </p>
        ) : (
          <ErrorState compact error={state.error} onRetry={onRetry} />
        ))}
    </Dialog>
  )
}
