/** Regions the scope offers: those below the reader's own place, opened along the way to where one stands. */
import { useSearchParams } from 'react-router'
import { listRegions, readRegion } from '#modules/ops/access/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import type { ScopeOption } from '#ui/scope/scope-bar.tsx'
import { placeOf, useScope } from '#ui/scope/use-scope.ts'
import type { SessionInfo } from '#ui/session/session-contract.ts'
import { holds, openedAlong, ownPlace, type PlacedRegion } from './region-path.ts'

const HOUR = 3_600_000

/** Public knowledge for everyone signed in; what may be read there is the server's to say. */
function useBelow(parent: string | undefined, enabled: boolean): readonly PlacedRegion[] {
  const query = { limit: 200, ...(parent && { parent }) }
  const read = useRead(listRegions, { query }, { enabled: enabled && parent !== undefined, staleTime: HOUR })
  return read.data?.regions ?? []
}

export function useRegionOptions(session: SessionInfo | null, enabled: boolean): readonly ScopeOption[] {
  const [scope] = useScope()
  const [address] = useSearchParams()
  const place = placeOf(address, scope)
  const topmost = useRead(listRegions, {}, { enabled, staleTime: HOUR })
  const top = ownPlace(session?.grants ?? []) ?? topmost.data?.regions[0]?.code
  const here = useRead(
    readRegion,
    { params: { code: place ?? '' } },
    { enabled: enabled && place !== undefined, staleTime: HOUR },
  )
  const chain = here.data ? [...here.data.ancestors, here.data.region] : []
  const path = chain
    .filter(one => top === undefined || !holds(one.code, top))
    .toSorted((a, b) => a.code.localeCompare(b.code))
  const first = useBelow(top, enabled)
  const second = useBelow(path[0]?.code, enabled)
  const third = useBelow(path[1]?.code, enabled)
  const shown = openedAlong(path, [first, second, third])
  // The reader's own place as a whole, where an address names it.
  const own = chain.find(one => one.code === top && place === top)
  return (own ? [{ ...own, depth: 0 }, ...shown] : shown).map(({ code, name, depth }) => ({
    value: code,
    label: { 'zh-CN': `${'\u3000'.repeat(depth)}${name}` },
  }))
}
