import type { ReactElement } from 'react'
import { Select, TextArea } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { applicationText } from '../../locale/application-text.ts'
import { registerText } from '../../locale/text.ts'
import { useLabels } from '../labels.ts'
import { changedNames } from '../unit-draft.ts'
import { UnitFields } from '../unit-fields.tsx'
import { changesOfDraft } from './proposal-draft.ts'
import type { StepProps } from './propose-page.tsx'

export function ContentStep({ draft, put }: StepProps): ReactElement {
  const t = useText(applicationText)
  const labels = useLabels()
  return (
    <>
      {draft.unit && draft.kind !== 'entry' && (
        <p className="zr-chosen">
          <b>{draft.unit.name}</b>{' '}
          <span className="zr-code">{draft.unit.creditCode ?? draft.unit.localCode}</span>
        </p>
      )}
      {draft.kind === 'exit' ? (
        <div className="zr-grid">
          <Select
            label={t('propose.exit.reason')}
            required
            value={draft.reason}
            options={labels.reasons}
            blank=""
            onChange={reason => put({ reason })}
          />
        </div>
      ) : (
        <UnitFields draft={draft.fields} onChange={fields => put({ fields })} />
      )}
      <TextArea
        label={t('propose.note.label')}
        hint={t('propose.note.hint')}
        required
        rows={3}
        maxLength={500}
        value={draft.note}
        onChange={note => put({ note })}
      />
      {draft.kind === 'change' && <ChangeCount draft={draft} />}
    </>
  )
}

function ChangeCount({ draft }: Pick<StepProps, 'draft'>): ReactElement {
  const text = useText(registerText)
  const labels = useLabels()
  const names = changedNames(changesOfDraft(draft))
  return (
    <p role="status">
      {names.length === 0
        ? text('edit.change.none')
        : text('edit.change.count', {
            count: names.length,
            names: names.map(labels.field).join(labels.comma),
          })}
    </p>
  )
}
