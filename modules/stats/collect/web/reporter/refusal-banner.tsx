import type { ReactElement } from 'react'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Refusal } from './waiting-submissions.ts'

/** Why a submission or hand-over that had waited for the network was not taken; stands until it is seen or sent again. */
export function RefusalBanner(props: Readonly<{ refusal: Refusal; onSeen: () => void }>): ReactElement {
  const t = useText(reporterText)
  const { at, problem, handOver } = props.refusal
  const time = formatDateTime(at)
  const why = problem.message[useLocale()]
  return (
    <Banner look="fatal" action={<Button onClick={props.onSeen}>{t('waiting.refused.seen')}</Button>}>
      <b>{t(handOver ? 'waiting.refused.titleHanded' : 'waiting.refused.title', { time })}</b>{' '}
      {t('waiting.refused.text', { why })}
    </Banner>
  )
}
