import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { AnyRoute, ReplyOf } from '#kernel/contract/index.ts'
import { type CallInput, call } from './call.ts'
import { newId } from './new-id.ts'
import type { RequestFailed } from './request-failed.ts'

export type ReadInput<R extends AnyRoute> = Pick<CallInput<R>, 'params' | 'query' | 'body'>

type ReadOptions<R extends AnyRoute> = Omit<
  UseQueryOptions<ReplyOf<R>, RequestFailed, ReplyOf<R>, QueryKey>,
  'queryKey' | 'queryFn' | 'meta'
> &
  Readonly<{
    /** Live topics that make this answer out of date, e.g. `collect.report`. */
    topics?: readonly string[]
  }>

export const readKey = <R extends AnyRoute>(route: R, input?: ReadInput<R>): QueryKey =>
  input === undefined ? [route.id] : [route.id, input]

/** Server data of one route, kept in the query cache. */
export function useRead<R extends AnyRoute>(
  route: R,
  input: ReadInput<R> = {},
  options: ReadOptions<R> = {},
): UseQueryResult<ReplyOf<R>, RequestFailed> {
  const client = useQueryClient()
  const queryKey = readKey(route, input)
  // Screens share an answer: one that names no topics does not take away those that another named.
  const { topics = topicsOf(client.getQueryCache().find({ queryKey })?.meta), ...rest } = options
  return useQuery({
    ...rest,
    queryKey,
    queryFn: ({ signal }) => call(route, { ...input, signal } as CallInput<R>),
    meta: { topics },
  })
}

/** Reads what is likely to be asked for next; a failure is left to whoever asks. `null` where nothing is. */
export function useReadAhead<R extends AnyRoute>(route: R, input: ReadInput<R> | null): void {
  const client = useQueryClient()
  const wanted = useRef(input)
  wanted.current = input
  const key = input === null ? null : JSON.stringify(input)
  useEffect(() => {
    const next = wanted.current
    if (key === null || next === null) return
    void client.prefetchQuery({
      queryKey: readKey(route, next),
      queryFn: ({ signal }) => call(route, { ...next, signal } as CallInput<R>),
      meta: { topics: [] },
    })
  }, [client, route, key])
}

/** The live topics a cached answer depends on. */
export const topicsOf = (meta: Record<string, unknown> | undefined): readonly string[] =>
  Array.isArray(meta?.topics) ? (meta.topics as string[]) : []

type WriteOptions<R extends AnyRoute> = Readonly<{
  /** Routes whose cached answers this write makes out of date. */
  changes?: readonly AnyRoute[]
  onDone?: (reply: ReplyOf<R>, input: CallInput<R>) => void
  onFailed?: (error: RequestFailed, input: CallInput<R>) => void
}>

const keys = new WeakMap<object, string>()

/** One key per input object, so that a repeated try of the same input is the same request to the server. */
function keyOf(input: Readonly<{ idempotencyKey?: string }>): string {
  const key = input.idempotencyKey ?? keys.get(input) ?? newId()
  keys.set(input, key)
  return key
}

/** A write; retries after a network failure carry the same idempotency key. */
export function useWrite<R extends AnyRoute>(
  route: R,
  options: WriteOptions<R> = {},
): UseMutationResult<ReplyOf<R>, RequestFailed, CallInput<R>> {
  const client = useQueryClient()
  return useMutation({
    mutationKey: [route.id],
    mutationFn: (input: CallInput<R>) =>
      call(route, route.idempotency === 'key' ? { ...input, idempotencyKey: keyOf(input) } : input),
    ...(route.idempotency === 'key' ? {} : { retry: false }),
    onSuccess: async (reply, input) => {
      await Promise.all(
        (options.changes ?? []).map(changed => client.invalidateQueries({ queryKey: [changed.id] })),
      )
      options.onDone?.(reply, input)
    },
    onError: (error, input) => options.onFailed?.(error, input),
  })
}
