import type { ReactElement } from 'react'
import { Field, Select } from '#ui/components/field.tsx'
import { type LocalText, useLocalText, useText } from '#ui/i18n/text.ts'
import { catalogText } from '../../locale/text.ts'
import { useRegisterName } from '../use-words.ts'
import { type Elsewhere, isUnread, type Trial, withTyped } from './trial.ts'

type Props = Readonly<{ trial: Trial; onChange: (trial: Trial) => void }>

/** The register and other forms, as far as rules and prefilled cells look at them. */
export function ElsewherePanel({ trial, onChange }: Props): ReactElement | null {
  const t = useText(catalogText)
  const { elsewhere } = trial.form
  if (elsewhere.length === 0) return null
  const typed = elsewhere.filter(one => (trial.typed[one.key] ?? '') !== '').length
  return (
    <details className="zc-elsewhere">
      <summary>
        {t('trial.elsewhere.title', { count: elsewhere.length })}
        {typed > 0 && <span className="zc-soft"> {t('trial.elsewhere.typed', { count: typed })}</span>}
      </summary>
      <p className="zc-soft">{t('trial.elsewhere.text')}</p>
      <div className="zc-elsewhere-fields">
        {elsewhere.map(one => (
          <ElsewhereField key={one.key} one={one} trial={trial} onChange={onChange} />
        ))}
      </div>
    </details>
  )
}

function ElsewhereField({ one, trial, onChange }: Props & Readonly<{ one: Elsewhere }>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText() as (text: LocalText) => string
  const registerName = useRegisterName()
  const label = one.source === 'unit' ? registerName(one.label['zh-CN']) : `${one.source} ${local(one.label)}`
  const value = trial.typed[one.key] ?? ''
  const change = (text: string) => onChange(withTyped(trial, one.key, text))
  if (one.type.kind === 'boolean') {
    const options = (['true', 'false'] as const).map(key => ({
      value: key,
      label: t(`trial.boolean.${key}`),
    }))
    return <Select label={label} hint={one.key} value={value} options={options} blank=" " onChange={change} />
  }
  return (
    <Field
      label={label}
      hint={one.key}
      problem={isUnread(trial, one) ? t('trial.elsewhere.unread') : undefined}
      value={value}
      onChange={event => change(event.target.value)}
    />
  )
}
