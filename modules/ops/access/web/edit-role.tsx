import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Field } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { type LocalText, useLocalText, useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { changeRole, createRole, listRoles, removeRole } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { RoleItem } from './roles-page.tsx'

type Known = Readonly<{ code: string; text: LocalText }>
type EditProps = Readonly<{ role: RoleItem | null; permissions: readonly Known[]; onClose: () => void }>

/** One role: made, changed or, when it came with the system, looked at. */
export function EditRole({ role, permissions, onClose }: EditProps): ReactElement {
  const t = useText(accessText)
  const shared = useText(uiText)
  const local = useLocalText()
  const form = useId()
  const [draft, setDraft] = useState<Draft>(() => draftOf(role))
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set(role?.permissions))
  const fixed = role?.builtIn ?? false
  const done = (text: string) => ({
    changes: [listRoles],
    onDone: () => {
      showToast(text)
      onClose()
    },
  })
  const create = useWrite(createRole, done(t('roles.done.saved')))
  const change = useWrite(changeRole, done(t('roles.done.saved')))
  const remove = useWrite(removeRole, done(t('roles.done.removed')))
  const failure = create.error ?? change.error ?? remove.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { name: { 'zh-CN': draft.zh.trim(), en: draft.en.trim() }, permissions: [...held] }
    if (role) change.mutate({ params: { code: role.code }, body })
    else create.mutate({ body: { ...body, code: draft.code } })
  }
  return (
    <Dialog
      title={role ? local(role.name) : t('roles.action.create')}
      width="wide"
      open
      onClose={onClose}
      actions={
        <>
          {role && !fixed && (
            <Button
              look="danger"
              busy={remove.isPending}
              onClick={() => remove.mutate({ params: { code: role.code } })}
            >
              {t('roles.action.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{fixed ? shared('ui.action.close') : shared('ui.action.cancel')}</Button>
          {!fixed && (
            <Button look="primary" submit form={form} busy={create.isPending || change.isPending}>
              {t('roles.form.save')}
            </Button>
          )}
        </>
      }
    >
      <form id={form} className="za-form" onSubmit={submit}>
        {fixed && <p className="za-soft">{t('roles.form.builtIn')}</p>}
        {!fixed && <Names draft={draft} fresh={role === null} onChange={setDraft} />}
        <Permissions known={permissions} held={held} fixed={fixed} own={!fixed} onChange={setHeld} />
        {failure && <ErrorState error={failure} compact />}
      </form>
    </Dialog>
  )
}

type Draft = Readonly<{ code: string; zh: string; en: string }>

const draftOf = (role: RoleItem | null): Draft => ({
  code: role?.code ?? '',
  zh: role?.name['zh-CN'] ?? '',
  en: role?.name.en ?? '',
})

/** The code stays what it was when the role was made. */
function Names(
  props: Readonly<{ draft: Draft; fresh: boolean; onChange: (draft: Draft) => void }>,
): ReactElement {
  const t = useText(accessText)
  const { draft, fresh, onChange } = props
  const text = (key: keyof Draft) => ({
    required: true,
    value: draft[key],
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [key]: event.target.value }),
  })
  return (
    <>
      <Field
        label={t('roles.form.code')}
        hint={t('roles.form.codeHint')}
        disabled={!fresh}
        pattern="[a-z][a-z0-9\-]{2,40}"
        {...text('code')}
      />
      <Field label={t('roles.form.nameZh')} maxLength={60} {...text('zh')} />
      <Field label={t('roles.form.nameEn')} maxLength={60} {...text('en')} />
    </>
  )
}

type PermissionsProps = Readonly<{
  known: readonly Known[]
  held: ReadonlySet<string>
  fixed: boolean
  /** Roles of the office's own hold no administrator's permission. */
  own: boolean
  onChange: (held: ReadonlySet<string>) => void
}>

function Permissions({ known, held, fixed, own, onChange }: PermissionsProps): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const toggle = (code: string) => {
    const next = new Set(held)
    if (!next.delete(code)) next.add(code)
    onChange(next)
  }
  const shown = known.filter(one => !own || !one.code.startsWith('access.'))
  return (
    <fieldset className="za-fieldset">
      <legend>{t('roles.form.permissions')}</legend>
      <div className="za-permissions">
        {shown.map(one => (
          <label key={one.code} className="zt-check">
            <input
              type="checkbox"
              checked={held.has(one.code)}
              disabled={fixed}
              onChange={() => toggle(one.code)}
            />
            <span>
              {local(one.text)}
              <br />
              <code>{one.code}</code>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
