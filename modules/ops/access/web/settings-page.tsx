import { type FormEvent, type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Checkbox, Field } from '#ui/components/field.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { changeSetting, listSettings, readSession, type SettingView } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'

type Setting = Static<typeof SettingView>

export function SettingsPage(): ReactElement {
  const t = useText(accessText)
  const settings = useRead(listSettings)
  return (
    <div className="za-page za-narrow">
      <h1>{t('settings.page.title')}</h1>
      {settings.isPending && <Skeleton lines={8} />}
      {settings.isError && <ErrorState error={settings.error} onRetry={() => settings.refetch()} />}
      {settings.data?.map(setting => (
        <SettingCard key={`${setting.key} ${setting.changedAt}`} setting={setting} />
      ))}
    </div>
  )
}

const asText = (value: Setting['value']): string => (Array.isArray(value) ? value.join(', ') : String(value))

function SettingCard({ setting }: Readonly<{ setting: Setting }>): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const [value, setValue] = useState(setting.value)
  const save = useWrite(changeSetting, {
    changes: [listSettings, readSession],
    onDone: () => showToast(t('settings.item.saved')),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ params: { key: setting.key }, body: { value } })
  }
  const changed = asText(value) !== asText(setting.value)
  return (
    <Card
      title={local(setting.text)}
      extra={
        <span className="za-soft">
          {setting.changedAt
            ? t('settings.item.changed', { time: formatDateTime(setting.changedAt) })
            : t('settings.item.default')}
        </span>
      }
    >
      <form className="za-setting" onSubmit={submit}>
        <SettingInput setting={setting} value={value} onChange={setValue} />
        {save.isError && <ErrorState error={save.error} compact />}
        <p>
          <Button look={changed ? 'primary' : 'plain'} submit busy={save.isPending} disabled={!changed}>
            {t('settings.item.save')}
          </Button>
        </p>
      </form>
    </Card>
  )
}

function SettingInput(
  props: Readonly<{ setting: Setting; value: Setting['value']; onChange: (value: Setting['value']) => void }>,
): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const { setting, value, onChange } = props
  const help = local(setting.help)
  if (setting.kind === 'boolean') {
    return <Checkbox label={help} checked={value === true} onChange={onChange} />
  }
  if (setting.kind === 'number') {
    return (
      <Field
        label={help}
        inputMode="numeric"
        value={asText(value)}
        onChange={event => {
          const typed = event.target.value.trim()
          onChange(/^\d{1,9}$/.test(typed) ? Number(typed) : typed)
        }}
      />
    )
  }
  const listed = setting.kind === 'list'
  return (
    <Field
      label={help}
      hint={listed ? t('settings.item.listHint') : undefined}
      value={asText(value)}
      onChange={event =>
        onChange(listed ? event.target.value.split(/[,，\s]+/).filter(Boolean) : event.target.value)
      }
    />
  )
}
