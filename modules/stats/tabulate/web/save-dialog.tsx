import { type ReactElement, useState } from 'react'
import type { LocalText } from '#engines/table/index.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Checkbox, Field } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'

export type Named = Readonly<{ name: LocalText; shared: boolean }>

type Props = Readonly<{
  first: Named
  busy: boolean
  error: unknown
  onSave: (named: Named) => void
  onClose: () => void
}>

export function SaveDialog({ first, busy, error, onSave, onClose }: Props): ReactElement {
  const t = useText(tabulateText)
  const [name, setName] = useState(first.name['zh-CN'])
  const [english, setEnglish] = useState(first.name.en ?? '')
  const [shared, setShared] = useState(first.shared)
  const written = name.trim()
  const save = () => {
    const en = english.trim()
    if (written) onSave({ name: { 'zh-CN': written, ...(en && { en }) }, shared })
  }
  return (
    <Dialog
      open
      title={t('save.dialog.title')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={busy} disabled={!written} onClick={save}>
          {t('page.action.save')}
        </Button>
      }
    >
      <form
        className="tb-save"
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <Field
          label={t('save.name.label')}
          hint={t('save.name.hint')}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={event => setName(event.target.value)}
        />
        <Field
          label={t('save.english.label')}
          maxLength={100}
          value={english}
          onChange={event => setEnglish(event.target.value)}
        />
        <Checkbox label={t('save.shared.label')} checked={shared} onChange={setShared} />
        {error !== null && error !== undefined && <ErrorState compact error={error} />}
      </form>
    </Dialog>
  )
}
