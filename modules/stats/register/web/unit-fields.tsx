import { type ReactElement, useState } from 'react'
import { useRead } from '#ui/api/queries.ts'
import { Checkbox, Field, Select } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { attributeFields, listIndustries } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'
import { RegionSelect } from './region-select.tsx'
import type { UnitDraft } from './unit-draft.ts'

const INPUTS = {
  date: 'date',
  integer: 'text',
  decimal: 'text',
  text: 'text',
  code: 'text',
  boolean: 'text',
} as const

/** The dated fields of a unit, for entering and for changing. */
export function UnitFields(
  props: Readonly<{ draft: UnitDraft; onChange: (draft: UnitDraft) => void }>,
): ReactElement {
  const { draft, onChange } = props
  const t = useText(registerText)
  const labels = useLabels()
  const blank = t('form.value.blank')
  const put = (change: Partial<UnitDraft>) => onChange({ ...draft, ...change })
  return (
    <div className="zr-grid">
      <div className="zr-wide">
        <Field
          label={labels.field('name')}
          required
          maxLength={200}
          value={draft.name}
          onChange={event => put({ name: event.target.value })}
        />
      </div>
      <RegionSelect value={draft.regionCode} onChange={regionCode => put({ regionCode })} blank={blank} />
      <IndustryField value={draft.industryCode} onChange={industryCode => put({ industryCode })} />
      <Select
        label={labels.field('registerType')}
        value={draft.registerType ?? ''}
        options={labels.registerTypes}
        blank={blank}
        onChange={value => put({ registerType: value || null })}
      />
      <Select
        label={labels.field('sizeClass')}
        value={draft.sizeClass ?? ''}
        options={labels.sizes}
        blank={blank}
        onChange={value => put({ sizeClass: value || null })}
      />
      {attributeFields.map(field => (
        <Field
          key={field.name}
          label={
            field.unitOfMeasure
              ? `${labels.say(field.text)} (${labels.say(field.unitOfMeasure)})`
              : labels.say(field.text)
          }
          type={INPUTS[field.type]}
          inputMode={field.type === 'integer' || field.type === 'decimal' ? 'decimal' : undefined}
          maxLength={field.maxLength}
          value={draft.attributes[field.name] ?? ''}
          onChange={event => put({ attributes: { ...draft.attributes, [field.name]: event.target.value } })}
        />
      ))}
      <Checkbox
        label={labels.field('aboveThreshold')}
        checked={draft.aboveThreshold}
        onChange={aboveThreshold => put({ aboveThreshold })}
      />
    </div>
  )
}

function IndustryField(
  props: Readonly<{ value: string | null; onChange: (code: string | null) => void }>,
): ReactElement {
  const labels = useLabels()
  const [typed, setTyped] = useState(props.value ?? '')
  const search = typed.trim()
  const found = useRead(listIndustries, { query: { search } }, { enabled: search !== '' })
  const named = found.data?.items.find(item => item.code === search)
  return (
    <>
      <Field
        label={labels.field('industryCode')}
        list="zr-industries"
        maxLength={40}
        value={typed}
        hint={named?.name}
        onChange={event => {
          const text = event.target.value.trim()
          setTyped(event.target.value)
          if (text === '' || /^\d{2,4}$/.test(text)) props.onChange(text || null)
        }}
      />
      <datalist id="zr-industries">
        {(found.data?.items ?? [])
          .filter(item => item.level > 1)
          .map(item => (
            <option key={item.code} value={item.code}>
              {item.name}
            </option>
          ))}
      </datalist>
    </>
  )
}
