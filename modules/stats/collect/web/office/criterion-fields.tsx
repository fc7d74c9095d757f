import { type ReactElement, useState } from 'react'
import { listRegions } from '#modules/ops/access/contract.ts'
import { type FrameCriterion, sizeClasses, unitKinds } from '#modules/stats/register/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { Checkbox, Field } from '#ui/components/field.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { codesOfText } from './criterion.ts'

type Props = Readonly<{ value: FrameCriterion; onChange: (value: FrameCriterion) => void }>

function Checks<Code extends string>(
  props: Readonly<{
    label: string
    items: readonly Readonly<{ code: Code; name: string }>[]
    chosen: readonly Code[]
    onChange: (chosen: Code[]) => void
  }>,
): ReactElement {
  const { chosen, onChange } = props
  return (
    <fieldset className="co-checks co-checks-inline">
      <legend>{props.label}</legend>
      {props.items.map(({ code, name }) => (
        <Checkbox
          key={code}
          label={name}
          checked={chosen.includes(code)}
          onChange={on => onChange(on ? [...chosen, code] : chosen.filter(one => one !== code))}
        />
      ))}
    </fieldset>
  )
}

/** A list of codes typed as text; what is no code is named and keeps nothing from being typed on. */
function Codes(
  props: Readonly<{
    label: string
    hint?: string
    pattern: RegExp
    onChange: (codes: string[]) => void
  }>,
): ReactElement {
  const t = useText(officeText)
  const [text, setText] = useState('')
  const { wrong } = codesOfText(text, props.pattern)
  return (
    <Field
      label={props.label}
      hint={props.hint}
      value={text}
      problem={wrong.length > 0 ? t('issue.industries.problem', { text: wrong.join(', ') }) : undefined}
      onChange={event => {
        setText(event.target.value)
        props.onChange([...codesOfText(event.target.value, props.pattern).codes])
      }}
    />
  )
}

/** Who owes the form: absent members do not limit. */
export function CriterionFields({ value, onChange }: Props): ReactElement {
  const t = useText(officeText)
  const locale = useLocale()
  const city = useRead(listRegions, {}, { staleTime: 600_000 })
  const parent = city.data?.regions[0]?.code
  const counties = useRead(
    listRegions,
    { query: parent ? { parent, limit: 200 } : {} },
    { enabled: parent !== undefined, staleTime: 600_000 },
  )
  const set = (change: Partial<FrameCriterion>) => {
    const next = Object.entries({ ...value, ...change }).filter(([, member]) =>
      Array.isArray(member) ? member.length > 0 : member === true,
    )
    onChange(Object.fromEntries(next) as FrameCriterion)
  }
  return (
    <>
      <Checks
        label={t('issue.kinds.label')}
        items={unitKinds.map(({ code, text }) => ({ code, name: text[locale] }))}
        chosen={value.kinds ?? []}
        onChange={kinds => set({ kinds })}
      />
      <Checks
        label={t('issue.sizes.label')}
        items={sizeClasses.map(({ code, text }) => ({ code, name: text[locale] }))}
        chosen={value.sizeClasses ?? []}
        onChange={sizes => set({ sizeClasses: sizes })}
      />
      <Checkbox
        label={t('issue.threshold.label')}
        checked={value.aboveThreshold ?? false}
        onChange={on => set({ aboveThreshold: on })}
      />
      <div className="co-grid">
        <Codes
          label={t('issue.industries.label')}
          hint={t('issue.industries.hint')}
          pattern={/^([A-Z]|[0-9]{2,4})$/}
          onChange={industries => set({ industries })}
        />
        <Codes
          label={t('issue.types.label')}
          pattern={/^[0-9]{3}$/}
          onChange={registerTypes => set({ registerTypes })}
        />
      </div>
      {parent && (
        <Checks
          label={t('issue.regions.label')}
          items={(counties.data?.regions ?? []).map(({ code, name }) => ({ code, name }))}
          chosen={value.regions ?? []}
          onChange={regions => set({ regions })}
        />
      )}
    </>
  )
}
