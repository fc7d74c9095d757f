import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { changeOrganisation, createOrganisation, listOrganisations } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { Organisation } from './organisations-page.tsx'
import { RegionPick } from './region-pick.tsx'

const KINDS = ['bureau', 'department', 'government'] as const

export function EditOrganisation(
  props: Readonly<{
    organisation: Organisation | null
    all: readonly Organisation[]
    onClose: () => void
  }>,
): ReactElement {
  const t = useText(accessText)
  const shared = useText(uiText)
  const form = useId()
  const { organisation, all, onClose } = props
  const [name, setName] = useState(organisation?.name ?? '')
  const [kind, setKind] = useState<(typeof KINDS)[number]>(organisation?.kind ?? 'bureau')
  const [parentId, setParentId] = useState(organisation?.parentId ?? null)
  const [regionCode, setRegionCode] = useState(organisation?.regionCode ?? '')
  const done = {
    changes: [listOrganisations],
    onDone: () => {
      showToast(t('organisations.done.saved'))
      onClose()
    },
  }
  const create = useWrite(createOrganisation, done)
  const change = useWrite(changeOrganisation, done)
  const failure = create.error ?? change.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { name: name.trim(), kind, parentId, regionCode }
    if (organisation) change.mutate({ params: { id: organisation.id }, body })
    else create.mutate({ body })
  }
  return (
    <Dialog
      title={organisation?.name ?? t('organisations.action.create')}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{shared('ui.action.cancel')}</Button>
          <Button
            look="primary"
            submit
            form={form}
            busy={create.isPending || change.isPending}
            disabled={regionCode === ''}
          >
            {t('organisations.form.save')}
          </Button>
        </>
      }
    >
      <form id={form} className="za-form" onSubmit={submit}>
        <Field
          label={t('organisations.column.name')}
          required
          maxLength={100}
          value={name}
          onChange={event => setName(event.target.value)}
        />
        <Select
          label={t('organisations.column.kind')}
          value={kind}
          options={KINDS.map(value => ({ value, label: t(`organisations.kind.${value}`) }))}
          onChange={value => setKind(value as typeof kind)}
        />
        <Select
          label={t('organisations.form.parent')}
          value={parentId === null ? '' : String(parentId)}
          blank={t('organisations.form.noParent')}
          options={all
            .filter(one => one.id !== organisation?.id)
            .map(one => ({ value: String(one.id), label: one.name }))}
          onChange={value => setParentId(value === '' ? null : Number(value))}
        />
        <RegionPick value={regionCode} onChange={setRegionCode} />
        {failure && <ErrorState error={failure} compact />}
      </form>
    </Dialog>
  )
}
