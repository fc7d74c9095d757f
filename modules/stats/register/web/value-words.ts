import { groupDigits } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { unitField } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'

type Value = string | boolean | null | undefined

/** A field's value as people read it: words for codes, thousands in groups; blank where there is none. */
export function useValueWords(): (
  field: string,
  value: Value,
  names?: Readonly<Record<string, string>>,
) => string {
  const t = useText(registerText)
  const labels = useLabels()
  return (field, value, names = {}) => {
    if (value === null || value === undefined || value === '') return ''
    const type = unitField(field)?.type
    if (type === 'boolean') return String(value) === 'true' ? t('unit.value.yes') : t('unit.value.no')
    const text = String(value)
    if (field === 'kind') return labels.kind(text)
    if (field === 'sizeClass') return labels.size(text)
    if (field === 'registerType') return labels.registerType(text)
    if (type === 'integer' || type === 'decimal') return groupDigits(text)
    return names[text] ? `${text} ${names[text]}` : text
  }
}
