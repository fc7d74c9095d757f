import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { sendBackReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { changedByActs } from './changed-by-acts.ts'
import type { Report } from './report-session.ts'
import { SendBackCells, useCandidates } from './send-back-cells.tsx'
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

/** The cells that may be pointed at, and those that are. */
function usePointed(report: Report, marked: readonly string[]) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [added, setAdded] = useState<readonly string[]>([])
  const picked = useMemo(() => [...marked, ...added], [marked, added])
  const candidates = useCandidates(report, picked)
  const toggle = (key: string) =>
    setKeys(now => {
      const next = new Set(now)
      if (!next.delete(key)) next.add(key)
      return next
    })
  return {
    candidates,
    keys,
    toggle,
    add: (key: string) => {
      setAdded(now => [...now, key])
      setKeys(now => new Set([...now, key]))
    },
    /** As at the beginning: those marked by hand, else all that findings speak about. */
    begin: () => {
      setAdded([])
      setKeys(new Set(marked.length > 0 ? marked : candidates.keys))
    },
  }
}

/** Sending back: why, about which cells, and until when where the form is closed. */
export function SendBackDialog(props: Props): ReactElement {
  const { report, open, marked, onClose } = props
  const t = useText(officeText)
  const { unitId, unitName, revisionNo } = report.report
  const { collectionId, window } = report.collection
  const closed = window.phase === 'closed'
  const reason = useReason()
  const cells = usePointed(report, marked)
  const fields = useRef<HTMLDivElement>(null)
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
    fields.current?.querySelector('textarea')?.focus()
    reason.set('')
    setUntil(closed ? laterAt(Date.now(), 2) : '')
    cells.begin()
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
        cells: cells.candidates.keys.filter(key => cells.keys.has(key)),
        ...(at && { until: at }),
      },
    })
  }
  const quote = (text: string) => {
    reason.set(reason.text.trim() === '' ? text : `${reason.text.trimEnd()}\n${text}`)
    fields.current?.querySelector('textarea')?.focus()
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
      width="wide"
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
      <div ref={fields} className="co-fields">
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
        <SendBackCells
          report={report}
          candidates={cells.candidates}
          cells={cells.keys}
          onToggle={cells.toggle}
          onAdd={cells.add}
          onQuote={quote}
        />
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
