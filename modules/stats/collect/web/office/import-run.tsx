import { type ReactElement, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { CellPlace } from '#engines/form/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { NotFound } from '#ui/shell/route-error.tsx'
import {
  applyReturns,
  cancelReturns,
  getProgress,
  getRuleSummary,
  listImportErrors,
  listReports,
  listReturnsImports,
  previewReturns,
  type ReturnsImport,
  readImportSample,
  readReturnsImport,
} from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { ImportFrame, Steps } from './import-frame.tsx'
import { ImportMappingFields } from './import-mapping.tsx'
import { isReady, mappingOf, settingsOf } from './import-mapping-settings.ts'
import { Outcome } from './import-outcome.tsx'
import { isBusy, POLL } from './import-state.ts'
import { useAddress } from './use-address.ts'
import './office.css'

const changed = [readReturnsImport, readImportSample, listReturnsImports, listImportErrors]

type MappingProps = Readonly<{ run: ReturnsImport; places: readonly CellPlace[]; onDone: () => void }>

function Mapping(props: MappingProps): ReactElement {
  const read = useRead(readImportSample, { params: { importId: props.run.importId } })
  if (!read.data) return <Unread read={read} lines={6} />
  return <MappingCard {...props} sample={read.data.sample} />
}

function MappingCard(props: MappingProps & Readonly<{ sample: readonly string[] }>): ReactElement {
  const t = useText(officeText)
  const { run, places, onDone, sample } = props
  const [settings, setSettings] = useState(() => settingsOf(run.mapping))
  const again = useWrite(previewReturns, { changes: changed, onDone })
  const head = {
    encoding: run.mapping.encoding ?? 'utf-8',
    separator: run.mapping.separator ?? ',',
    columns: run.headings,
    sample,
  }
  return (
    <Card title={t('import.step.mapping')}>
      <ImportMappingFields head={head} places={places} settings={settings} onChange={setSettings} />
      {again.error && <ErrorState compact error={again.error} />}
      <footer className="co-foot">
        <Button onClick={onDone}>{t('office.action.cancel')}</Button>
        <Button
          look="primary"
          disabled={!isReady(settings)}
          busy={again.isPending}
          onClick={() =>
            again.mutate({ params: { importId: run.importId }, body: mappingOf(settings, head) })
          }
        >
          {t('import.action.preview')}
        </Button>
      </footer>
    </Card>
  )
}

function Status({ run }: Readonly<{ run: ReturnsImport }>): ReactElement | null {
  const t = useText(officeText)
  const locale = useLocale()
  const cancel = useWrite(cancelReturns, { changes: changed })
  if (isBusy(run)) {
    return (
      <>
        <ProgressBar
          label={t(`import.state.${run.state}`)}
          done={run.done}
          total={run.total}
          onCancel={() => cancel.mutate({ params: { importId: run.importId } })}
        />
        {cancel.error && <ErrorState compact error={cancel.error} />}
      </>
    )
  }
  if (run.failure) return <Banner look="fatal">{run.failure.message[locale]}</Banner>
  if (run.state === 'cancelled') return <Banner>{t('import.run.cancelled')}</Banner>
  if (run.state === 'applied') {
    const count = (run.outcome?.created ?? 0) + (run.outcome?.revised ?? 0)
    return <Banner>{t('import.done.title', { count: formatCount(count) })}</Banner>
  }
  return null
}

function Actions(props: Readonly<{ run: ReturnsImport; onMapping: () => void }>): ReactElement | null {
  const t = useText(officeText)
  const navigate = useNavigate()
  const { to } = useAddress()
  const { run, onMapping } = props
  const { importId, collectionId, state } = run
  const apply = useWrite(applyReturns, {
    changes: [...changed, getProgress, listReports, getRuleSummary],
  })
  if (isBusy(run)) return null
  const writes = (run.outcome?.created ?? 0) + (run.outcome?.revised ?? 0)
  return (
    <>
      {apply.error && <ErrorState compact error={apply.error} />}
      <footer className="co-foot">
        <Button onClick={() => navigate(to(`/collect/collections/${collectionId}/import`))}>
          {t('import.action.again')}
        </Button>
        {state !== 'applied' && <Button onClick={onMapping}>{t('import.action.back')}</Button>}
        {state === 'previewed' && (
          <Button
            look="primary"
            disabled={run.errorCount > 0 || writes === 0}
            busy={apply.isPending}
            onClick={() => apply.mutate({ params: { importId } })}
          >
            {t('import.action.apply')}
          </Button>
        )}
        {state === 'applied' && (
          <Button look="primary" onClick={() => navigate(to('/collect/rules', { collection: collectionId }))}>
            {t('collections.action.rules')}
          </Button>
        )}
      </footer>
    </>
  )
}

type RunProps = Readonly<{ collectionId: number; importId: number; places: readonly CellPlace[] }>

function Run(props: RunProps): ReactElement {
  const [mapping, setMapping] = useState(false)
  const read = useRead(
    readReturnsImport,
    { params: { importId: props.importId } },
    { refetchInterval: query => (isBusy(query.state.data) ? POLL : false) },
  )
  if (!read.data) return <Unread read={read} lines={8} />
  const run = read.data
  // Another collection's import would be shown against this one's form.
  if (run.collectionId !== props.collectionId) return <NotFound />
  return (
    <>
      <ReadFailure read={read} />
      <Steps step={mapping ? 'mapping' : run.state === 'applied' ? 'done' : 'preview'} />
      {mapping ? (
        <Mapping run={run} places={props.places} onDone={() => setMapping(false)} />
      ) : (
        <>
          <Status run={run} />
          {(run.state === 'previewed' || run.state === 'applied') && (
            <Card title={run.fileName}>
              <Outcome run={run} />
            </Card>
          )}
          <Actions run={run} onMapping={() => setMapping(true)} />
        </>
      )}
    </>
  )
}

/** One import: how far it is, what it would do or has done, and what is wrong with the file. */
export function ImportRun(): ReactElement {
  const importId = Number(useParams().importId)
  return (
    <ImportFrame>
      {({ collectionId }, places) => <Run collectionId={collectionId} importId={importId} places={places} />}
    </ImportFrame>
  )
}
