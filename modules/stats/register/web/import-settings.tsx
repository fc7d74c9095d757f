import { type ReactElement, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import {
  type ImportMapping,
  type ImportRecord,
  type ImportSettings,
  listImportLines,
  previewImport,
  readImport,
  unitFields,
} from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'

const FIXED = '\u0000fixed'

/** Which column fills which field; a changed choice is previewed anew before anything can be applied. */
export function ImportSettingsCard({ record }: Readonly<{ record: ImportRecord }>): ReactElement {
  const t = useText(registerText)
  const [settings, setSettings] = useState<ImportSettings>(record.settings)
  const again = useWrite(previewImport, { changes: [readImport, listImportLines] })
  const changed = JSON.stringify(settings) !== JSON.stringify(record.settings)
  const separators = [
    { value: ',', label: t('import.separator.comma') },
    { value: ';', label: t('import.separator.semicolon') },
    { value: '\t', label: t('import.separator.tab') },
    { value: '|', label: t('import.separator.bar') },
  ]
  const put = (change: Partial<ImportSettings>) => setSettings({ ...settings, ...change })
  return (
    <Card
      title={t('import.settings.title')}
      extra={
        <Button
          busy={again.isPending}
          disabled={!changed}
          onClick={() => again.mutate({ params: { importId: record.importId }, body: settings })}
        >
          {t('import.settings.again')}
        </Button>
      }
    >
      <div className="zr-grid">
        <Field
          label={t('import.settings.validFrom')}
          type="date"
          required
          value={settings.validFrom}
          onChange={event => event.target.value && put({ validFrom: event.target.value })}
        />
        <Select
          label={t('import.settings.encoding')}
          value={settings.encoding}
          options={['utf-8', 'gbk'].map(value => ({ value, label: value.toUpperCase() }))}
          onChange={value => put({ encoding: value as ImportSettings['encoding'] })}
        />
        <Select
          label={t('import.settings.separator')}
          value={settings.separator}
          options={separators}
          onChange={value => put({ separator: value as ImportSettings['separator'] })}
        />
      </div>
      <MappingFields
        headings={record.headings}
        mapping={settings.mapping}
        onChange={mapping => put({ mapping })}
      />
      {record.unused.length > 0 && (
        <p className="zr-soft">{t('import.settings.unused', { columns: record.unused.join(' · ') })}</p>
      )}
      {again.isError && <ErrorState error={again.error} compact />}
    </Card>
  )
}

function MappingFields(
  props: Readonly<{
    headings: readonly string[]
    mapping: ImportMapping
    onChange: (mapping: ImportMapping) => void
  }>,
): ReactElement {
  const { headings, mapping, onChange } = props
  const t = useText(registerText)
  const labels = useLabels()
  const choose = (field: string, column: string) => {
    const { [field]: _was, ...rest } = mapping.fields
    onChange({ ...mapping, fields: column === '' ? rest : { ...rest, [field]: { column } } })
  }
  return (
    <div className="zr-grid">
      {unitFields.map(field => {
        const source = mapping.fields[field.name]
        const fixed = source && 'text' in source ? source.text : null
        const options = headings.map(heading => ({ value: heading, label: heading }))
        const all =
          fixed === null
            ? options
            : [{ value: FIXED, label: t('import.settings.fixed', { text: fixed }) }, ...options]
        const value = fixed !== null ? FIXED : source && 'column' in source ? source.column : ''
        return (
          <Select
            key={field.name}
            label={labels.say(field.text)}
            value={value}
            options={all}
            blank={t('import.settings.none')}
            onChange={column => column !== FIXED && choose(field.name, column)}
          />
        )
      })}
    </div>
  )
}
