import {
  type FocusEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
} from 'react'
import { Link } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { Icon } from '#ui/components/icon.tsx'
import { StateTag } from '#ui/components/tag.tsx'
import { formatDeadline } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Opened } from './filling.ts'
import { useServerClock } from './use-clock.ts'
import { dueWords, groupOf, shownState } from './words.ts'

/** Which report this is, how it stands and until when; one line above the form. */
export function ReportHead({ opened }: Readonly<{ opened: Opened }>): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const now = useServerClock(opened.now)
  const { report } = opened
  const shown = shownState(report, t)
  const due = dueWords(report, now, t)
  const { phase, opensAt, dueAt } = report.window
  return (
    <header className="zr-head zt-no-print">
      <Link className="zr-back" to="/">
        <Icon name="left" />
        {t('fill.page.back')}
      </Link>
      <h1 className="zr-head-title">
        {report.formCode} {localText(report.formTitle, locale)}
      </h1>
      <span>{formatPeriod(report.period, locale)}</span>
      <span className="zr-soft zr-head-unit">{report.unitName}</span>
      <span className="zr-head-end">
        {groupOf(report) !== 'done' && (
          <span className={`zr-due zr-due-${due.urgency}`}>
            <b>{due.text}</b>
            <span className="zr-soft zr-head-deadline">
              {phase === 'not-open' ? t('card.opens.label') : t('card.due.label')}{' '}
              {formatDeadline(phase === 'not-open' ? opensAt : dueAt, locale, now)}
            </span>
          </span>
        )}
        <StateTag state={shown.tag}>{shown.word}</StateTag>
      </span>
    </header>
  )
}

/** The form takes what the window has left below the header and the label of generated data. */
function useFillHeight(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const measure = () => {
      const element = ref.current
      if (!element) return
      const top = element.getBoundingClientRect().top + window.scrollY
      element.style.setProperty('--zr-top', `${Math.round(top)}px`)
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(document.body)
    return () => watch.disconnect()
  }, [ref])
}

export function ReportFrame(
  props: Readonly<{
    opened: Opened
    banners?: ReactNode
    children: ReactNode
    onFocusCapture?: (event: FocusEvent) => void
  }>,
): ReactElement {
  const ref = useRef<HTMLDivElement>(null)
  useFillHeight(ref)
  return (
    <div ref={ref} className="zr-fill" onFocusCapture={props.onFocusCapture}>
      <ReportHead opened={props.opened} />
      {props.banners}
      <div className="zr-desk">{props.children}</div>
      <ContactLine opened={props.opened} />
    </div>
  )
}

function ContactLine({ opened }: Readonly<{ opened: Opened }>): ReactElement | null {
  const t = useText(reporterText)
  const contact = opened.contacts[0]
  if (!contact) return null
  const { organisation, name, phone } = contact
  return (
    <p className="zr-contact-line zr-soft zt-no-print">
      {t('fill.contact.label', { organisation, name, phone: phone ?? '' })}
    </p>
  )
}
