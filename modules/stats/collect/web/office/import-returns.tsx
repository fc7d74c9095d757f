import { type ReactElement, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { type FormSpec, formCells } from '#engines/form/index.ts'
import { readVersion } from '#modules/stats/catalog/contract.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { FieldFrame, Select } from '#ui/components/field.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import {
  getCollection,
  getProgress,
  getRuleSummary,
  type ImportMapping,
  importReturns,
  listReports,
} from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { useCollectionName } from './collection-picker.tsx'
import type { CollectionItem } from './counts.ts'
import { type CsvHead, type Encoding, guessCells, headOf, type Separator } from './csv-head.ts'
import { ImportMappingFields, type Settings } from './import-mapping.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { useAddress } from './use-address.ts'
import './office.css'

const steps = ['file', 'mapping', 'preview', 'done'] as const
type Step = (typeof steps)[number]

const startSettings: Settings = { way: 'creditCode', column: '', pattern: 'SV-{row}', missing: '', cells: {} }

function mappingOf({ way, column, pattern, missing, cells }: Settings, head: CsvHead): ImportMapping {
  const unit: ImportMapping['unit'] =
    way === 'order'
      ? { by: 'order' }
      : way === 'localText'
        ? { by: 'localCode', text: pattern }
        : { by: way, column }
  const texts = missing
    .split(/[,，]/)
    .map(text => text.trim())
    .filter(Boolean)
  return {
    unit,
    cells: { ...cells },
    separator: head.separator,
    encoding: head.encoding,
    ...(texts.length > 0 && { missing: texts.slice(0, 20) }),
  }
}

function uploadOf(file: File, mapping: ImportMapping): FormData {
  const form = new FormData()
  form.append('mapping', JSON.stringify(mapping))
  form.append('file', file, file.name)
  return form
}

function Steps({ step }: Readonly<{ step: Step }>): ReactElement {
  const t = useText(officeText)
  return (
    <ol className="co-stepper">
      {steps.map(one => (
        <li key={one} aria-current={one === step ? 'step' : undefined}>
          {t(`import.step.${one}`)}
        </li>
      ))}
    </ol>
  )
}

type Reading = Readonly<{ encoding: '' | Encoding; separator: '' | Separator }>

function FileStep(
  props: Readonly<{
    reading: Reading
    onReading: (reading: Reading) => void
    onFile: (file: File) => void
  }>,
): ReactElement {
  const t = useText(officeText)
  const { reading, onReading } = props
  return (
    <div className="co-grid">
      <FieldFrame label={t('import.file.label')} hint={t('import.file.hint')} required>
        {wiring => (
          <input
            {...wiring}
            className="zt-input"
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={event => event.target.files?.[0] && props.onFile(event.target.files[0])}
          />
        )}
      </FieldFrame>
      <Select
        label={t('import.encoding.label')}
        value={reading.encoding}
        blank={t('import.encoding.auto')}
        options={[
          { value: 'utf-8', label: 'UTF-8' },
          { value: 'gbk', label: 'GBK' },
        ]}
        onChange={encoding => onReading({ ...reading, encoding: encoding as Reading['encoding'] })}
      />
      <Select
        label={t('import.separator.label')}
        value={reading.separator}
        blank={t('import.separator.auto')}
        options={[
          { value: ',', label: ',' },
          { value: ';', label: ';' },
          { value: '|', label: '|' },
          { value: '\t', label: t('import.separator.tab') },
        ]}
        onChange={separator => onReading({ ...reading, separator: separator as Reading['separator'] })}
      />
    </div>
  )
}

function Wizard(props: Readonly<{ collection: CollectionItem; spec: FormSpec }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const navigate = useNavigate()
  const { to } = useAddress()
  const { collectionId } = props.collection
  const places = formCells(props.spec).filter(
    ({ repeated, spec }) => !repeated && spec.kind !== 'closed' && spec.kind !== 'computed',
  )
  const [reading, setReading] = useState<Reading>({ encoding: '', separator: '' })
  const [file, setFile] = useState<File | null>(null)
  const [head, setHead] = useState<CsvHead | null>(null)
  const [settings, setSettings] = useState(startSettings)
  const preview = useWrite(importReturns)
  const apply = useWrite(importReturns, { changes: [getProgress, listReports, getRuleSummary] })
  const params = { collectionId }
  const read = async (chosen: File, how: Reading) => {
    setReading(how)
    setFile(chosen)
    const found = headOf(new Uint8Array(await chosen.slice(0, 65_536).arrayBuffer()), {
      ...(how.encoding && { encoding: how.encoding }),
      ...(how.separator && { separator: how.separator }),
    })
    setHead(found)
    const labels = places.map(({ code, label }) => ({ code, label: local(label) }))
    setSettings({ ...startSettings, cells: guessCells(found.columns, labels) })
  }
  const again = () => {
    setFile(null)
    setHead(null)
    preview.reset()
    apply.reset()
  }
  const step: Step = apply.data ? 'done' : preview.data ? 'preview' : head ? 'mapping' : 'file'
  const byColumn = settings.way !== 'order' && settings.way !== 'localText'
  const ready = Object.keys(settings.cells).length > 0 && (!byColumn || settings.column !== '')
  const send = (mode: 'preview' | 'apply') =>
    file &&
    head &&
    (mode === 'preview' ? preview : apply).mutate({
      params,
      query: { mode },
      upload: uploadOf(file, mappingOf(settings, head)),
    })
  const failed = apply.error ?? preview.error
  return (
    <>
      <Steps step={step} />
      {(step === 'file' || step === 'mapping') && (
        <Card title={t('import.step.file')}>
          <FileStep
            reading={reading}
            onReading={how => (file ? read(file, how) : setReading(how))}
            onFile={chosen => read(chosen, reading)}
          />
          {file && head && (
            <p className="co-soft">
              {t('import.file.columns', { name: file.name, columns: head.columns.length })}
            </p>
          )}
        </Card>
      )}
      {step === 'mapping' && head && (
        <Card title={t('import.step.mapping')}>
          <ImportMappingFields head={head} places={places} settings={settings} onChange={setSettings} />
        </Card>
      )}
      {step === 'preview' && preview.data && (
        <Card title={t('import.step.preview')}>
          <ImportOutcome outcome={preview.data} />
        </Card>
      )}
      {step === 'done' && apply.data && (
        <Card title={t('import.done.title', { count: formatCount(apply.data.created + apply.data.revised) })}>
          <ImportOutcome outcome={apply.data} />
        </Card>
      )}
      {failed && <ErrorState compact error={failed} />}
      <footer className="co-foot">
        {step === 'mapping' && (
          <Button look="primary" disabled={!ready} busy={preview.isPending} onClick={() => send('preview')}>
            {t('import.action.preview')}
          </Button>
        )}
        {step === 'preview' && (
          <>
            <Button onClick={() => preview.reset()}>{t('import.action.back')}</Button>
            <Button
              look="primary"
              disabled={(preview.data?.errorCount ?? 1) > 0}
              busy={apply.isPending}
              onClick={() => send('apply')}
            >
              {t('import.action.apply')}
            </Button>
          </>
        )}
        {step === 'done' && (
          <>
            <Button onClick={again}>{t('import.action.again')}</Button>
            <Button
              look="primary"
              onClick={() => navigate(to('/collect/rules', { collection: collectionId }))}
            >
              {t('collections.action.rules')}
            </Button>
          </>
        )}
      </footer>
    </>
  )
}

/** Returns from a file: choose it, say what its columns are, look at what it would do, then do it. */
export function ImportReturns(): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const collectionId = Number(useParams().collectionId)
  const collection = useRead(getCollection, { params: { collectionId } })
  const versionId = collection.data?.formVersionId ?? 0
  const version = useRead(readVersion, { params: { versionId } }, { enabled: versionId > 0 })
  if (collection.isError) {
    return <ErrorState error={collection.error} onRetry={() => collection.refetch()} />
  }
  if (version.isError) return <ErrorState error={version.error} onRetry={() => version.refetch()} />
  if (collection.isPending || version.isPending) return <Skeleton lines={8} />
  const spec = version.data.spec as FormSpec | null | undefined
  return (
    <div className="co-screen co-narrow">
      <header className="co-head">
        <h1>{t('import.title.page')}</h1>
        <span className="co-soft">{nameOf(collection.data)}</span>
      </header>
      {spec ? (
        <Wizard collection={collection.data} spec={spec} />
      ) : (
        <EmptyState title={t('office.collection.none')}>{t('office.collection.noneHint')}</EmptyState>
      )}
    </div>
  )
}
