import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { createAccount, listAccounts, listOrganisations } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { FirstPassword } from './first-passwords.tsx'

const BLANK = { signInName: '', displayName: '', organisationId: '', phone: '' }

export function CreateAccount(
  props: Readonly<{ open: boolean; onClose: () => void; onMade: (one: FirstPassword) => void }>,
): ReactElement {
  const t = useText(accessText)
  const shared = useText(uiText)
  const form = useId()
  const [draft, setDraft] = useState(BLANK)
  const organisations = useRead(listOrganisations, {}, { enabled: props.open })
  const create = useWrite(createAccount, {
    changes: [listAccounts],
    onDone: made => {
      setDraft(BLANK)
      props.onMade(made)
    },
  })
  const text = (key: 'signInName' | 'displayName' | 'phone') => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({
      body: {
        signInName: draft.signInName.trim(),
        displayName: draft.displayName.trim(),
        organisationId: draft.organisationId === '' ? null : Number(draft.organisationId),
        phone: draft.phone.trim() || null,
      },
    })
  }
  return (
    <Dialog
      title={t('accounts.create.title')}
      open={props.open}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{shared('ui.action.cancel')}</Button>
          <Button look="primary" submit form={form} busy={create.isPending}>
            {t('accounts.create.submit')}
          </Button>
        </>
      }
    >
      <form id={form} className="za-form" onSubmit={submit}>
        <Field
          label={t('accounts.column.signInName')}
          hint={t('accounts.create.nameHint')}
          required
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          {...text('signInName')}
        />
        <Field label={t('account.who.displayName')} required maxLength={60} {...text('displayName')} />
        <Select
          label={t('accounts.create.organisation')}
          value={draft.organisationId}
          blank={t('accounts.create.noOrganisation')}
          options={(organisations.data ?? []).map(one => ({ value: String(one.id), label: one.name }))}
          onChange={organisationId => setDraft({ ...draft, organisationId })}
        />
        <Field label={t('accounts.create.phone')} inputMode="tel" maxLength={20} {...text('phone')} />
        {create.isError && <ErrorState error={create.error} compact />}
      </form>
    </Dialog>
  )
}
