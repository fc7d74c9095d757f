import { type ReactElement, useEffect } from 'react'
import { call } from '#ui/api/call.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { remindReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { Refusals } from './refusals.tsx'
import { useSequence } from './use-sequence.ts'

type Props = Readonly<{
  collectionId: number
  unitIds: readonly number[] | null
  nameOf: (unitId: number) => string
  onClose: () => void
}>

/** Reminding the units one has picked, one by one. */
export function RemindSelected({ collectionId, unitIds, nameOf, onClose }: Props): ReactElement {
  const t = useText(officeText)
  const sequence = useSequence(unitId => call(remindReport, { params: { collectionId, unitId }, body: {} }))
  const { state, reset } = sequence
  // biome-ignore lint/correctness/useExhaustiveDependencies: a dialog opened anew starts anew
  useEffect(() => reset(), [unitIds])
  return (
    <Dialog
      title={t('remind.title.dialog')}
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
            <Button look="primary" onClick={() => sequence.run(unitIds ?? [])}>
              {t('remind.action.send')}
            </Button>
          </>
        )
      }
    >
      <div className="co-fields">
        {!state && <p>{t('remind.what.selection', { count: formatCount(unitIds?.length ?? 0) })}</p>}
        {state && !state.over && (
          <ProgressBar
            label={t('remind.progress.label')}
            done={state.done}
            total={state.total}
            onCancel={sequence.stop}
          />
        )}
        {state?.over && (
          <p role="status">{t('remind.done.text', { count: state.done - state.refused.length })}</p>
        )}
        {state && <Refusals refused={state.refused} nameOf={nameOf} />}
      </div>
    </Dialog>
  )
}
