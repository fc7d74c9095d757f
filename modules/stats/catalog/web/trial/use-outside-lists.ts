/** The code lists that a form on trial names and does not hold: regions of the whole edition, for there is no unit. */
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type CodelistItem, type Codelists, type FormSpec, outsideListsOf } from '#engines/form/index.ts'
import { readCodelist } from '#modules/stats/register/contract.ts'
import { call } from '#ui/api/call.ts'
import { readKey } from '#ui/api/queries.ts'

type Items = readonly CodelistItem[]

export function useOutsideLists(spec: FormSpec) {
  const names = outsideListsOf(spec)
  const reads = useQueries({
    queries: names.map(name => ({
      queryKey: readKey(readCodelist, { params: { name } }),
      queryFn: async (): Promise<Items> => (await call(readCodelist, { params: { name } })).items,
      staleTime: 60_000,
    })),
  })
  const failed = reads.find(({ isError }) => isError)
  const ready = reads.every(({ data }) => data !== undefined)
  const known = names.map((name, i) => [name, reads[i]?.data] as const)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists themselves are kept by the query cache
  const data = useMemo<Codelists | undefined>(() => {
    const lists = new Map<string, Items | undefined>(known)
    return ready ? name => lists.get(name) : undefined
  }, [ready, ...known.flat()])
  return {
    data,
    isError: failed !== undefined,
    error: failed?.error ?? null,
    refetch: async () => void (await Promise.all(reads.map(({ refetch }) => refetch()))),
  }
}
