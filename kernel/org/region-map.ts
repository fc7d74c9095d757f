/**
 * Where every region of one edition lies in another. Links are kept between neighbouring editions; further ones
 * are reached through those between, and an edition is also mapped back onto an earlier one.
 */

export type Edition = Readonly<{ edition: string; codes: ReadonlySet<string> }>
export type Link = Readonly<{ from: string; to: string; fromCode: string; toCode: string }>
export type MapRow = Readonly<{
  from: string
  to: string
  fromCode: string
  toCode: string
  /** Share of the region that lies in `toCode`; the shares of one region add to 1. */
  weight: string
}>

type Parts = ReadonlyMap<string, number>

/** The parts of a code one edition on: its links, or itself where the code lives on. */
const step = (
  code: string,
  next: Edition,
  links: ReadonlyMap<string, readonly string[]>,
): readonly string[] => links.get(code) ?? (next.codes.has(code) ? [code] : [])

function linksBetween(links: readonly Link[], a: string, b: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const add = (from: string, to: string) => found.set(from, [...(found.get(from) ?? []), to])
  for (const link of links) {
    if (link.from === a && link.to === b) add(link.fromCode, link.toCode)
    if (link.from === b && link.to === a) add(link.toCode, link.fromCode)
  }
  return found
}

function advance(parts: Parts, next: Edition, links: ReadonlyMap<string, readonly string[]>): Parts {
  const moved = new Map<string, number>()
  for (const [code, share] of parts) {
    const targets = step(code, next, links)
    for (const target of targets) moved.set(target, (moved.get(target) ?? 0) + share / targets.length)
  }
  return moved
}

const SCALE = 8

/** Shares as exact decimals; the last takes what rounding left. */
function weights(parts: Parts): readonly (readonly [string, string])[] {
  const total = [...parts.values()].reduce((sum, share) => sum + share, 0)
  const unit = 10 ** SCALE
  let left = unit
  return [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, share], at, all) => {
      const part = at === all.length - 1 ? left : Math.round((share / total) * unit)
      left -= part
      return [code, (part / unit).toFixed(SCALE)] as const
    })
}

type Way = readonly Readonly<{ next: Edition; links: ReadonlyMap<string, readonly string[]> }>[]

/** The editions to pass through from one to another, each with the links that lead to it. */
function wayBetween(editions: readonly Edition[], start: number, end: number, links: readonly Link[]): Way {
  const direction = end > start ? 1 : -1
  return Array.from({ length: Math.abs(end - start) }, (_, at) => {
    const here = editions[start + at * direction]!
    const next = editions[start + (at + 1) * direction]!
    return { next, links: linksBetween(links, here.edition, next.edition) }
  })
}

/** Rows for every ordered pair of different editions; `editions` ascend in time. Splits go in equal parts. */
export function regionMap(editions: readonly Edition[], links: readonly Link[]): readonly MapRow[] {
  return editions.flatMap((from, start) =>
    editions.flatMap((to, end) => {
      if (start === end) return []
      const way = wayBetween(editions, start, end, links)
      return [...from.codes].flatMap(fromCode => {
        const whole: Parts = new Map([[fromCode, 1]])
        const parts = way.reduce<Parts>((held, { next, links: known }) => advance(held, next, known), whole)
        return weights(parts).map(([toCode, weight]) => ({
          from: from.edition,
          to: to.edition,
          fromCode,
          toCode,
          weight,
        }))
      })
    }),
  )
}
