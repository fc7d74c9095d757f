import type { ReactElement } from 'react'
import { Button } from '#ui/components/button.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'
import { RegionSelect } from './region-select.tsx'
import type { useUnitFilters } from './use-unit-filters.ts'

export function UnitFilterBar({ list }: Readonly<{ list: ReturnType<typeof useUnitFilters> }>): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const { filters, setFilter } = list
  const all = t('list.filter.all')
  return (
    <fieldset className="zr-filters" aria-label={t('list.filter.label')}>
      <RegionSelect value={list.region} onChange={list.setRegion} to="township" blank={all} />
      <Field
        key={filters.industry ?? ''}
        label={t('list.filter.industry')}
        placeholder={t('list.filter.industryHint')}
        defaultValue={filters.industry ?? ''}
        maxLength={4}
        onBlur={event => commitIndustry(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') commitIndustry(event.currentTarget.value)
        }}
      />
      <Select
        label={t('list.filter.size')}
        value={filters.size ?? ''}
        options={labels.sizes}
        blank={all}
        onChange={value => setFilter('size', value)}
      />
      <Select
        label={t('list.filter.kind')}
        value={filters.kind ?? ''}
        options={labels.kinds}
        blank={all}
        onChange={value => setFilter('kind', value)}
      />
      <Select
        label={t('list.filter.threshold')}
        value={filters.aboveThreshold ?? ''}
        options={[
          { value: 'true', label: t('list.filter.yes') },
          { value: 'false', label: t('list.filter.no') },
        ]}
        blank={all}
        onChange={value => setFilter('aboveThreshold', value)}
      />
      <Select
        label={t('list.filter.state')}
        value={filters.state ?? 'active'}
        options={[
          { value: 'active', label: t('list.filter.active') },
          { value: 'exited', label: t('list.filter.exited') },
          { value: 'all', label: all },
        ]}
        onChange={value => setFilter('state', value === 'active' ? '' : value)}
      />
      {list.hasFilter && (
        <Button
          look="quiet"
          onClick={() => {
            list.clear()
            list.setRegion(undefined)
          }}
        >
          {t('list.filter.clear')}
        </Button>
      )}
    </fieldset>
  )

  function commitIndustry(text: string): void {
    const code = text.trim().toUpperCase()
    if (code === '' || /^([A-Z]|\d{2,4})$/.test(code)) setFilter('industry', code)
  }
}
