import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { createAccount, createColleague, listAccounts, listOrganisations } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { AccountItem } from './accounts-page.tsx'
import type { FirstPassword } from './first-passwords.tsx'

const BLANK = { signInName: '', displayName: '', organisationId: '', phone: '' }

type Props = Readonly<{
  open: boolean
  /** Somebody of the unit whose colleague it is for; without it the account is for staff. */
  beside?: AccountItem
  onClose: () => void
  onMade: (one: FirstPassword) => void
}>

export function CreateAccount(props: Props): ReactElement {
  const t = useText(accessText)
  const shared = useText(uiText)
  const form = useId()
  const [draft, setDraft] = useState(BLANK)
  const { beside } = props
  const organisations = useRead(listOrganisations, {}, { enabled: props.open && !beside })
  const told = {
    changes: [listAccounts],
    onDone: (made: FirstPassword) => {
      setDraft(BLANK)
      props.onMade(made)
    },
  }
  const staff = useWrite(createAccount, told)
  const colleague = useWrite(createColleague, told)
  const create = beside ? colleague : staff
  const text = (key: 'signInName' | 'displayName' | 'phone') => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const person = {
      signInName: draft.signInName.trim(),
      displayName: draft.displayName.trim(),
      phone: draft.phone.trim() || null,
    }
    const organisationId = draft.organisationId === '' ? null : Number(draft.organisationId)
    if (beside) colleague.mutate({ params: { id: beside.id }, body: person })
    else staff.mutate({ body: { ...person, organisationId } })
  }
  return (
    <Dialog
      title={t(beside ? 'accounts.colleague.title' : 'accounts.create.title')}
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
        {beside && <p>{t('accounts.colleague.text', { unit: beside.unitName ?? '' })}</p>}
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
        {!beside && (
          <Select
            label={t('accounts.create.organisation')}
            value={draft.organisationId}
            blank={t('accounts.create.noOrganisation')}
            options={(organisations.data ?? []).map(one => ({ value: String(one.id), label: one.name }))}
            onChange={organisationId => setDraft({ ...draft, organisationId })}
          />
        )}
        <Field label={t('accounts.create.phone')} inputMode="tel" maxLength={20} {...text('phone')} />
        {create.isError && <ErrorState error={create.error} compact />}
      </form>
    </Dialog>
  )
}
