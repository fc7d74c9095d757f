import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { send } from '#ui/api/call.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Card } from '#ui/components/card.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { Severity } from '#ui/components/tag.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { checkForm, type Diagnostic, exportVersion, type FormSummary } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { DifferencesTable } from './differences-table.tsx'
import { ProblemList } from './problem-list.tsx'
import { readText } from './read-text.ts'
import { type Checked, SaveDraft } from './save-draft.tsx'
import { SourceText, type SourceTextHandle } from './source-text.tsx'
import { FormTrial } from './trial/form-trial.tsx'
import './catalog.css'

const TYPING_PAUSE = 400
const MAX_TEXT = 1_000_000

/** What was last checked of the text, a moment after typing stops. */
function useChecked(source: string) {
  const check = useWrite(checkForm)
  const { mutate } = check
  const checkable = source.trim() !== '' && source.length <= MAX_TEXT
  useEffect(() => {
    if (!checkable) return
    const timer = setTimeout(() => mutate({ body: { source } }), TYPING_PAUSE)
    return () => clearTimeout(timer)
  }, [source, checkable, mutate])
  // While a new text is checked, what was found in the one before stays in sight.
  const [found, setFound] = useState<Checked>()
  if (check.data && check.data !== found) setFound(check.data)
  const current = check.isSuccess && check.variables?.body?.source === source
  return {
    found: checkable ? found : undefined,
    error: checkable && check.isError ? check.error : null,
    current,
    checkable,
  }
}

type Readable = Checked & Readonly<{ spec: NonNullable<Checked['spec']> }>

/** The last check that found a form: while the text is broken, what is being tried stays. */
function useLastReadable(found: Checked | undefined): Readable | undefined {
  const [last, setLast] = useState<Readable>()
  const readable = found?.spec ? (found as Readable) : last
  if (readable !== last) setLast(readable)
  return readable
}

/** The text of the version the page was opened with, to be changed. */
function useVersionText(onText: (text: string) => void): unknown {
  const { search } = useAddress()
  const from = Number(search.get('from')) || null
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (from === null) return
    let gone = false
    send(exportVersion, { params: { versionId: from }, query: { style: 'source' } })
      .then(reply => reply.text())
      .then(
        text => !gone && onText(text),
        failure => !gone && setError(failure),
      )
    return () => {
      gone = true
    }
  }, [from, onText])
  return error
}

export function FormImport(): ReactElement {
  const t = useText(catalogText)
  const { to } = useAddress()
  const [source, setSource] = useState('')
  const [tooLarge, setTooLarge] = useState(false)
  const text = useRef<SourceTextHandle>(null)
  const { found, error, current, checkable } = useChecked(source)
  const tried = useLastReadable(found)
  const unread = useVersionText(setSource)
  const take = async (file: File) => {
    setTooLarge(file.size > 4 * MAX_TEXT)
    if (file.size <= 4 * MAX_TEXT) setSource(await readText(file))
  }
  return (
    <div className="zc-page">
      <Link className="zc-link" to={to('/design/forms')}>
        {t('form.page.back')}
      </Link>
      <header className="zc-head">
        <h1>{t('import.page.title')}</h1>
        {found?.summary && <SaveDraft source={source} found={found} current={current} />}
      </header>
      {(tooLarge || source.length > MAX_TEXT) && <Banner look="fatal">{t('import.file.tooLarge')}</Banner>}
      {unread !== null && <ErrorState error={unread} compact />}
      <div className="zc-import">
        <div className="zc-side">
          <FileDrop
            accept=".yaml,.yml,.txt"
            testId="form-file"
            onFiles={([file]) => void take(file)}
            title={t('import.drop.text')}
          />
          <SourceText
            ref={text}
            value={source}
            diagnostics={current && found ? found.diagnostics : []}
            onChange={text => {
              setTooLarge(false)
              setSource(text)
            }}
          />
        </div>
        <div className="zc-side">
          {error && <ErrorState error={error} compact />}
          {checkable && !found && !error && <p role="status">{t('import.check.busy')}</p>}
          {source.trim() === '' && (
            <EmptyState title={t('import.empty.title')}>{t('import.empty.text')}</EmptyState>
          )}
          {found && !error && <FoundForm found={found} source={source} current={current} text={text} />}
        </div>
      </div>
      {checkable && tried && (
        <Card title={t('import.preview.title')}>
          {tried !== found && <Banner look="query">{t('trial.note.last')}</Banner>}
          <FormTrial spec={tried.spec} forms={tried.forms} />
        </Card>
      )}
    </div>
  )
}

type FoundProps = Readonly<{
  found: Checked
  source: string
  current: boolean
  text: RefObject<SourceTextHandle | null>
}>

function FoundForm({ found, source, current: upToDate, text }: FoundProps): ReactElement {
  const t = useText(catalogText)
  const errors = found.diagnostics.filter(one => one.severity === 'error').length
  const warnings = found.diagnostics.length - errors
  const words = [
    ...(found.diagnostics.length === 0 ? [t('import.check.clean')] : []),
    ...(errors > 0 ? [t('import.check.errors', { count: errors })] : []),
    ...(warnings > 0 ? [t('import.check.warnings', { count: warnings })] : []),
  ]
  const goTo = (problem: Diagnostic) => text.current?.goTo(problem.line, problem.column)
  const { summary, current } = found
  return (
    <>
      <Card
        title={t('import.problems.label')}
        extra={<span role="status">{upToDate ? words.join(' · ') : t('import.check.busy')}</span>}
        flush
      >
        <ProblemList diagnostics={found.diagnostics} source={source} onChoose={goTo} />
      </Card>
      {summary && <FoundSummary summary={summary} current={current} />}
      {current && (
        <Card title={t('import.differences.title', { count: found.differences.length })} flush>
          <DifferencesTable differences={found.differences} rulesCompared={found.rulesCompared} />
        </Card>
      )}
    </>
  )
}

function FoundSummary(props: Readonly<{ summary: FormSummary; current: Checked['current'] }>): ReactElement {
  const { summary, current } = props
  const t = useText(catalogText)
  const local = useLocalText()
  return (
    <Card title={t('import.found.title')}>
      <p>
        <b>
          {summary.code} {local(summary.title)}
        </b>
      </p>
      <p className="zc-marks">
        <span>{t('form.summary.cells', { count: summary.cells })}</span>
        <span>{t('form.summary.computed', { count: summary.computed })}</span>
        <span>{t('form.summary.prefilled', { count: summary.prefilled })}</span>
        <Severity level="fatal" count={summary.rules.fatal} />
        <Severity level="query" count={summary.rules.query} />
        <Severity level="notice" count={summary.rules.notice} />
      </p>
      <p className="zc-soft">
        {current
          ? t('import.found.known', { no: current.versionNo, status: t(`form.status.${current.status}`) })
          : t('import.found.new')}
        {current?.draftSha256 && ` · ${t('import.found.replaces')}`}
      </p>
    </Card>
  )
}
