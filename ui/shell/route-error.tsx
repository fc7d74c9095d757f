import type { ReactElement } from 'react'
import { isRouteErrorResponse, Link, useRouteError } from 'react-router'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'

/** A screen that failed to load or to draw: the rest of the shell stays. */
export function RouteError(): ReactElement {
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />
  return <ErrorState error={error} onRetry={() => location.reload()} />
}

export function NotFound(): ReactElement {
  const t = useText(uiText)
  return (
    <EmptyState
      title={t('ui.notFound.title')}
      action={
        <Link className="zt-button" to="/">
          {t('ui.notFound.home')}
        </Link>
      }
    >
      {t('ui.notFound.text')}
    </EmptyState>
  )
}
