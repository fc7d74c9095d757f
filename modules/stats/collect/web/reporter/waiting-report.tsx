/** A report that was submitted or handed over without network: what will be sent, and the way back to it until it went. */
import { type ReactElement, useMemo } from 'react'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { savedExplanations } from '#ui/matrix-form/findings.ts'
import { FormDesk } from '#ui/matrix-form/form-desk.tsx'
import { findingKey } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import type { Content } from './content.ts'
import { type Opened, sessionOn } from './filling.ts'
import { ReportFrame } from './report-head.tsx'
import { isSending, sendWaiting } from './submissions-on-the-way.tsx'
import { takeBack, type WaitingSubmission } from './waiting-submissions.ts'
import type { Words } from './words.ts'

type Props = Readonly<{ opened: Opened; account: string; waiting: WaitingSubmission }>

export function waitingTitle({ handOver }: WaitingSubmission, t: Words): string {
  if (!handOver) return t('waiting.banner.title')
  return t('waiting.handOver.title', { act: t(`steps.next.${handOver.to}`) })
}

function waitingText({ handOver, queuedAt }: WaitingSubmission, t: Words): string {
  const time = formatDateTime(queuedAt)
  if (!handOver) return t('waiting.banner.text', { time })
  return t('waiting.handOver.text', {
    time,
    act: t(`steps.next.${handOver.to}`),
    people: handOver.people,
  })
}

export function WaitingReport({ opened, account, waiting }: Props): ReactElement {
  const t = useText(reporterText)
  const { body } = waiting
  const session = useMemo(() => {
    const { values, explanations } = body as Pick<Content, 'values' | 'explanations'>
    return sessionOn(opened, { values, explanations, unread: [] })
  }, [opened, body])
  const lists = useMemo(() => codelistsOf(opened), [opened])
  const back = () => {
    if (isSending(waiting)) return showToast(t('waiting.banner.onItsWay'))
    takeBack(account, waiting)
  }
  return (
    <ReportFrame
      opened={opened}
      banners={
        <Banner
          look="query"
          action={
            <span className="zr-waiting-actions">
              <Button onClick={() => void sendWaiting()}>{t('waiting.action.sendNow')}</Button>
              <Button onClick={back}>{t('waiting.action.takeBack')}</Button>
            </span>
          }
        >
          <b role="status">{waitingTitle(waiting, t)}</b> {waitingText(waiting, t)}
        </Banner>
      }
    >
      <FormDesk
        session={session}
        period={opened.report.period}
        readOnly
        codelists={lists}
        {...(opened.previous && { previous: opened.previous })}
        {...(opened.yearAgo && { yearAgo: opened.yearAgo })}
        explanations={savedExplanations(one => body.explanations[findingKey(one.rule, one.row)])}
      />
    </ReportFrame>
  )
}
