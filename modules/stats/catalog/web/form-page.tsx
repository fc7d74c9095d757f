import type { ReactElement } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { download } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { Tabs } from '#ui/components/tabs.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { exportVersion, readForm, readVersion } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { FormMarks } from './form-marks.tsx'
import { FormVersions } from './form-versions.tsx'
import { ProblemList } from './problem-list.tsx'
import { ReasonsTable } from './reasons-table.tsx'
import { RulesTable } from './rules-table.tsx'
import { FormTrial } from './trial/form-trial.tsx'
import { useFrequency, useSubject } from './use-words.ts'
import { VersionActions } from './version-actions.tsx'
import './catalog.css'

export type Form = ReplyOf<typeof readForm>
export type Version = ReplyOf<typeof readVersion>

export function FormPage(): ReactElement {
  const t = useText(catalogText)
  const code = useParams().code ?? ''
  const { to } = useAddress()
  const form = useRead(readForm, { params: { code } })
  return (
    <div className="zc-page">
      <Link className="zc-link" to={to('/design/forms')}>
        {t('form.page.back')}
      </Link>
      {form.isPending && <Skeleton lines={10} />}
      {form.isError && <ErrorState error={form.error} onRetry={() => form.refetch()} />}
      {form.data && <FormBody form={form.data} />}
    </div>
  )
}

function FormBody({ form }: Readonly<{ form: Form }>): ReactElement {
  const { search, change } = useAddress()
  const asked = form.versions.find(one => String(one.versionNo) === search.get('version'))
  const shown = asked ?? form.versions.find(one => one.status === 'published') ?? form.versions[0]
  const version = useRead(
    readVersion,
    { params: { versionId: shown?.versionId ?? 0 } },
    { enabled: shown !== undefined },
  )
  const choose = (no: number) => change({ version: no })
  return (
    <>
      <FormHead form={form} shown={shown?.versionNo} version={version.data} onChoose={choose} />
      {version.isPending && <Skeleton lines={12} />}
      {version.isError && <ErrorState error={version.error} onRetry={() => version.refetch()} />}
      {version.data && (
        <VersionContent key={version.data.versionId} form={form} version={version.data} onChoose={choose} />
      )}
    </>
  )
}

type HeadProps = Readonly<{
  form: Form
  shown: number | undefined
  version: Version | undefined
  onChoose: (versionNo: number) => void
}>

function FormHead({ form, shown, version, onChoose }: HeadProps): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const tellFailure = useFailureToast()
  const navigate = useNavigate()
  const { to } = useAddress()
  const save = (versionId: number) =>
    void download(exportVersion, { params: { versionId } }).catch(tellFailure)
  return (
    <header className="zc-head">
      <div>
        <h1>
          {form.code} {local(version ? version.spec.title : form.title)}
        </h1>
        <FormFacts form={form} version={version} />
      </div>
      <div className="zc-actions">
        <select
          className="zt-input zc-version"
          aria-label={t('form.version.title')}
          value={shown}
          onChange={event => onChoose(Number(event.target.value))}
        >
          {form.versions.map(one => (
            <option key={one.versionId} value={one.versionNo}>
              {`${t('form.version.no', { no: one.versionNo })} · ${t(`form.status.${one.status}`)}`}
            </option>
          ))}
        </select>
        {version && (
          <>
            <Button icon="download" onClick={() => save(version.versionId)}>
              {t('form.action.export')}
            </Button>
            {form.may.design && (
              <Button onClick={() => navigate(to('/design/import', { from: version.versionId }))}>
                {t('form.action.change')}
              </Button>
            )}
            <VersionActions version={version} may={form.may} />
          </>
        )}
      </div>
    </header>
  )
}

function FormFacts({ form, version }: Pick<HeadProps, 'form' | 'version'>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const frequency = useFrequency()
  const subject = useSubject()
  const { to } = useAddress()
  const summary = version?.summary
  return (
    <p className="zc-marks">
      <Link className="zc-link" to={to(`/design/programmes/${form.programme.code}`)}>
        {local(form.programme.name)}
      </Link>
      <span>{subject(form.subject)}</span>
      <span>{frequency(form.frequency)}</span>
      {summary && <span>{t('form.summary.cells', { count: summary.cells })}</span>}
      {summary && summary.computed > 0 && (
        <span>{t('form.summary.computed', { count: summary.computed })}</span>
      )}
      {summary && summary.prefilled > 0 && (
        <span>{t('form.summary.prefilled', { count: summary.prefilled })}</span>
      )}
    </p>
  )
}

const tabs = ['preview', 'rules', 'reasons', 'marks', 'versions', 'problems'] as const
type Tab = (typeof tabs)[number]

type ContentProps = Readonly<{ form: Form; version: Version; onChoose: (versionNo: number) => void }>

function VersionContent({ form, version, onChoose }: ContentProps): ReactElement {
  const t = useText(catalogText)
  const { search, change } = useAddress()
  const counts = { reasons: version.spec.reasons?.length ?? 0, problems: version.diagnostics.length }
  const words: Readonly<Record<Tab, string>> = {
    preview: t('form.tab.preview'),
    rules: t('form.tab.rules', { count: version.rules.length }),
    marks: t('form.tab.marks'),
    versions: t('form.tab.versions', { count: form.versions.length }),
    reasons: t('form.tab.reasons', { count: counts.reasons }),
    problems: t('form.tab.problems', { count: counts.problems }),
  }
  const offered = tabs.filter(one => (one !== 'problems' && one !== 'reasons') || counts[one] > 0)
  const tab = offered.find(one => one === search.get('tab')) ?? 'preview'
  return (
    <Tabs
      label={t('form.tab.label')}
      tabs={offered.map(key => ({ key, label: words[key] }))}
      chosen={tab}
      onChoose={key => change({ tab: key === 'preview' ? undefined : key }, { replace: true })}
    >
      {/* Stays there under the other tabs, with what was filled in. */}
      <div hidden={tab !== 'preview'}>
        <FormTrial spec={version.spec} forms={version.forms} />
      </div>
      {tab === 'rules' && <RulesTable rules={version.rules} />}
      {tab === 'reasons' && <ReasonsTable spec={version.spec} rules={version.rules} />}
      {tab === 'marks' && <FormMarks summary={version.summary} programme={form.programme} />}
      {tab === 'versions' && <FormVersions form={form} shown={version} onChoose={onChoose} />}
      {tab === 'problems' && <ProblemList diagnostics={version.diagnostics} />}
    </Tabs>
  )
}
