import { QueryClient } from '@tanstack/react-query'
import { isTransient, RequestFailed } from './request-failed.ts'

const waitFor = (attempt: number, error: unknown): number => {
  const asked = error instanceof RequestFailed ? error.retryAfter : undefined
  return Math.min((asked ?? 0) * 1000 || 500 * 2 ** attempt, 15_000)
}

/** Reads are fresh for 15 s; whatever is worth sending again is sent three times at most. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => failures < 3 && isTransient(error),
        retryDelay: waitFor,
        networkMode: 'always',
      },
      mutations: {
        retry: (failures, error) => failures < 3 && isTransient(error),
        retryDelay: waitFor,
        networkMode: 'always',
      },
    },
  })
