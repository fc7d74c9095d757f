import type { ReactElement } from 'react'
import { Field, Select, type SelectOption } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { type ImportMapping, type UnitField, unitFields } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'
import { RegionSelect } from './region-select.tsx'

type Source = ImportMapping['fields'][string]

/** No heading of a file is this. */
const FIXED = '\u0000fixed'
const LONGEST = 200

const fixedText = (source: Source | undefined): string | null =>
  source && 'text' in source ? source.text : null

/** Whether every field that is to be the same text on each line has that text. */
export const isComplete = ({ fields }: ImportMapping): boolean =>
  Object.values(fields).every(source => fixedText(source)?.trim() !== '')

/** Which column fills which field, or which text does on every line, for files that do not say it. */
export function MappingFields(
  props: Readonly<{
    headings: readonly string[]
    mapping: ImportMapping
    onChange: (mapping: ImportMapping) => void
  }>,
): ReactElement {
  const { headings, mapping, onChange } = props
  const choose = (field: string, source: Source | undefined) => {
    const { [field]: _was, ...rest } = mapping.fields
    onChange({ ...mapping, fields: source ? { ...rest, [field]: source } : rest })
  }
  return (
    <div className="zr-grid">
      {unitFields.map(field => (
        <MappedField
          key={field.name}
          field={field}
          headings={headings}
          source={mapping.fields[field.name]}
          onChange={source => choose(field.name, source)}
        />
      ))}
    </div>
  )
}

type MappedFieldProps = Readonly<{
  field: UnitField
  headings: readonly string[]
  source: Source | undefined
  onChange: (source: Source | undefined) => void
}>

function MappedField({ field, headings, source, onChange }: MappedFieldProps): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const label = labels.say(field.text)
  const fixed = fixedText(source)
  const choose = (value: string) => {
    if (value === FIXED) onChange({ text: '' })
    else onChange(value === '' ? undefined : { column: value })
  }
  return (
    <fieldset className="zr-mapped" aria-label={label}>
      <Select
        label={label}
        value={fixed !== null ? FIXED : source && 'column' in source ? source.column : ''}
        blank={t('import.settings.none')}
        options={[
          ...headings.map(heading => ({ value: heading, label: heading })),
          { value: FIXED, label: t('import.fixed.choice') },
        ]}
        onChange={choose}
      />
      {fixed !== null && (
        <div className="zr-fixed">
          <FixedText field={field} text={fixed} onText={text => onChange({ text })} />
        </div>
      )}
    </fieldset>
  )
}

type FixedTextProps = Readonly<{ field: UnitField; text: string; onText: (text: string) => void }>

function FixedText({ field, text, onText }: FixedTextProps): ReactElement {
  const t = useText(registerText)
  const codes = useClosedList(field)
  if (field.name === 'regionCode') {
    return (
      <RegionSelect
        value={text || undefined}
        onChange={code => onText(code ?? '')}
        blank={t('import.fixed.blank')}
      />
    )
  }
  if (codes) {
    return (
      <Select
        label={t('import.fixed.label')}
        required
        value={text}
        blank={t('import.fixed.blank')}
        options={codes}
        onChange={onText}
      />
    )
  }
  const row = { sample: '{row}' }
  return (
    <Field
      label={t('import.fixed.label')}
      required
      type={field.type === 'date' ? 'date' : 'text'}
      maxLength={LONGEST}
      hint={field.type === 'text' ? t('import.fixed.row', row) : undefined}
      value={text}
      onChange={event => onText(event.target.value)}
    />
  )
}

/** The codes of a field that takes no others, in words. */
function useClosedList({ name, type }: UnitField): readonly SelectOption[] | undefined {
  const t = useText(registerText)
  const labels = useLabels()
  if (type === 'boolean') {
    return [
      { value: 'true', label: t('unit.value.yes') },
      { value: 'false', label: t('unit.value.no') },
    ]
  }
  const lists = { kind: labels.kinds, sizeClass: labels.sizes, registerType: labels.registerTypes }
  return lists[name as keyof typeof lists]
}
