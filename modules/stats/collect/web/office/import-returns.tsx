import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Encoding, Separator } from '#engines/exchange/csv-records.ts'
import type { CellPlace } from '#engines/form/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { FieldFrame, Select } from '#ui/components/field.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { firstView } from '#ui/data-table/table-view.ts'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { type ImportMapping, listReturnsImports, type ReturnsImport, uploadReturns } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import type { CollectionItem } from './counts.ts'
import { type CsvHead, guessCells, guessUnitColumn, headOf } from './csv-head.ts'
import { ImportFrame, Steps } from './import-frame.tsx'
import { ImportMappingFields } from './import-mapping.tsx'
import { isReady, mappingOf, startSettings } from './import-mapping-settings.ts'
import { isBusy, POLL } from './import-state.ts'
import { useAddress } from './use-address.ts'
import './office.css'

function uploadOf(file: File, mapping: ImportMapping): FormData {
  const form = new FormData()
  form.append('mapping', JSON.stringify(mapping))
  form.append('file', file, file.name)
  return form
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

const useRunAddress = (collectionId: number) => {
  const { to } = useAddress()
  return (importId: number) => to(`/collect/collections/${collectionId}/import/${importId}`)
}

function Wizard(props: Readonly<{ collection: CollectionItem; places: readonly CellPlace[] }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const navigate = useNavigate()
  const { collectionId } = props.collection
  const address = useRunAddress(collectionId)
  const [reading, setReading] = useState<Reading>({ encoding: '', separator: '' })
  const [file, setFile] = useState<File | null>(null)
  const [head, setHead] = useState<CsvHead | null>(null)
  const [settings, setSettings] = useState(startSettings)
  const upload = useWrite(uploadReturns, {
    changes: [listReturnsImports],
    onDone: ({ importId }) => void navigate(address(importId)),
  })
  const read = async (chosen: File, how: Reading) => {
    setReading(how)
    setFile(chosen)
    const found = headOf(new Uint8Array(await chosen.slice(0, 65_536).arrayBuffer()), {
      ...(how.encoding && { encoding: how.encoding }),
      ...(how.separator && { separator: how.separator }),
    })
    setHead(found)
    const labels = props.places.map(({ code, label }) => ({ code, label: local(label) }))
    const column = guessUnitColumn(found)
    const others = found.columns.filter(one => one !== column)
    setSettings({ ...startSettings, column, cells: guessCells(others, labels) })
    upload.reset()
  }
  const send = () =>
    file &&
    head &&
    upload.mutate({ params: { collectionId }, upload: uploadOf(file, mappingOf(settings, head)) })
  return (
    <>
      <Steps step={head ? 'mapping' : 'file'} />
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
      {head && (
        <Card title={t('import.step.mapping')}>
          <ImportMappingFields head={head} places={props.places} settings={settings} onChange={setSettings} />
        </Card>
      )}
      {upload.error && <ErrorState compact error={upload.error} />}
      {head && (
        <footer className="co-foot">
          {!isReady(settings) && <span className="co-soft">{t('import.mapping.missing')}</span>}
          <Button look="primary" disabled={!isReady(settings)} busy={upload.isPending} onClick={send}>
            {t('import.action.preview')}
          </Button>
        </footer>
      )}
      <EarlierImports collectionId={collectionId} />
    </>
  )
}

/** What was imported before, to be opened again. */
function EarlierImports({ collectionId }: Readonly<{ collectionId: number }>): ReactElement | null {
  const t = useText(officeText)
  const navigate = useNavigate()
  const address = useRunAddress(collectionId)
  const [view, setView] = useState(() => firstView(20))
  const read = useRead(
    listReturnsImports,
    { params: { collectionId }, query: { page: view.page, pageSize: view.pageSize } },
    {
      placeholderData: last => last,
      refetchInterval: query => (query.state.data?.items.some(isBusy) ? POLL : false),
    },
  )
  const columns: readonly Column<ReturnsImport>[] = [
    {
      key: 'file',
      title: t('import.step.file'),
      text: one => one.fileName,
      cell: one => <Link to={address(one.importId)}>{one.fileName}</Link>,
    },
    {
      key: 'state',
      title: t('import.run.state'),
      text: one => t(`import.state.${one.state}`),
    },
    {
      key: 'total',
      title: t('import.run.records'),
      align: 'right',
      text: one => one.total,
      cell: one => formatCount(one.total),
    },
    {
      key: 'errors',
      title: t('import.error.label'),
      align: 'right',
      text: one => one.errorCount,
      cell: one => formatCount(one.errorCount),
    },
    {
      key: 'at',
      title: t('import.run.at'),
      text: one => formatDateTime(one.createdAt),
    },
  ]
  if (!read.isError && (read.data?.total ?? 0) === 0) return null
  return (
    <Card title={t('import.run.earlier')} flush>
      <ReadFailure compact read={read} />
      {!read.isLoadingError && (
        <DataTable
          id="collect.imports"
          label={t('import.run.earlier')}
          columns={columns}
          rows={read.data?.items ?? []}
          keyOf={one => String(one.importId)}
          searchable={false}
          server={{
            view,
            total: read.data?.total ?? 0,
            onView: setView,
            readPage: pagesOf<ReturnsImport>(listReturnsImports, { params: { collectionId } }),
          }}
          onOpen={one => navigate(address(one.importId))}
        />
      )}
    </Card>
  )
}

/** Returns from a file: choose it, say what its columns are; the preview follows on a page of its own. */
export function ImportReturns(): ReactElement {
  return (
    <ImportFrame>{(collection, places) => <Wizard collection={collection} places={places} />}</ImportFrame>
  )
}
