import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useState } from 'react'
import { cellIndex } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Checkbox, Field, TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { sendBackReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { changedByActs } from './changed-by-acts.ts'
import type { Report } from './report-session.ts'
import { useReason } from './use-reason.ts'
import { instantOf, laterAt } from './wall-clock.ts'

type Props = Readonly<{
  report: Report
  open: boolean
  /** Cells picked in the form, by key. */
  marked: readonly string[]
  onClose: () => void
  onDone: () => void
}>

/** Cells that findings speak about, and those picked by hand, in the form's order. */
function useCandidates({ report, marked }: Props): readonly string[] {
  return useMemo(() => {
    const found = report.findings
      .filter(one => one.severity !== 'notice' && one.review !== 'agreed')
      .flatMap(one => one.cells)
    const wanted = new Set([...marked.map(key => key.split('@')[0]!), ...found])
    return [...cellIndex(report.spec).keys()].filter(code => wanted.has(code))
  }, [report, marked])
}

type CellChecksProps = Readonly<{
  report: Report
  candidates: readonly string[]
  cells: ReadonlySet<string>
  onToggle: (code: string) => void
}>

function CellChecks({ report, candidates, cells, onToggle }: CellChecksProps): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const places = cellIndex(report.spec)
  return (
    <fieldset className="co-checks">
      <legend>{t('sendBack.cells.label')}</legend>
      {candidates.length === 0 && <p className="co-soft">{t('sendBack.cells.none')}</p>}
      {candidates.map(code => (
        <Checkbox
          key={code}
          checked={cells.has(code)}
          onChange={() => onToggle(code)}
          label={`${code} ${local(places.get(code)?.label ?? { 'zh-CN': '' })}`}
        />
      ))}
    </fieldset>
  )
}

function useChecked() {
  const [codes, setCodes] = useState<ReadonlySet<string>>(new Set())
  return {
    codes,
    set: (all: readonly string[]) => setCodes(new Set(all)),
    toggle: (code: string) =>
      setCodes(now => {
        const next = new Set(now)
        if (!next.delete(code)) next.add(code)
        return next
      }),
  }
}

/** Sending back: why, about which cells, and until when where the form is closed. */
export function SendBackDialog(props: Props): ReactElement {
  const { report, open, marked, onClose } = props
  const t = useText(officeText)
  const { unitId, unitName, revisionNo } = report.report
  const { collectionId, window } = report.collection
  const closed = window.phase === 'closed'
  const candidates = useCandidates(props)
  const reason = useReason()
  const cells = useChecked()
  const [until, setUntil] = useState('')
  const sendBack = useWrite(sendBackReport, {
    changes: changedByActs,
    onDone: () => {
      showToast(t('report.done.sendBack', { unit: unitName }))
      props.onDone()
    },
  })
  const { reset } = sendBack
  // biome-ignore lint/correctness/useExhaustiveDependencies: a dialog opened anew starts anew
  useEffect(() => {
    if (!open) return
    reset()
    document.querySelector<HTMLElement>('dialog[open] textarea')?.focus()
    reason.set('')
    setUntil(closed ? laterAt(Date.now(), 2) : '')
    cells.set(marked.length > 0 ? marked.map(key => key.split('@')[0]!) : candidates)
  }, [open])
  const at = instantOf(until)
  const ready = reason.sent !== null && (!closed || at !== null)
  const send = () => {
    if (!ready || sendBack.isPending) return
    sendBack.mutate({
      params: { collectionId, unitId },
      body: {
        revisionNo,
        reason: reason.sent ?? '',
        cells: candidates.filter(code => cells.codes.has(code)),
        ...(at && { until: at }),
      },
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <Dialog
      title={t('sendBack.title.dialog')}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('office.action.cancel')}</Button>
          <Button
            look="danger"
            disabled={!ready}
            busy={sendBack.isPending}
            onClick={send}
            aria-keyshortcuts="Control+Enter"
          >
            {t('sendBack.action.go')}
            <span className="co-kbd" aria-hidden="true">
              {'Ctrl+Enter'}
            </span>
          </Button>
        </>
      }
    >
      <div className="co-fields">
        <TextArea
          label={t('sendBack.reason.label')}
          hint={t('sendBack.reason.hint')}
          problem={reason.problem}
          required
          rows={4}
          maxLength={1000}
          value={reason.text}
          onChange={reason.set}
          onKeyDown={onKeyDown}
        />
        <CellChecks report={report} candidates={candidates} cells={cells.codes} onToggle={cells.toggle} />
        {closed && (
          <Field
            label={t('sendBack.until.label')}
            hint={t('sendBack.until.hint')}
            type="datetime-local"
            required
            value={until}
            onChange={event => setUntil(event.target.value)}
          />
        )}
        {sendBack.isError && <ErrorState compact error={sendBack.error} />}
      </div>
    </Dialog>
  )
}
