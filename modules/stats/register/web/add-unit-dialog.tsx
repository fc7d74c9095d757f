import { type ReactElement, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDate } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { addUnit, listUnits, type NewUnit } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { CreditCodeField } from './credit-code-field.tsx'
import { useLabels } from './labels.ts'
import { emptyDraft } from './unit-draft.ts'
import { UnitFields } from './unit-fields.tsx'

export function AddUnitDialog(props: Readonly<{ open: boolean; onClose: () => void }>): ReactElement {
  const t = useText(registerText)
  return (
    <Dialog title={t('add.dialog.title')} open={props.open} onClose={props.onClose} width="wide">
      <AddUnitForm onClose={props.onClose} />
    </Dialog>
  )
}

function AddUnitForm({ onClose }: Readonly<{ onClose: () => void }>): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(emptyDraft)
  const [creditCode, setCreditCode] = useState('')
  const [localCode, setLocalCode] = useState('')
  const [kind, setKind] = useState('legal')
  const [validFrom, setValidFrom] = useState(formatDate(Date.now()))
  const add = useWrite(addUnit, {
    changes: [listUnits],
    onDone: ({ unitId }) => {
      showToast(t('add.result.saved'))
      onClose()
      void navigate(`/register/units/${unitId}`)
    },
  })
  const attributes = Object.fromEntries(Object.entries(draft.attributes).filter(([, value]) => value !== ''))
  const ready = draft.name.trim() !== '' && draft.regionCode && (creditCode.trim() || localCode.trim())
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        const codes = { creditCode: creditCode.trim() || null, localCode: localCode.trim() || null }
        add.mutate({ body: { ...draft, ...codes, attributes, kind, validFrom } as NewUnit })
      }}
    >
      <div className="zr-grid">
        <CreditCodeField value={creditCode} onChange={setCreditCode} />
        <Field
          label={labels.field('localCode')}
          maxLength={40}
          value={localCode}
          onChange={event => setLocalCode(event.target.value)}
        />
        <Select label={labels.field('kind')} value={kind} options={labels.kinds} onChange={setKind} />
        <Field
          label={labels.field('entryDate')}
          type="date"
          required
          value={validFrom}
          onChange={event => setValidFrom(event.target.value)}
        />
      </div>
      <UnitFields draft={draft} onChange={setDraft} />
      {add.isError && <ErrorState error={add.error} compact />}
      <div className="zr-actions">
        <Button onClick={onClose}>{t('edit.action.cancel')}</Button>
        <Button look="primary" submit busy={add.isPending} disabled={!ready}>
          {t('edit.action.save')}
        </Button>
      </div>
    </form>
  )
}
