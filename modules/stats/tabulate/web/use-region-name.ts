import { useRead } from '#ui/api/queries.ts'
import { useLocalText } from '#ui/i18n/text.ts'
import { listCodes } from '../contract.ts'

/** The name of a region, its code until the name is known. */
export function useRegionName(code: string | undefined, edition: string): string | undefined {
  const local = useLocalText()
  const known = useRead(
    listCodes,
    { query: { dimension: 'region', edition } },
    { enabled: code !== undefined, staleTime: 600_000 },
  )
  const found = known.data?.codes.find(one => one.code === code)
  return found ? local(found.label) : code
}
