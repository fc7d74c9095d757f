import { type ReactElement, useEffect, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Severity } from '#ui/components/tag.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import {
  checkForm,
  type Diagnostic,
  importDraft,
  listForms,
  listProgrammes,
  readForm,
  readVersion,
} from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { DifferencesTable } from './differences-table.tsx'
import { ProblemList } from './problem-list.tsx'
import { FormTrial } from './trial/form-trial.tsx'
import './catalog.css'

type Checked = ReplyOf<typeof checkForm>
const TYPING_PAUSE = 400
const MAX_FILE = 1_000_000

/** What was last checked of the text, a moment after typing stops. */
function useChecked(source: string) {
  const check = useWrite(checkForm)
  const { mutate } = check
  useEffect(() => {
    if (source.trim() === '') return
    const timer = setTimeout(() => mutate({ body: { source } }), TYPING_PAUSE)
    return () => clearTimeout(timer)
  }, [source, mutate])
  return check
}

export function FormImport(): ReactElement {
  const t = useText(catalogText)
  const [source, setSource] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const check = useChecked(source)
  const found = source.trim() === '' ? undefined : check.data
  const goTo = ({ line, column }: Diagnostic) => {
    const lines = source.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1
    const end = start - column + 1 + (lines[line - 1]?.length ?? 0)
    area.current?.focus()
    area.current?.setSelectionRange(Math.min(start, end), end)
    if (area.current) area.current.scrollTop = Math.max(0, (line - 6) * 20)
  }
  return (
    <div className="zc-page">
      <Link className="zc-link" to="/design/forms">
        {t('form.page.back')}
      </Link>
      <header className="zc-head">
        <h1>{t('import.page.title')}</h1>
        {found?.summary && <SaveDraft source={source} found={found} />}
      </header>
      <div className="zc-import">
        <div className="zc-side">
          <DropFile onText={setSource} />
          <textarea
            ref={area}
            className="zc-source"
            aria-label={t('import.source.label')}
            spellCheck={false}
            maxLength={MAX_FILE}
            value={source}
            onChange={event => setSource(event.target.value)}
          />
        </div>
        <div className="zc-side">
          {check.isError && <ErrorState error={check.error} compact />}
          {source.trim() !== '' && !found && !check.isError && <p>{t('import.check.busy')}</p>}
          {found && <FoundForm found={found} source={source} onChoose={goTo} />}
        </div>
      </div>
      {found?.spec && (
        <Card title={t('import.preview.title')}>
          <FormTrial spec={found.spec} forms={found.forms} />
        </Card>
      )}
    </div>
  )
}

function DropFile({ onText }: Readonly<{ onText: (text: string) => void }>): ReactElement {
  const t = useText(catalogText)
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > MAX_FILE) showToast(t('import.file.tooLarge'), 'fatal')
    else onText(await file.text())
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,.txt"
        data-testid="form-file"
        onChange={event => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <button
        type="button"
        className={over ? 'zc-drop zc-drop-over' : 'zc-drop'}
        onClick={() => input.current?.click()}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          setOver(false)
          void take(event.dataTransfer.files[0])
        }}
      >
        {t('import.drop.text')}
      </button>
    </>
  )
}

function FoundForm(
  props: Readonly<{ found: Checked; source: string; onChoose: (problem: Diagnostic) => void }>,
): ReactElement {
  const { found } = props
  const t = useText(catalogText)
  const local = useLocalText()
  const errors = found.diagnostics.filter(one => one.severity === 'error').length
  const warnings = found.diagnostics.length - errors
  const { summary, current } = found
  return (
    <>
      <Card
        title={t('import.problems.label')}
        extra={
          <span role="status">
            {found.diagnostics.length === 0 && t('import.check.clean')}
            {errors > 0 && t('import.check.errors', { count: errors })}{' '}
            {warnings > 0 && t('import.check.warnings', { count: warnings })}
          </span>
        }
        flush
      >
        <ProblemList diagnostics={found.diagnostics} source={props.source} onChoose={props.onChoose} />
      </Card>
      {summary && (
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
      )}
      {current && (
        <Card title={t('import.differences.title', { count: found.differences.length })} flush>
          <DifferencesTable differences={found.differences} />
        </Card>
      )}
    </>
  )
}

function SaveDraft({ source, found }: Readonly<{ source: string; found: Checked }>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const navigate = useNavigate()
  const programmes = useRead(listProgrammes)
  const [chosen, setChosen] = useState('')
  const programme = chosen || programmes.data?.items[0]?.code || ''
  const isNew = found.current === null
  const save = useWrite(importDraft, {
    changes: [listForms, readForm, readVersion],
    onDone: ({ code, versionNo }) => {
      showToast(t('import.result.saved', { no: versionNo }))
      void navigate(`/design/forms/${code}?version=${versionNo}`)
    },
  })
  return (
    <div className="zc-actions">
      {save.isError && <ErrorState error={save.error} compact />}
      {isNew && (
        <Select
          label={t('import.field.programme')}
          value={programme}
          options={(programmes.data?.items ?? []).map(item => ({
            value: item.code,
            label: local(item.name),
          }))}
          onChange={setChosen}
        />
      )}
      <Button
        look="primary"
        busy={save.isPending}
        onClick={() =>
          save.mutate({
            body: { source, ...(isNew ? { programme } : {}), replaces: found.current?.draftSha256 ?? null },
          })
        }
      >
        {t('import.action.save')}
      </Button>
    </div>
  )
}
