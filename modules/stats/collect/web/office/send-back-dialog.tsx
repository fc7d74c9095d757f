import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useState } from 'react'
import { addressOf, inReadingOrder } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Checkbox, Field, TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { findingKeys } from '#ui/matrix-form/address.ts'
import { SEND_BACK_CELLS, sendBackReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName } from '../place-name.ts'
import { changedByActs } from './changed-by-acts.ts'
import { type Report, ruleFinding } from './report-session.ts'
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

/** Cells picked by hand and those that findings speak about, as many as may be pointed at, in the form's order. */
function useCandidates({ report, marked }: Props): Candidates {
  return useMemo(() => {
    const { spec, values, findings } = report
    const found = findings
      .filter(one => one.severity !== 'notice' && one.review !== 'agreed')
      .flatMap(one => findingKeys(spec, ruleFinding(spec, one)))
    const wanted = [...new Set([...marked, ...inReadingOrder(spec, values, found)])]
    return {
      keys: inReadingOrder(spec, values, wanted.slice(0, SEND_BACK_CELLS)),
      left: Math.max(0, wanted.length - SEND_BACK_CELLS),
    }
  }, [report, marked])
}

/** `left`: how many more there would be. */
type Candidates = Readonly<{ keys: readonly string[]; left: number }>

type CellChecksProps = Readonly<{
  report: Report
  candidates: Candidates
  cells: ReadonlySet<string>
  onToggle: (key: string) => void
}>

function CellChecks({ report, candidates, cells, onToggle }: CellChecksProps): ReactElement {
  const t = useText(officeText)
  const locale = useLocale()
  const { keys, left } = candidates
  return (
    <fieldset className="co-checks">
      <legend>{t('sendBack.cells.label')}</legend>
      {keys.length === 0 && <p className="co-soft">{t('sendBack.cells.none')}</p>}
      {keys.map(key => (
        <Checkbox
          key={key}
          checked={cells.has(key)}
          onChange={() => onToggle(key)}
          label={`${addressOf(key).cell} ${keyName(report.spec, key, locale, codelistsOf(report))}`}
        />
      ))}
      {left > 0 && (
        <p className="co-soft">{t('sendBack.cells.left', { most: SEND_BACK_CELLS, count: left })}</p>
      )}
    </fieldset>
  )
}

function useChecked() {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  return {
    keys,
    set: (all: readonly string[]) => setKeys(new Set(all)),
    toggle: (key: string) =>
      setKeys(now => {
        const next = new Set(now)
        if (!next.delete(key)) next.add(key)
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
    cells.set(marked.length > 0 ? marked : candidates.keys)
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
        cells: candidates.keys.filter(key => cells.keys.has(key)),
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
        <CellChecks report={report} candidates={candidates} cells={cells.keys} onToggle={cells.toggle} />
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
