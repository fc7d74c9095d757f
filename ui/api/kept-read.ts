/** Reads that work without network: the last reply to the same question, kept on this device for the account. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { AnyRoute, ReplyOf } from '#kernel/contract/index.ts'
import type { Read } from '../components/read-states.tsx'
import { type AnswerName, findAnswer, keepAnswer } from '../session/kept-answers.ts'
import { type CallInput, call } from './call.ts'
import { contractVersion } from './contract-version.ts'
import { type ReadInput, readKey } from './queries.ts'
import { isTransient, keptOutdatedProblem, offlineProblem, RequestFailed } from './request-failed.ts'

/** `keptAt`: since when this device has it, where the server could not be asked; null where it answered. */
export type KeptReply<R extends AnyRoute> = Readonly<{ reply: ReplyOf<R>; keptAt: string | null }>

export type KeptRead<R extends AnyRoute> = Read<ReplyOf<R>> &
  Pick<UseQueryResult, 'isPending'> &
  Readonly<{ keptAt: string | null }>

/** With something to show meanwhile, a network that hangs counts as none. */
const longestWait = 8_000

export const answerName = <R extends AnyRoute>(route: R, input: ReadInput<R>): AnswerName => ({
  name: JSON.stringify(readKey(route, input)),
  version: contractVersion(route),
})

async function askAndKeep<R extends AnyRoute>(
  account: string,
  route: R,
  input: ReadInput<R>,
  signal: AbortSignal | undefined,
): Promise<KeptReply<R>> {
  const reply = await call(route, { ...input, ...(signal && { signal }) } as CallInput<R>)
  void keepAnswer(account, answerName(route, input), reply)
  return { reply, keptAt: null }
}

const afterPatience = (): Promise<never> =>
  new Promise((_, failed) => setTimeout(() => failed(new RequestFailed(offlineProblem)), longestWait))

const outdatedIfAway = (failure: unknown): unknown =>
  isTransient(failure) ? new RequestFailed(keptOutdatedProblem) : failure

export async function readOrKept<R extends AnyRoute>(
  account: string,
  route: R,
  input: ReadInput<R>,
  signal?: AbortSignal,
): Promise<KeptReply<R>> {
  const asked = askAndKeep(account, route, input, signal)
  try {
    return await Promise.race([asked, afterPatience()])
  } catch (error) {
    if (signal?.aborted || !isTransient(error)) throw error
    const kept = await findAnswer(account, answerName(route, input))
    if (kept === 'outdated') return asked.catch(failure => Promise.reject(outdatedIfAway(failure)))
    // With nothing to show meanwhile, the answer is waited for.
    return kept ? { reply: kept.reply as ReplyOf<R>, keptAt: kept.at } : asked
  }
}

type Options = Readonly<{
  topics: readonly string[]
  staleTime?: number
  gcTime?: number
  refetchOnWindowFocus?: boolean
}>

export function useKeptRead<R extends AnyRoute>(
  account: string,
  route: R,
  input: ReadInput<R>,
  { topics, ...options }: Options,
): KeptRead<R> {
  const query = useQuery<KeptReply<R>, RequestFailed>({
    ...options,
    queryKey: [...readKey(route, input), account],
    queryFn: ({ signal }) => readOrKept(account, route, input, signal),
    meta: { topics },
  })
  const { data, isPending, isError, error, refetch } = query
  return { data: data?.reply, keptAt: data?.keptAt ?? null, isPending, isError, error, refetch }
}
