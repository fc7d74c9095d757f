import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { Badge, Severity, StateTag } from '#ui/components/tag.tsx'
import { formatDateTime, formatDeadline } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { useWaiting } from './use-waiting.ts'
import { waitingTitle } from './waiting-report.tsx'
import { dueWords, groupOf, namesOf, type Report, reportPath, shownState } from './words.ts'

export type ReportCardProps = Readonly<{
  report: Report
  now: number
  account: string
  unsaved: boolean
  /** Without network: whether it can be opened. */
  kept?: boolean
  showUnit: boolean
}>

export function ReportCard({ report, now, account, unsaved, kept, showUnit }: ReportCardProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const shown = shownState(report, t)
  const title = localText(report.formTitle, locale)
  return (
    <li className={`zr-card zr-card-${groupOf(report)}`}>
      <header className="zr-card-head">
        <h3>
          <Link to={reportPath(report)}>{title}</Link>
        </h3>
        <StateTag state={shown.tag}>{shown.word}</StateTag>
      </header>
      <p className="zr-card-what">
        <Badge>{report.formCode}</Badge>
        <span>{formatPeriod(report.period, locale)}</span>
        {showUnit && <span className="zr-soft">{report.unitName}</span>}
      </p>
      <Due report={report} now={now} />
      {report.turn && !report.turn.mine && (
        <p className="zr-card-note">
          {t('steps.card.others', {
            people: namesOf(report.turn.people),
            step: t(`step.word.${report.turn.step}`),
          })}
        </p>
      )}
      {report.returned && <Returned report={report} />}
      {report.openInquiries > 0 && (
        <p className="zr-returned">
          <b>{t('card.inquiries.open', { count: report.openInquiries })}</b>
        </p>
      )}
      <OnThisDevice report={report} account={account} unsaved={unsaved} kept={kept} />
      <Progress report={report} />
      <Actions report={report} />
    </li>
  )
}

type DeviceProps = Pick<ReportCardProps, 'report' | 'account' | 'unsaved'> &
  Readonly<{ kept: boolean | undefined }>

/** What this device holds of it that the server does not, and whether it opens without network. */
function OnThisDevice({ report, account, unsaved, kept }: DeviceProps): ReactElement {
  const t = useText(reporterText)
  const { waiting, refusal } = useWaiting(account, report)
  return (
    <>
      {waiting && <p className="zr-card-note">{waitingTitle(waiting, t)}</p>}
      {refusal && <p className="zr-card-note">{t('card.local.refused')}</p>}
      {unsaved && <p className="zr-card-note">{t('card.local.unsaved')}</p>}
      {kept !== undefined && <p className="zr-soft">{t(kept ? 'card.local.kept' : 'card.local.notKept')}</p>}
    </>
  )
}

function Due({ report, now }: Readonly<{ report: Report; now: number }>): ReactElement | null {
  const t = useText(reporterText)
  const locale = useLocale()
  if (groupOf(report) === 'done') return null
  const { phase, opensAt, dueAt, extendedUntil } = report.window
  const due = dueWords(report, now, t)
  return (
    <p className={`zr-due zr-due-${due.urgency}`}>
      <b>{due.text}</b>
      <span className="zr-soft">
        {phase === 'not-open' ? t('card.opens.label') : t('card.due.label')}{' '}
        {formatDeadline(phase === 'not-open' ? opensAt : dueAt, locale, now)}
      </span>
      {extendedUntil && <Badge look="accent">{t('card.due.extended')}</Badge>}
    </p>
  )
}

function Returned({ report }: Readonly<{ report: Report }>): ReactElement {
  const t = useText(reporterText)
  const { reason, by, at, cells } = report.returned!
  return (
    <div className="zr-returned">
      <b>{t('card.returned.title')}</b>
      <p>{reason}</p>
      <p className="zr-soft">
        {t('card.returned.by', { by: by ?? '—', time: formatDateTime(at) })}
        {cells.length > 0 && ` · ${t('card.returned.cells', { count: cells.length })}`}
      </p>
    </div>
  )
}

function Progress({ report }: Readonly<{ report: Report }>): ReactElement | null {
  const t = useText(reporterText)
  const { submittedAt, draftSavedAt, counts, revisionNo } = report
  if (submittedAt === null && draftSavedAt === null) return null
  const levels = (['fatal', 'query', 'notice'] as const).filter(level => counts[level] > 0)
  return (
    <p className="zr-card-progress zr-soft">
      {submittedAt !== null && <span>{t('card.submitted.at', { time: formatDateTime(submittedAt) })}</span>}
      {draftSavedAt !== null && <span>{t('card.draft.saved', { time: formatDateTime(draftSavedAt) })}</span>}
      {revisionNo > 0 && levels.map(level => <Severity key={level} level={level} count={counts[level]} />)}
    </p>
  )
}

function mainAction(report: Report) {
  const group = groupOf(report)
  if (group === 'review' || group === 'sign') return `step.act.${group}` as const
  if (report.turn && !report.turn.mine) return 'card.action.view' as const
  if (group === 'done' || group === 'overdue' || group === 'soon') return 'card.action.view' as const
  if (report.state === 'returned') return 'card.action.correct' as const
  return report.draftSavedAt === null ? ('card.action.start' as const) : ('card.action.goOn' as const)
}

function Actions({ report }: Readonly<{ report: Report }>): ReactElement {
  const t = useText(reporterText)
  const todo = ['review', 'sign', 'todo'].includes(groupOf(report)) && report.turn?.mine !== false
  return (
    <p className="zr-card-actions">
      <Link className={`zt-button zt-button-${todo ? 'primary' : 'plain'}`} to={reportPath(report)}>
        {t(mainAction(report))}
      </Link>
      {report.receiptNo !== null && (
        <>
          <Link className="zt-button zt-button-quiet" to={reportPath(report, '/receipt')}>
            {t('card.action.receipt')}
          </Link>
          <Link className="zt-button zt-button-quiet" to={reportPath(report, '/history')}>
            {t('card.action.history')}
          </Link>
        </>
      )}
    </p>
  )
}
