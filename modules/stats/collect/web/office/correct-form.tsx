import { type ReactElement, useMemo, useState } from 'react'
import { diffValues } from '#engines/form/index.ts'
import { newId } from '#ui/api/new-id.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Field } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { MatrixForm } from '#ui/matrix-form/matrix-form.tsx'
import { correctReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { changedByActs } from './changed-by-acts.ts'
import { type Report, sessionOf } from './report-session.ts'
import { useReason } from './use-reason.ts'

/** What the server refused cell by cell, or the findings that stand in the way, as sentences. */
function Details({ detail }: Readonly<{ detail: unknown }>): ReactElement | null {
  const local = useLocalText()
  const { problems, findings } = (detail ?? {}) as Record<string, unknown>
  const list = (problems ?? findings) as
    | readonly { cell?: string; rule?: string; message?: { 'zh-CN': string; en?: string } }[]
    | undefined
  if (!Array.isArray(list) || list.length === 0) return null
  return (
    <ul className="co-sentences">
      {list.slice(0, 20).map(one => (
        <li key={`${one.cell ?? ''}${one.rule ?? ''}${one.message?.['zh-CN']}`}>
          {[one.cell ?? one.rule, one.message && local(one.message)].filter(Boolean).join(' ')}
        </li>
      ))}
    </ul>
  )
}

function useCorrection(report: Report, onDone: () => void) {
  const t = useText(officeText)
  const opened = useMemo(() => report.values && sessionOf(report, report.values), [report])
  const [session, setSession] = useState(opened)
  const [clientId] = useState(() => newId())
  const correct = useWrite(correctReport, {
    changes: changedByActs,
    onDone: ({ revisionNo }) => {
      showToast(t('correct.done.text', { revision: revisionNo }))
      onDone()
    },
  })
  const computed = (cell: string) => session?.editable({ cell }) === false
  const changes = session && report.values ? diffValues(report.values, session.values) : []
  /** Computed cells follow on the server by themselves. */
  const sent = changes.flatMap(({ cell, section, row, after }) =>
    cell === undefined || (row === undefined && computed(cell))
      ? []
      : [{ cell, value: after, ...(section && row ? { section, row } : {}) }],
  )
  return { session, setSession, correct, sent, clientId }
}

/** The form open for the office: every change keeps the old value in sight and needs its ground. */
export function CorrectForm(props: Readonly<{ report: Report; onDone: () => void }>): ReactElement | null {
  const { report, onDone } = props
  const t = useText(officeText)
  const reason = useReason()
  const { session, setSession, correct, sent, clientId } = useCorrection(report, onDone)
  if (!session || !report.values) return null
  const { unitId, revisionNo } = report.report
  const save = () =>
    correct.mutate({
      params: { collectionId: report.collection.collectionId, unitId },
      body: { clientId, revisionNo, changes: sent, note: reason.sent ?? '' },
    })
  const ready = sent.length > 0 && session.problems.length === 0 && reason.sent !== null
  return (
    <>
      <div className="co-correct">
        <b>{t('correct.bar.title')}</b>
        <span role="status">{t('correct.bar.count', { count: sent.length })}</span>
        <Field
          label={t('correct.note.label')}
          placeholder={t('correct.note.hint')}
          problem={reason.problem}
          required
          maxLength={1000}
          value={reason.text}
          onChange={event => reason.set(event.target.value)}
        />
        <Button onClick={onDone}>{t('office.action.cancel')}</Button>
        <Button look="primary" disabled={!ready} busy={correct.isPending} onClick={save}>
          {t('correct.action.save')}
        </Button>
        <p className="co-soft">{t('correct.hint.text')}</p>
      </div>
      {correct.isError && (
        <>
          <ErrorState compact error={correct.error} />
          <Details detail={correct.error.problem.detail} />
        </>
      )}
      <MatrixForm
        session={session}
        period={report.collection.period}
        onChange={setSession}
        baseline={report.values}
        codelists={codelistsOf(report)}
        {...(report.previous && { previous: report.previous })}
        {...(report.yearAgo && { yearAgo: report.yearAgo })}
      />
    </>
  )
}
