import { type ReactElement, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Field } from '#ui/components/field.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { listOutlineSets, loadOutlines, previewOutlines, readOutlineSet, readOutlines } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import { PreviewMap } from './outline-map.tsx'
import { OutlineReport } from './outline-report.tsx'

type LoadProps = Readonly<{ edition: string; replaces: boolean }>

/** A file of outlines, first seen as it would be drawn, then kept with its approval number. */
export function LoadOutlines({ edition, replaces }: LoadProps): ReactElement {
  const t = useText(accessText)
  const [property, setProperty] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const preview = useWrite(previewOutlines)
  const chosen = property.trim()
  const look = (upload: File) => {
    setFile(upload)
    preview.mutate({ params: { edition }, query: chosen ? { property: chosen } : {}, upload })
  }
  const seen = preview.data
  const matches = seen?.levels.some(level => level.matched > 0) === true
  return (
    <Card title={t(replaces ? 'outlines.load.replace' : 'outlines.load.title')}>
      <div className="za-stack">
        <p className="za-soft">{t('outlines.load.what')}</p>
        <Field
          label={t('outlines.load.property')}
          hint={t('outlines.load.propertyHint')}
          value={property}
          maxLength={50}
          onChange={event => setProperty(event.target.value)}
        />
        <FileDrop
          accept=".json,.geojson,application/geo+json,application/json"
          busy={preview.isPending}
          testId="outlines-file"
          title={t(preview.isPending ? 'outlines.load.busy' : 'outlines.load.choose')}
          hint={file ? file.name : t('outlines.load.limits')}
          onFiles={([first]) => look(first)}
        />
        {preview.isError && <ErrorState error={preview.error} compact />}
        {seen && <OutlineReport preview={seen} />}
        {seen && file && matches && (
          <Keep
            key={`${file.name} ${seen.points}`}
            edition={edition}
            file={file}
            property={seen.property}
            drawings={seen.drawings}
            onKept={() => {
              preview.reset()
              setFile(null)
            }}
          />
        )}
        {seen && !matches && <p role="alert">{t('outlines.preview.noMatch')}</p>}
      </div>
    </Card>
  )
}

type KeepProps = Readonly<{
  edition: string
  file: File
  property: string
  drawings: Parameters<typeof PreviewMap>[0]['drawings']
  onKept: () => void
}>

/** What must stand under every map is written in before it is kept, and stands under the preview already. */
function Keep({ edition, file, property, drawings, onKept }: KeepProps): ReactElement {
  const t = useText(accessText)
  const [approvalNumber, setApprovalNumber] = useState('')
  const [source, setSource] = useState('')
  const keep = useWrite(loadOutlines, {
    changes: [listOutlineSets, readOutlineSet, readOutlines],
    onDone: () => {
      showToast(t('outlines.done.loaded'))
      onKept()
    },
  })
  const isReady = approvalNumber.trim() !== '' && source.trim() !== ''
  return (
    <form
      className="za-stack"
      onSubmit={event => {
        event.preventDefault()
        if (isReady)
          keep.mutate({ params: { edition }, query: { approvalNumber, source, property }, upload: file })
      }}
    >
      <PreviewMap
        drawings={drawings}
        credit={{ approvalNumber: approvalNumber || '—', source: source || '—' }}
      />
      <Field
        label={t('outlines.load.approval')}
        hint={t('outlines.load.approvalHint')}
        required
        maxLength={60}
        value={approvalNumber}
        onChange={event => setApprovalNumber(event.target.value)}
      />
      <Field
        label={t('outlines.load.source')}
        hint={t('outlines.load.sourceHint')}
        required
        maxLength={200}
        value={source}
        onChange={event => setSource(event.target.value)}
      />
      {keep.isError && <ErrorState error={keep.error} compact />}
      <p>
        <Button look="primary" submit busy={keep.isPending} disabled={!isReady}>
          {t('outlines.load.keep')}
        </Button>
      </p>
    </form>
  )
}
