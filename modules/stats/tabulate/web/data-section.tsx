import { Select as ManySelect } from 'antd'
import { type ReactElement, useId } from 'react'
import { formatPeriod } from '#engines/form/index.ts'
import type { StateLevel } from '#engines/table/index.ts'
import { Select } from '#ui/components/field.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import { ascending, type Source, sourceKey, withPart } from './draft.ts'

export const stateLevels = ['owed', 'draft', 'submitted', 'accepted:county', 'accepted:city'] as const

export const stateTexts = {
  owed: 'state.owed.text',
  draft: 'state.draft.text',
  submitted: 'state.submitted.text',
  'accepted:county': 'state.accepted-county.text',
  'accepted:city': 'state.accepted-city.text',
} as const

/** Form, periods, region edition and the reports that count. */
export function DataSection(props: Builder & Readonly<{ onSource: (source: Source) => void }>): ReactElement {
  const { list, source, definition, onChange } = props
  const t = useText(tabulateText)
  const local = useLocalText()
  return (
    <section className="tb-section">
      <h2>{t('design.data.title')}</h2>
      <Select
        label={t('design.form.label')}
        value={sourceKey(source)}
        options={list.sources.map(one => ({
          value: sourceKey(one),
          label: `${one.formCode} ${local(one.title)}${one.section ? ` · ${one.section}` : ''}`,
        }))}
        onChange={key => {
          const chosen = list.sources.find(one => sourceKey(one) === key)
          if (chosen) props.onSource(chosen)
        }}
      />
      <Periods {...props} />
      <Select
        label={t('design.edition.label')}
        value={definition.edition}
        options={list.editions.map(one => ({ value: one.edition, label: one.name }))}
        onChange={edition => onChange({ ...definition, edition })}
      />
      {list.editions.length > 1 && (
        <Select
          label={t('design.splits.label')}
          value={definition.splits ?? 'assign'}
          options={(['assign', 'allocate'] as const).map(value => ({
            value,
            label: t(`design.splits.${value}`),
          }))}
          onChange={value =>
            onChange(withPart(definition, 'splits', value === 'allocate' ? 'allocate' : undefined))
          }
        />
      )}
      <Select
        label={t('design.state.label')}
        value={definition.minState ?? 'submitted'}
        options={stateLevels.map(state => ({ value: state, label: t(stateTexts[state]) }))}
        onChange={state =>
          onChange(
            withPart(definition, 'minState', state === 'submitted' ? undefined : (state as StateLevel)),
          )
        }
      />
    </section>
  )
}

function Periods({ source, definition, onChange }: Builder): ReactElement {
  const t = useText(tabulateText)
  const locale = useLocale()
  const id = useId()
  const known = [...new Set([...source.periods, ...definition.periods])]
  return (
    <div className="zt-field">
      <label className="zt-field-label" htmlFor={id}>
        {t('design.periods.label')}
      </label>
      <ManySelect
        id={id}
        mode="multiple"
        aria-label={t('design.periods.label')}
        value={[...definition.periods]}
        options={known.map(value => ({ value, label: formatPeriod(value, locale) }))}
        optionFilterProp="label"
        maxTagCount={3}
        onChange={(periods: string[]) => onChange({ ...definition, periods: [...ascending(periods)] })}
      />
      <p className="zt-field-hint">{t('design.periods.hint')}</p>
    </div>
  )
}
