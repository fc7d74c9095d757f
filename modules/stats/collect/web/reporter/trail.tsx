/** One report's revisions with what each changed, and what the office did with it. */
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Static } from 'typebox'
import { formatPeriod } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Card } from '#ui/components/card.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { listMyRevisions, openMyReport, type Revision, type ValueChangeSchema } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName, placeName } from '../place-name.ts'
import { useWholeForm } from '../whole-form.ts'
import type { Opened } from './filling.ts'
import { useReportKey } from './report-page.tsx'
import { reportPath, valueWords, type Words } from './words.ts'
import './reporter.css'

type OneRevision = Static<typeof Revision>
type Change = Static<typeof ValueChangeSchema>

export function TrailPage(): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const key = useReportKey()
  const opened = useWholeForm(useRead(openMyReport, { params: key }, { staleTime: 0, gcTime: 0 }))
  const trail = useRead(listMyRevisions, { params: key }, { staleTime: 0 })
  if (!opened.data) return <Unread read={opened} lines={10} />
  if (!trail.data) return <Unread read={trail} lines={10} />
  const whole = opened.data
  const { report } = whole
  const revisions = trail.data.revisions.toReversed()
  return (
    <>
      <header className="zt-page-head">
        <h1>
          {t('trail.page.title')}
          <span className="zr-home-count">
            {report.formCode} {localText(report.formTitle, locale)} · {formatPeriod(report.period, locale)}
          </span>
        </h1>
        <Link className="zt-button" to={reportPath(report)}>
          {t('trail.page.back')}
        </Link>
      </header>
      <ReadFailure read={opened} />
      <ReadFailure read={trail} />
      <div className="zr-trail">
        <div>
          {revisions.length === 0 && (
            <EmptyState title={t('trail.list.empty')}>{t('trail.list.emptyText')}</EmptyState>
          )}
          {revisions.map(revision => (
            <RevisionCard key={revision.revisionNo} revision={revision} opened={whole} />
          ))}
        </div>
        {whole.events.length > 0 && <Events opened={whole} />}
      </div>
    </>
  )
}

function summaryOf({ revisionNo, changes }: OneRevision, t: Words): string {
  if (revisionNo === 1) return t('trail.revision.first', { count: changes.length })
  return changes.length === 0
    ? t('trail.revision.same')
    : t('trail.revision.changes', { count: changes.length })
}

function RevisionCard({
  revision,
  opened,
}: Readonly<{ revision: OneRevision; opened: Opened }>): ReactElement {
  const t = useText(reporterText)
  const { kind, madeBy, madeAt, receiptNo, note, changes, revisionNo } = revision
  return (
    <section className="zr-revision">
      <header>
        <h2>{t('trail.revision.title', { number: revisionNo })}</h2>
        <Badge look={kind === 'correction' ? 'query' : 'plain'}>{t(`trail.kind.${kind}`)}</Badge>
        <span className="zr-soft">
          {madeBy} · {formatDateTime(madeAt)}
        </span>
        {receiptNo && (
          <Link to={reportPath(opened.report, `/receipt?revision=${revisionNo}`)}>{receiptNo}</Link>
        )}
      </header>
      {revision.signatures.length > 0 && (
        <p className="zr-soft">
          {revision.signatures
            .map(({ step, name, at }) => `${t(`step.signer.${step}`)} ${name} ${formatDateTime(at)}`)
            .join(' · ')}
        </p>
      )}
      {note && (
        <p>
          <b>{t('trail.note.label')}</b> {note}
        </p>
      )}
      {changes.length === 0 ? (
        <p className="zr-soft">{summaryOf(revision, t)}</p>
      ) : (
        <details open={revisionNo > 1}>
          <summary>{summaryOf(revision, t)}</summary>
          <ChangeTable changes={changes} opened={opened} first={revisionNo === 1} />
        </details>
      )}
    </section>
  )
}

type ChangeProps = Readonly<{ changes: readonly Change[]; opened: Opened; first: boolean }>

function ChangeTable({ changes, opened, first }: ChangeProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const lists = codelistsOf(opened)
  const words = (change: Change, value: Change['before']) =>
    valueWords(opened.spec, change.cell, value, locale, lists) || t('conflict.value.blank')
  return (
    <table className="zr-table zr-changes">
      <thead>
        <tr>
          <th scope="col">{t('trail.column.place')}</th>
          {!first && <th scope="col">{t('trail.column.before')}</th>}
          <th scope="col">{t('trail.column.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(change => (
          <tr key={`${change.section} ${change.row} ${change.cell}`}>
            <th scope="row">{placeName(opened.spec, change, locale, lists)}</th>
            {change.change ? (
              <td colSpan={first ? 1 : 2}>
                {t(change.change === 'row-added' ? 'trail.row.added' : 'trail.row.removed')}
              </td>
            ) : (
              <>
                {!first && (
                  <td className="zt-number">
                    <s>{words(change, change.before)}</s>
                  </td>
                )}
                <td className="zt-number">{words(change, change.after)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const known = [
  'submitted',
  'returned',
  'accepted:county',
  'accepted:city',
  'withdrawn:county',
  'withdrawn:city',
  'corrected',
  'imported',
  'extended',
  'reminded',
  'handed:review',
  'handed:sign',
  'draft-returned',
  'draft-taken-back',
  'steps-changed',
] as const

function eventWords(kind: string, number: number, t: Words): string {
  const found = known.find(one => one === kind)
  if (found === 'submitted') return t('trail.event.submitted', { number })
  if (found === undefined) return t('trail.event.other')
  return t(`trail.event.${found.replace(':', '-') as 'returned'}`)
}

function Events({ opened }: Readonly<{ opened: Opened }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const nameOf = (key: string) => keyName(opened.spec, key, locale, codelistsOf(opened))
  return (
    <aside>
      <Card title={t('trail.events.title')}>
        <ol className="zr-events">
          {opened.events.map(event => (
            <li key={`${event.kind} ${event.at}`}>
              <b>{eventWords(event.kind, event.revisionNo ?? 0, t)}</b>
              <span className="zr-soft">
                {formatDateTime(event.at)}
                {event.by && ` · ${event.by}`}
              </span>
              {event.note && <p>{event.note}</p>}
              {event.cells.length > 0 && (
                <p className="zr-soft">{event.cells.map(nameOf).join(t('trail.event.join'))}</p>
              )}
            </li>
          ))}
        </ol>
      </Card>
    </aside>
  )
}
