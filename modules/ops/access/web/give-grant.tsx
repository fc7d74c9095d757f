import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { giveGrant, listGrants, listRoles } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { Holder } from './grants-page.tsx'
import { RegionPick } from './region-pick.tsx'

export function GiveGrant(props: Readonly<{ holder: Holder; onClose: () => void }>): ReactElement {
  const t = useText(accessText)
  const shared = useText(uiText)
  const local = useLocalText()
  const form = useId()
  const { holder } = props
  const [role, setRole] = useState('')
  const [regionCode, setRegionCode] = useState('')
  const [subjects, setSubjects] = useState('')
  const roles = useRead(listRoles)
  const give = useWrite(giveGrant, {
    changes: [listGrants],
    onDone: () => {
      showToast(t('grants.done.given'))
      props.onClose()
    },
  })
  const enterprise = holder.kind === 'enterprise'
  const listed = subjects.split(/[,，\s]+/).filter(Boolean)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give.mutate({
      params: { id: holder.id },
      body: {
        role,
        regionCode: enterprise ? null : regionCode,
        unitId: enterprise ? holder.unitId : null,
        subjects: listed.length === 0 ? null : [...new Set(listed)],
      },
    })
  }
  return (
    <Dialog
      title={t('grants.give.title', { name: holder.displayName })}
      open
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{shared('ui.action.cancel')}</Button>
          <Button
            look="primary"
            submit
            form={form}
            busy={give.isPending}
            disabled={role === '' || (!enterprise && regionCode === '')}
          >
            {t('grants.give.submit')}
          </Button>
        </>
      }
    >
      <form id={form} className="za-form" onSubmit={submit}>
        <Select
          label={t('grants.give.role')}
          required
          value={role}
          blank={t('region.pick.choose')}
          options={(roles.data?.roles ?? []).map(one => ({ value: one.code, label: local(one.name) }))}
          onChange={setRole}
        />
        {enterprise ? (
          <p className="za-soft">{t('grants.give.ownUnit')}</p>
        ) : (
          <RegionPick value={regionCode} onChange={setRegionCode} everywhere />
        )}
        <Field
          label={t('grants.give.subjects')}
          hint={t('grants.give.subjectsHint')}
          value={subjects}
          onChange={event => setSubjects(event.target.value)}
        />
        {roles.isError && <ErrorState error={roles.error} compact />}
        {give.isError && <ErrorState error={give.error} compact />}
      </form>
    </Dialog>
  )
}
