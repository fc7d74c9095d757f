/** The office's actions on one unit. Each says what it will do, keeps what was typed on a refusal, and closes when done. */
import { type ReactElement, type ReactNode, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Field, Select, TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDate } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { changeUnit, correctCodes, exitUnit, listUnits, readUnit, reinstateUnit } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { CreditCodeField } from './credit-code-field.tsx'
import { useLabels } from './labels.ts'
import { changedNames, changesOf, draftOf, type Unit } from './unit-draft.ts'
import { UnitFields } from './unit-fields.tsx'

type Props = Readonly<{ unit: Unit; onClose: () => void }>

const changes = [listUnits, readUnit]

function ActionForm(
  props: Readonly<{
    hint?: string
    note: string
    onNote: (note: string) => void
    error: unknown
    busy: boolean
    ready: boolean
    onSubmit: () => void
    onClose: () => void
    action: string
    danger?: boolean
    children?: ReactNode
  }>,
): ReactElement {
  const t = useText(registerText)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.hint && <p className="zr-soft">{props.hint}</p>}
      {props.children}
      <TextArea
        label={t('edit.field.note')}
        hint={t('edit.field.noteHint')}
        required
        rows={2}
        maxLength={500}
        value={props.note}
        onChange={props.onNote}
      />
      {props.error !== null && <ErrorState error={props.error} compact />}
      <div className="zr-actions">
        <Button onClick={props.onClose}>{t('edit.action.cancel')}</Button>
        <Button
          look={props.danger ? 'danger' : 'primary'}
          submit
          busy={props.busy}
          disabled={!props.ready || props.note.trim().length < 2}
        >
          {props.action}
        </Button>
      </div>
    </form>
  )
}

export function EditUnit({ unit, onClose }: Props): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const before = draftOf(unit)
  const [draft, setDraft] = useState(before)
  const [validFrom, setValidFrom] = useState(formatDate(Date.now()))
  const [note, setNote] = useState('')
  const change = useWrite(changeUnit, {
    changes,
    onDone: () => {
      showToast(t('edit.result.saved'))
      onClose()
    },
  })
  const differing = changesOf(before, draft)
  const names = changedNames(differing)
  return (
    <ActionForm
      hint={t('edit.dialog.hint')}
      note={note}
      onNote={setNote}
      error={change.error}
      busy={change.isPending}
      ready={names.length > 0 && draft.regionCode !== undefined && draft.name.trim() !== ''}
      onClose={onClose}
      action={t('edit.action.save')}
      onSubmit={() =>
        change.mutate({
          params: { unitId: unit.unitId },
          body: { validFrom, note: note.trim(), version: unit.version, changes: differing },
        })
      }
    >
      <div className="zr-grid">
        <Field
          label={t('edit.field.validFrom')}
          type="date"
          required
          min={unit.validFrom}
          value={validFrom}
          onChange={event => setValidFrom(event.target.value)}
        />
      </div>
      <UnitFields draft={draft} onChange={setDraft} />
      <p role="status">
        {names.length === 0
          ? t('edit.change.none')
          : t('edit.change.count', {
              count: names.length,
              names: names.map(labels.field).join(labels.comma),
            })}
      </p>
    </ActionForm>
  )
}

export function CorrectCodes({ unit, onClose }: Props): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const [creditCode, setCreditCode] = useState(unit.creditCode ?? '')
  const [localCode, setLocalCode] = useState(unit.localCode ?? '')
  const [note, setNote] = useState('')
  const correct = useWrite(correctCodes, {
    changes,
    onDone: () => {
      showToast(t('edit.result.saved'))
      onClose()
    },
  })
  return (
    <ActionForm
      hint={t('codes.dialog.hint')}
      note={note}
      onNote={setNote}
      error={correct.error}
      busy={correct.isPending}
      ready={creditCode !== (unit.creditCode ?? '') || localCode !== (unit.localCode ?? '')}
      onClose={onClose}
      action={t('edit.action.save')}
      onSubmit={() =>
        correct.mutate({
          params: { unitId: unit.unitId },
          body: {
            creditCode: creditCode.trim() || null,
            localCode: localCode.trim() || null,
            note: note.trim(),
            version: unit.version,
          },
        })
      }
    >
      <div className="zr-grid">
        <CreditCodeField value={creditCode} own={unit.creditCode} onChange={setCreditCode} />
        <Field
          label={labels.field('localCode')}
          maxLength={40}
          value={localCode}
          onChange={event => setLocalCode(event.target.value)}
        />
      </div>
    </ActionForm>
  )
}

export function ExitUnit({ unit, onClose }: Props): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const [exitedOn, setExitedOn] = useState(formatDate(Date.now()))
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const exit = useWrite(exitUnit, {
    changes,
    onDone: () => {
      showToast(t('exit.result.saved'))
      onClose()
    },
  })
  return (
    <ActionForm
      hint={t('exit.dialog.hint')}
      note={note}
      onNote={setNote}
      error={exit.error}
      busy={exit.isPending}
      ready={reason !== ''}
      onClose={onClose}
      action={t('unit.action.exit')}
      danger
      onSubmit={() =>
        exit.mutate({
          params: { unitId: unit.unitId },
          body: { exitedOn, reason: Number(reason), note: note.trim(), version: unit.version },
        })
      }
    >
      <div className="zr-grid">
        <Field
          label={t('exit.field.date')}
          type="date"
          required
          min={unit.validFrom}
          value={exitedOn}
          onChange={event => setExitedOn(event.target.value)}
        />
        <Select
          label={t('exit.field.reason')}
          required
          value={reason}
          options={labels.reasons}
          blank=""
          onChange={setReason}
        />
      </div>
    </ActionForm>
  )
}

export function ReinstateUnit({ unit, onClose }: Props): ReactElement {
  const t = useText(registerText)
  const [note, setNote] = useState('')
  const reinstate = useWrite(reinstateUnit, {
    changes,
    onDone: () => {
      showToast(t('reinstate.result.saved'))
      onClose()
    },
  })
  return (
    <ActionForm
      note={note}
      onNote={setNote}
      error={reinstate.error}
      busy={reinstate.isPending}
      ready
      onClose={onClose}
      action={t('unit.action.reinstate')}
      onSubmit={() =>
        reinstate.mutate({
          params: { unitId: unit.unitId },
          body: { note: note.trim(), version: unit.version },
        })
      }
    />
  )
}
