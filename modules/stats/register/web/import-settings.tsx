import { type ReactElement, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Field, Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import {
  type ImportRecord,
  type ImportSettings,
  listImportLines,
  previewImport,
  readImport,
} from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { ImportCodes } from './import-codes.tsx'
import { isComplete, MappingFields } from './import-mapping.tsx'

/** What fills which field; a changed choice is previewed anew before anything can be applied. */
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
  const complete = isComplete(settings.mapping)
  const put = (change: Partial<ImportSettings>) => setSettings({ ...settings, ...change })
  return (
    <Card
      title={t('import.settings.title')}
      extra={
        <Button
          busy={again.isPending}
          disabled={(!changed && record.state === 'previewed') || !complete}
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
      {!complete && <p className="zr-soft">{t('import.fixed.missing')}</p>}
      {record.unused.length > 0 && (
        <p className="zr-soft">{t('import.settings.unused', { columns: record.unused.join(' · ') })}</p>
      )}
      <ImportCodes record={record} mapping={settings.mapping} onChange={mapping => put({ mapping })} />
      {again.isError && <ErrorState error={again.error} compact />}
    </Card>
  )
}
