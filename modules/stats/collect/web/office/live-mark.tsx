import type { ReactElement } from 'react'
import type { LiveState } from '#ui/api/live-source.ts'
import { formatTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'

/** Whether numbers follow events, and as of when they are. */
export function LiveMark({ state, at }: Readonly<{ state: LiveState; at?: string }>): ReactElement {
  const t = useText(officeText)
  return (
    <span className={`co-live co-live-${state}`}>
      <span className="co-live-dot" aria-hidden="true" />
      {t(`office.live.${state}`)}
      {at && <span className="co-live-at">{t('office.live.at', { at: formatTime(at) })}</span>}
    </span>
  )
}
