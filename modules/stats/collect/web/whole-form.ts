/** A form with the code lists that all units share: read once, and kept by the browser until they change. */
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CodelistItem, OutsideList } from '#engines/form/index.ts'
import { readCodelist } from '#modules/stats/register/contract.ts'
import { call } from '#ui/api/call.ts'
import { readOrKept } from '#ui/api/kept-read.ts'
import { type ReadInput, readKey } from '#ui/api/queries.ts'
import type { Read } from '#ui/components/read-states.tsx'
import type { FormToRun } from '../contract.ts'

type Named = Readonly<{ name: OutsideList; items: readonly CodelistItem[] }>

const NONE: FormToRun['sharedLists'] = {}

type Lists = Awaited<ReturnType<typeof call<typeof readCodelist>>>

const readLists = async (
  account: string | undefined,
  input: ReadInput<typeof readCodelist>,
): Promise<Lists> =>
  account === undefined ? call(readCodelist, input) : (await readOrKept(account, readCodelist, input)).reply

/**
 * Has `data` when every list is there too: without them no code could be checked. With an account the lists are kept on
 * its device.
 */
export function useWholeForm<T extends FormToRun>(read: Read<T>, account?: string): Read<T> {
  const opened = read.data
  const wanted = Object.entries(opened?.sharedLists ?? NONE) as [OutsideList, string][]
  const lists = useQueries({
    queries: wanted.map(([name, stamp]) => {
      const input = { params: { name }, query: { stamp } }
      return {
        queryKey: readKey(readCodelist, input),
        queryFn: async (): Promise<Named> => ({ name, items: (await readLists(account, input)).items }),
        staleTime: Number.POSITIVE_INFINITY,
      }
    }),
    combine,
  })
  const { named } = lists
  const own = opened?.codelists
  // The same lists however often the report is read again: every row of a form is drawn from them.
  const codelists = useMemo(() => own && named && { ...own, ...listsOf(named) }, [own, named])
  const whole = useMemo(() => opened && codelists && { ...opened, codelists }, [opened, codelists])
  if (whole || !opened) return { ...read, data: whole }
  // A list that went away since was replaced: reading the form again tells which one stands now.
  return { data: undefined, isError: lists.isError, error: lists.error, refetch: read.refetch }
}

const listsOf = (named: readonly Named[]) => Object.fromEntries(named.map(({ name, items }) => [name, items]))

function combine(reads: readonly UseQueryResult<Named>[]) {
  const named = reads.flatMap(({ data }) => (data ? [data] : []))
  const failed = reads.find(({ isError }) => isError)
  return {
    named: named.length === reads.length ? named : undefined,
    isError: failed !== undefined,
    error: failed?.error ?? null,
  }
}
