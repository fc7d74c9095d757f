import type { ReactElement, ReactNode } from 'react'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { asProblem } from '../api/request-failed.ts'
import { useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { Button } from './button.tsx'
import './states.css'

/** Nothing here yet: says what would be here and what to do next. */
export function EmptyState(
  props: Readonly<{ title: string; children?: ReactNode; action?: ReactNode }>,
): ReactElement {
  return (
    <div className="zt-state">
      <p className="zt-state-title">{props.title}</p>
      {props.children && <div className="zt-state-text">{props.children}</div>}
      {props.action && <div className="zt-state-action">{props.action}</div>}
    </div>
  )
}

const keptKey = (problem: ProblemBody) =>
  problem.status === 0 || problem.status === 401 || problem.status >= 500
    ? ('ui.error.keptDraft' as const)
    : ('ui.error.keptNothing' as const)

function nextKey(problem: ProblemBody) {
  if (problem.status === 401) return 'ui.error.nextSignIn' as const
  if (problem.status === 403 || problem.status === 404) return 'ui.error.nextScope' as const
  if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
    return 'ui.error.nextFix' as const
  }
  return 'ui.error.nextRetry' as const
}

type ErrorStateProps = Readonly<{
  /** Whatever was thrown. */
  error: unknown
  /** Overrides the usual wording, where the screen knows better. */
  kept?: string
  next?: string
  onRetry?: () => void
  compact?: boolean
}>

/** What happened, what was kept, what to do; with the reference the administrator can find. */
export function ErrorState({ error, kept, next, onRetry, compact }: ErrorStateProps): ReactElement {
  const t = useText(uiText)
  const problem = asProblem(error)
  const message = problem.message[useLocale()]
  return (
    <div className={compact ? 'zt-error zt-error-compact' : 'zt-error'} role="alert">
      <p className="zt-error-title">{message}</p>
      <dl className="zt-error-list">
        <dt>{t('ui.error.kept')}</dt>
        <dd>{kept ?? t(keptKey(problem))}</dd>
        <dt>{t('ui.error.next')}</dt>
        <dd>{next ?? t(nextKey(problem))}</dd>
      </dl>
      <p className="zt-error-foot">
        {onRetry && (
          <Button icon="refresh" onClick={onRetry}>
            {t('ui.action.retry')}
          </Button>
        )}
        <span className="zt-error-code">
          {problem.code}
          {problem.requestId && ` · ${t('ui.error.request', { id: problem.requestId })}`}
        </span>
      </p>
    </div>
  )
}

/** Grey bars where content will stand, so that nothing jumps when it comes. */
export function Skeleton({ lines = 3 }: Readonly<{ lines?: number }>): ReactElement {
  const t = useText(uiText)
  return (
    <div className="zt-skeleton" role="status" aria-label={t('ui.loading.label')}>
      {Array.from({ length: lines }, (_, i) => i).map(line => (
        <span key={line} className="zt-skeleton-line" />
      ))}
    </div>
  )
}
