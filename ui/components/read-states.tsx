import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { ErrorState, Skeleton } from './states.tsx'

/** A read of one route, or of several as one. */
export type Read<T = unknown> = Pick<UseQueryResult<T>, 'isError' | 'error' | 'data'> &
  Readonly<{ refetch: () => Promise<unknown> }>

/**
 * Why a read failed. Above what an earlier reading gave it says that this still stands there: a screen keeps
 * what it shows, and what is being typed into it, when only the newest reading failed.
 */
export function ReadFailure({
  read,
  compact,
}: Readonly<{ read: Read; compact?: boolean }>): ReactElement | null {
  const t = useText(uiText)
  if (!read.isError) return null
  const retry = () => void read.refetch()
  if (read.data === undefined)
    return <ErrorState compact={compact === true} error={read.error} onRetry={retry} />
  return (
    <div className="zt-error-above">
      <ErrorState compact error={read.error} kept={t('ui.error.keptShown')} onRetry={retry} />
    </div>
  )
}

/** In the place of what is read: bars until it comes, the reason where it does not. */
export function Unread(props: Readonly<{ read: Read; lines: number; compact?: boolean }>): ReactElement {
  return props.read.isError ? <ReadFailure {...props} /> : <Skeleton lines={props.lines} />
}
