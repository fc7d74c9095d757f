import { type ReactElement, useState } from 'react'
import { call } from '#ui/api/call.ts'
import { EachDialog } from '#ui/components/each-dialog.tsx'
import { Field, TextArea } from '#ui/components/field.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { extendReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { useReason } from './use-reason.ts'
import { instantOf, laterAt } from './wall-clock.ts'

type Props = Readonly<{
  collectionId: number
  unitIds: readonly number[] | null
  nameOf: (unitId: number) => string
  onClose: () => void
  onDone: () => void
}>

/** More time for one unit or several. */
export function ExtendDialog({ collectionId, unitIds, nameOf, onClose, onDone }: Props): ReactElement {
  const t = useText(officeText)
  const [until, setUntil] = useState('')
  const reason = useReason()
  const at = instantOf(until)
  return (
    <EachDialog
      title={t('extend.title.dialog')}
      ids={unitIds}
      column={t('list.column.name')}
      nameOf={nameOf}
      act={unitId =>
        call(extendReport, {
          params: { collectionId, unitId },
          body: { until: at ?? '', note: reason.sent ?? '' },
        })
      }
      go={t('extend.action.go')}
      ready={at !== null && reason.sent !== null}
      running={t('extend.progress.label')}
      outcome={({ done, refused }) =>
        t('extend.outcome.text', {
          done: formatCount(done - refused.length),
          refused: formatCount(refused.length),
        })
      }
      onOpen={() => {
        setUntil(laterAt(Date.now(), 2))
        reason.set('')
      }}
      onClose={onClose}
      onDone={onDone}
    >
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
        hint={t('extend.note.hint')}
        problem={reason.problem}
        required
        maxLength={1000}
        value={reason.text}
        onChange={reason.set}
      />
    </EachDialog>
  )
}
