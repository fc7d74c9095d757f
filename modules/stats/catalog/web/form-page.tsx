import { type ReactElement, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { download } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { asProblem } from '#ui/api/request-failed.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { compareVersions, exportVersion, readForm, readVersion } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { DifferencesTable } from './differences-table.tsx'
import { ProblemList } from './problem-list.tsx'
import { RulesTable } from './rules-table.tsx'
import { FormTrial } from './trial/form-trial.tsx'
import { useFrequency } from './use-words.ts'
import { VersionActions } from './version-actions.tsx'
import './catalog.css'

type Form = ReplyOf<typeof readForm>
export type Version = ReplyOf<typeof readVersion>

export function FormPage(): ReactElement {
  const t = useText(catalogText)
  const code = useParams().code ?? ''
  const form = useRead(readForm, { params: { code } })
  return (
    <div className="zc-page">
      <Link className="zc-link" to="/design/forms">
        {t('form.page.back')}
      </Link>
      {form.isPending && <Skeleton lines={10} />}
      {form.isError && <ErrorState error={form.error} onRetry={() => form.refetch()} />}
      {form.data && <FormBody form={form.data} />}
    </div>
  )
}

function FormBody({ form }: Readonly<{ form: Form }>): ReactElement {
  const [search, setSearch] = useSearchParams()
  const asked = form.versions.find(one => String(one.versionNo) === search.get('version'))
  const shown = asked ?? form.versions.find(one => one.status === 'published') ?? form.versions[0]
  const version = useRead(
    readVersion,
    { params: { versionId: shown?.versionId ?? 0 } },
    { enabled: shown !== undefined },
  )
  return (
    <>
      <FormHead form={form} version={version.data} />
      <div className="zc-columns">
        <VersionList
          form={form}
          chosen={shown?.versionId}
          onChoose={no => setSearch({ version: String(no) }, { replace: true })}
        />
        <div>
          {version.isPending && <Skeleton lines={12} />}
          {version.isError && <ErrorState error={version.error} onRetry={() => version.refetch()} />}
          {version.data && <VersionContent key={version.data.versionId} form={form} version={version.data} />}
        </div>
      </div>
    </>
  )
}

function FormHead({ form, version }: Readonly<{ form: Form; version: Version | undefined }>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const locale = useLocale()
  const frequency = useFrequency()
  const summary = version?.summary
  const save = (versionId: number) =>
    void download(exportVersion, { params: { versionId } }).catch(error =>
      showToast(asProblem(error).message[locale], 'fatal'),
    )
  return (
    <header className="zc-head">
      <div>
        <h1>
          {form.code} {local(version ? version.spec.title : form.title)}
        </h1>
        <p className="zc-marks">
          <span>{local(form.programme.name)}</span>
          <span>{frequency(form.frequency)}</span>
          {summary && <span>{t('form.summary.cells', { count: summary.cells })}</span>}
          {summary && summary.computed > 0 && (
            <span>{t('form.summary.computed', { count: summary.computed })}</span>
          )}
          {summary && summary.prefilled > 0 && (
            <span>{t('form.summary.prefilled', { count: summary.prefilled })}</span>
          )}
        </p>
      </div>
      {version && (
        <div className="zc-actions">
          <Button icon="download" onClick={() => save(version.versionId)}>
            {t('form.action.export')}
          </Button>
          <VersionActions version={version} />
        </div>
      )}
    </header>
  )
}

function VersionList(
  props: Readonly<{ form: Form; chosen: number | undefined; onChoose: (versionNo: number) => void }>,
): ReactElement {
  const t = useText(catalogText)
  return (
    <Card title={t('form.version.title')} flush>
      <ul className="zc-versions">
        {props.form.versions.map(one => (
          <li key={one.versionId}>
            <button
              type="button"
              aria-current={one.versionId === props.chosen}
              onClick={() => props.onChoose(one.versionNo)}
            >
              {t('form.version.no', { no: one.versionNo })} · {t(`form.status.${one.status}`)}
              <small>
                {t('form.version.made', {
                  date: formatDateTime(one.publishedAt ?? one.createdAt),
                  by: one.createdBy ?? '',
                })}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const tabs = ['preview', 'rules', 'differences', 'problems'] as const
type Tab = (typeof tabs)[number]

function VersionContent({ form, version }: Readonly<{ form: Form; version: Version }>): ReactElement {
  const t = useText(catalogText)
  const [tab, setTab] = useState<Tab>('preview')
  const problems = version.diagnostics.length
  const words: Readonly<Record<Tab, string>> = {
    preview: t('form.tab.preview'),
    rules: t('form.tab.rules', { count: version.rules.length }),
    differences: t('form.tab.differences'),
    problems: t('form.tab.problems', { count: problems }),
  }
  const shown = tabs.filter(one => one !== 'problems' || problems > 0)
  return (
    <>
      <div className="zc-tabs" role="tablist" aria-label={t('form.tab.label')}>
        {shown.map(one => (
          <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => setTab(one)}>
            {words[one]}
          </button>
        ))}
      </div>
      <div className="zc-tab" role="tabpanel">
        {tab === 'preview' && <FormTrial spec={version.spec} forms={version.forms} />}
        {tab === 'rules' && <RulesTable rules={version.rules} />}
        {tab === 'differences' && <VersionDifferences form={form} version={version} />}
        {tab === 'problems' && <ProblemList diagnostics={version.diagnostics} />}
      </div>
    </>
  )
}

/** Against the version before it, unless there is none. */
function VersionDifferences({ form, version }: Readonly<{ form: Form; version: Version }>): ReactElement {
  const t = useText(catalogText)
  const before = form.versions.find(one => one.versionNo < version.versionNo)
  const found = useRead(
    compareVersions,
    { params: { versionId: version.versionId }, query: { from: before?.versionId ?? 0 } },
    { enabled: before !== undefined },
  )
  if (!before) return <EmptyState title={t('differences.empty.text')} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => found.refetch()} />
  return (
    <>
      <p className="zc-soft">{t('form.version.no', { no: before.versionNo })}</p>
      <DifferencesTable differences={found.data?.differences ?? []} loading={found.isPending} />
    </>
  )
}
