import type { ReactElement } from 'react'
import { formatCount } from '../i18n/format.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { Button } from './button.tsx'
import './progress-bar.css'

/** A long task: how much is left, and a way to stop it. A total of 0 is not known yet. */
export function ProgressBar(
  props: Readonly<{ label: string; done: number; total: number; onCancel?: () => void }>,
): ReactElement {
  const t = useText(uiText)
  const { label, done, total, onCancel } = props
  const finished = total > 0 && done >= total
  return (
    <div className="zt-progress">
      <div className="zt-progress-head">
        <span>{label}</span>
        {total > 0 && (
          <span className="zt-progress-count">
            {finished
              ? t('ui.progress.done', { total: formatCount(total) })
              : t('ui.progress.remaining', {
                  remaining: formatCount(total - done),
                  total: formatCount(total),
                })}
          </span>
        )}
      </div>
      <div className="zt-progress-line">
        <progress
          className="zt-progress-bar"
          aria-label={label}
          {...(total > 0 && { max: total, value: done })}
        />
        {onCancel && !finished && (
          <Button look="quiet" onClick={onCancel}>
            {t('ui.progress.cancel')}
          </Button>
        )}
      </div>
    </div>
  )
}
