import { type ReactElement, useEffect, useState } from 'react'
import { call } from '#ui/api/call.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, TextArea } from '#ui/components/field.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { extendReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { Refusals } from './refusals.tsx'
import { useSequence } from './use-sequence.ts'
import { instantOf, laterAt } from './wall-clock.ts'

type Props = Readonly<{
  collectionId: number
  unitIds: readonly number[] | null
  nameOf: (unitId: number) => string
  onClose: () => void
  onDone: () => void
}>

/** More time for one unit or several, each judged on its own. */
export function ExtendDialog({ collectionId, unitIds, nameOf, onClose, onDone }: Props): ReactElement {
  const t = useText(officeText)
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const at = instantOf(until)
  const sequence = useSequence(unitId =>
    call(extendReport, { params: { collectionId, unitId }, body: { until: at ?? '', note: note.trim() } }),
  )
  const { reset } = sequence
  // biome-ignore lint/correctness/useExhaustiveDependencies: a dialog opened anew starts anew
  useEffect(() => {
    if (unitIds === null) return
    reset()
    setUntil(laterAt(Date.now(), 2))
    setNote('')
  }, [unitIds])
  const { state } = sequence
  const start = async () => {
    await sequence.run(unitIds ?? [])
    onDone()
  }
  return (
    <Dialog
      title={t('extend.title.dialog')}
      open={unitIds !== null}
      onClose={onClose}
      actions={
        state ? (
          <Button busy={!state.over} onClick={onClose}>
            {t('office.action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('office.action.cancel')}</Button>
            <Button look="primary" disabled={at === null || note.trim() === ''} onClick={start}>
              {t('extend.action.go')}
            </Button>
          </>
        )
      }
    >
      {state ? (
        <div className="co-fields">
          {state.over ? (
            <p role="status">
              {t('extend.outcome.text', {
                done: formatCount(state.done - state.refused.length),
                refused: formatCount(state.refused.length),
              })}
            </p>
          ) : (
            <ProgressBar
              label={t('extend.progress.label')}
              done={state.done}
              total={state.total}
              onCancel={sequence.stop}
            />
          )}
          <Refusals refused={state.refused} nameOf={nameOf} />
        </div>
      ) : (
        <div className="co-fields">
          <p>{t('extend.what.text', { count: formatCount(unitIds?.length ?? 0) })}</p>
          <Field
            label={t('extend.until.label')}
            type="datetime-local"
            required
            value={until}
            onChange={event => setUntil(event.target.value)}
          />
          <TextArea
            label={t('extend.note.label')}
            required
            maxLength={1000}
            value={note}
            onChange={setNote}
          />
        </div>
      )}
    </Dialog>
  )
}
