import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { ErrorState, Skeleton } from './states.tsx'

type Read = Pick<UseQueryResult, 'isError' | 'error' | 'data' | 'refetch'>

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
  const known = read.data !== undefined
  return (
    <ErrorState
      compact={known || compact === true}
      error={read.error}
      {...(known && { kept: t('ui.error.keptShown') })}
      onRetry={() => void read.refetch()}
    />
  )
}

/** In the place of what is read: bars until it comes, the reason where it does not. */
export function Unread({
  read,
  lines,
  compact,
}: Readonly<{ read: Read; lines: number; compact?: boolean }>): ReactElement {
  if (!read.isError) return <Skeleton lines={lines} />
  return <ErrorState compact={compact ?? false} error={read.error} onRetry={() => void read.refetch()} />
}
