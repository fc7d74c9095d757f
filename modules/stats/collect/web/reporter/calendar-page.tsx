/** What is due when: a month of deadlines, a list of its days on a phone, and a file for a calendar of one's own. */
import type { KeyboardEvent, ReactElement } from 'react'
import { Link, useSearchParams } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { saveFile } from '#ui/api/call.ts'
import { useKeptRead } from '#ui/api/kept-read.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button, IconButton } from '#ui/components/button.tsx'
import { Unread } from '#ui/components/read-states.tsx'
import { StateTag } from '#ui/components/tag.tsx'
import { formatDate, formatDateTime, formatDeadline, formatTime } from '#ui/i18n/format.ts'
import { type Locale, useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { useSession } from '#ui/session/use-session.ts'
import { listMyReports } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { dueByDay, isMonth, monthOf, shiftMonth, weeksOf } from './calendar.ts'
import { calendarFile } from './calendar-file.ts'
import { useServerClock } from './use-clock.ts'
import { groupOf, type Report, reportPath, shownState } from './words.ts'
import './calendar.css'

const MOST = 500

export function CalendarPage(): ReactElement {
  const t = useText(reporterText)
  const account = useSession()?.signInName ?? ''
  const list = useKeptRead(
    account,
    listMyReports,
    { query: { page: 1, pageSize: MOST } },
    { topics: ['collect.report', 'collect.collection'] },
  )
  useLive(['collect'])
  if (!list.data) return <Unread read={list} lines={10} />
  return (
    <>
      {list.keptAt !== null && (
        <div className="zr-away">
          <Banner>{t('away.home.text', { time: formatDateTime(list.keptAt) })}</Banner>
        </div>
      )}
      <Calendar
        reports={list.data.items}
        total={list.data.total}
        serverNow={list.keptAt === null ? list.data.now : undefined}
      />
    </>
  )
}

type CalendarProps = Readonly<{ reports: readonly Report[]; total: number; serverNow: string | undefined }>

function Calendar({ reports, total, serverNow }: CalendarProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const now = useServerClock(serverNow)
  const [search, setSearch] = useSearchParams()
  const asked = search.get('month') ?? ''
  const month = isMonth(asked) ? asked : monthOf(now)
  const go = (next: string) => setSearch({ month: next }, { replace: true })
  const days = dueByDay(reports)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { PageUp: -1, PageDown: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    go(shiftMonth(month, by))
  }
  return (
    <section className="zr-calendar" aria-label={t('calendar.page.title')} onKeyDown={onKeyDown}>
      <header className="zt-page-head">
        <h1>{t('calendar.page.title')}</h1>
        <span className="zr-calendar-tools">
          <IconButton
            icon="left"
            label={t('calendar.month.before')}
            onClick={() => go(shiftMonth(month, -1))}
          />
          <b aria-live="polite">{monthWords(month, locale)}</b>
          <IconButton
            icon="right"
            label={t('calendar.month.after')}
            onClick={() => go(shiftMonth(month, 1))}
          />
          <Button onClick={() => go(monthOf(now))}>{t('calendar.month.today')}</Button>
          <TakeAlong reports={reports} now={now} />
          <Link className="zt-button" to="/">
            {t('home.page.title')}
          </Link>
        </span>
      </header>
      {total > reports.length && (
        <p className="zr-soft">{t('calendar.list.cut', { count: reports.length, total })}</p>
      )}
      <MonthGrid month={month} days={days} today={formatDate(now)} />
      <MonthList month={month} days={days} now={now} onMonth={go} />
    </section>
  )
}

const monthWords = (month: string, locale: Locale): string => formatPeriod(month.replace('-', '-M'), locale)

const deadlineWords = (report: Report, locale: Locale) =>
  `${report.formCode} ${localText(report.formTitle, locale)} ${formatPeriod(report.period, locale)}`

/** What is still to be sent, for the person's own calendar. */
function TakeAlong({ reports, now }: Readonly<{ reports: readonly Report[]; now: number }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const ahead = reports.filter(one => groupOf(one) !== 'done' && Date.parse(one.window.dueAt) > now)
  const take = () => {
    const deadlines = ahead.map(report => ({
      id: `${report.collectionId}-${report.unitId}@${location.hostname}`,
      summary: t('calendar.file.summary', { form: deadlineWords(report, locale) }),
      description: t('calendar.file.description', { unit: report.unitName }),
      url: location.origin + reportPath(report),
      at: report.window.dueAt,
    }))
    const file = new Blob([calendarFile(deadlines, now)], { type: 'text/calendar;charset=utf-8' })
    saveFile(t('calendar.file.name'), file)
  }
  return (
    <Button icon="download" disabled={ahead.length === 0} title={t('calendar.file.hint')} onClick={take}>
      {t('calendar.file.take')}
    </Button>
  )
}

type DaysProps = Readonly<{ month: string; days: ReadonlyMap<string, readonly Report[]> }>

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

function MonthGrid({ month, days, today }: DaysProps & Readonly<{ today: string }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  return (
    <table className="zr-month" aria-label={monthWords(month, locale)}>
      <thead>
        <tr>
          {weekdays.map(day => (
            <th key={day} scope="col">
              {t(`calendar.weekday.${day}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map(week => (
          <tr key={week[0]}>
            {week.map(day => (
              <td
                key={day}
                className={day.startsWith(month) ? undefined : 'zr-month-outside'}
                aria-current={day === today ? 'date' : undefined}
              >
                <time dateTime={day}>{Number(day.slice(8))}</time>
                <ul>
                  {(days.get(day) ?? []).map(report => (
                    <li key={reportPath(report)}>
                      <Due report={report} />
                    </li>
                  ))}
                </ul>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Due({ report }: Readonly<{ report: Report }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const { tag, word } = shownState(report, t)
  return (
    <Link
      className="zr-month-due"
      to={reportPath(report)}
      title={`${deadlineWords(report, locale)} ${report.unitName}`}
    >
      <span>
        {formatTime(report.window.dueAt)} {report.formCode}
      </span>
      <StateTag state={tag}>{word}</StateTag>
    </Link>
  )
}

type ListProps = DaysProps & Readonly<{ now: number; onMonth: (month: string) => void }>

/** The same on a narrow screen: only the days on which something is due. */
function MonthList({ month, days, now, onMonth }: ListProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const due = [...days].filter(([day]) => day.startsWith(month)).flatMap(([, reports]) => reports)
  if (due.length === 0) {
    const next = [...days.keys()].map(day => day.slice(0, 7)).find(other => other > month)
    return (
      <p className="zr-month-none">
        <span>{t('calendar.list.none')}</span>
        {next !== undefined && (
          <Button onClick={() => onMonth(next)}>
            {t('calendar.list.next', { month: monthWords(next, locale) })}
          </Button>
        )}
      </p>
    )
  }
  return (
    <ul className="zr-month-list">
      {due.map(report => {
        const { tag, word } = shownState(report, t)
        return (
          <li key={reportPath(report)}>
            <span className="zr-soft">{formatDeadline(report.window.dueAt, locale, now)}</span>
            <StateTag state={tag}>{word}</StateTag>
            <Link to={reportPath(report)}>{deadlineWords(report, locale)}</Link>
          </li>
        )
      })}
    </ul>
  )
}
