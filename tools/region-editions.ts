/** Derives an earlier edition of a region tree, and the links to the present one, from a list of changes. */

export type RegionRow = Readonly<{
  code: string
  name: string
  level: 'city' | 'county' | 'township' | 'village'
  parent: string
  urban_rural: string
}>

export type LinkKind = 'merge' | 'split' | 'rename' | 'recode'
export type RegionLink = Readonly<{ from_code: string; to_code: string; kind: LinkKind }>

/**
 * One change from the earlier edition to the present one; codes are short (county 6, township 9 digits).
 * A merge gives every `takesEvery`-th village of the present township back to the absorbed one.
 */
export type EditionChange = Readonly<{
  kind: LinkKind
  from: Readonly<{ code: string; name: string }>
  and?: Readonly<{ code: string; name: string; takesEvery: number }>
  to: readonly string[]
}>

const full = (code: string): string => code.padEnd(12, '0')

/**
 * The regions as they stood before `changes`, and a link for every code that differs. Villages are linked one to
 * one even where their township was split or merged, so a total over villages is exact under either edition.
 */
export function earlierEdition(
  present: readonly RegionRow[],
  changes: readonly EditionChange[],
): { regions: RegionRow[]; links: RegionLink[] } {
  const earlier = new Map<string, RegionRow>(present.map(r => [r.code, r]))
  const links: RegionLink[] = []
  const move = (now: RegionRow, code: string, name: string, parent: string, kind: LinkKind): void => {
    earlier.delete(now.code)
    earlier.set(code, { ...now, code, name, parent })
    links.push({ from_code: code, to_code: now.code, kind })
  }
  for (const change of changes) {
    const targets = change.to.map(code => present.find(r => r.code === full(code)))
    for (const target of targets) {
      if (!target) throw new Error(`no region ${change.to.join(', ')} in the present edition`)
    }
    applyBackwards(change, targets as RegionRow[], present, move, earlier, links)
  }
  links.sort((a, b) => (a.from_code + a.to_code < b.from_code + b.to_code ? -1 : 1))
  return { regions: [...earlier.values()].sort((a, b) => (a.code < b.code ? -1 : 1)), links }
}

type Move = (now: RegionRow, code: string, name: string, parent: string, kind: LinkKind) => void

function applyBackwards(
  change: EditionChange,
  targets: readonly RegionRow[],
  present: readonly RegionRow[],
  move: Move,
  earlier: Map<string, RegionRow>,
  links: RegionLink[],
): void {
  const { from } = change
  if (change.kind === 'rename') {
    move(targets[0]!, full(from.code), from.name, targets[0]!.parent, 'rename')
  } else if (change.kind === 'recode') {
    recodeSubtree(change, targets[0]!, present, move)
  } else if (change.kind === 'split') {
    const parent = targets[0]!.parent
    for (const target of targets) {
      earlier.delete(target.code)
      links.push({ from_code: full(from.code), to_code: target.code, kind: 'split' })
    }
    earlier.set(full(from.code), { ...targets[0]!, code: full(from.code), name: from.name, parent })
    const villages = targets.flatMap(t => present.filter(r => r.parent === t.code))
    for (const [code, village] of renumbered(from.code, villages)) {
      move(village, code, village.name, full(from.code), 'recode')
    }
  } else {
    const target = targets[0]!
    const absorbed = change.and!
    links.push({ from_code: target.code, to_code: target.code, kind: 'merge' })
    links.push({ from_code: full(absorbed.code), to_code: target.code, kind: 'merge' })
    earlier.set(full(absorbed.code), { ...target, code: full(absorbed.code), name: absorbed.name })
    const villages = present.filter(r => r.parent === target.code)
    const taken = villages.filter((_, i) => i % absorbed.takesEvery === 0)
    for (const village of taken) {
      move(village, absorbed.code + village.code.slice(9), village.name, full(absorbed.code), 'recode')
    }
  }
}

function recodeSubtree(
  change: EditionChange,
  target: RegionRow,
  present: readonly RegionRow[],
  move: Move,
): void {
  const stem = change.to[0]!
  const old = (code: string): string =>
    code.startsWith(stem) ? change.from.code + code.slice(stem.length) : code
  for (const row of present.filter(r => r.code.startsWith(stem))) {
    move(row, old(row.code), row === target ? change.from.name : row.name, old(row.parent), 'recode')
  }
}

/** Two townships may both have a village 001: the later ones take the next free number of their own range. */
function renumbered(township: string, villages: readonly RegionRow[]): [string, RegionRow][] {
  const taken = new Set<string>()
  return villages.map(village => {
    let number = Number(village.code.slice(9))
    while (taken.has(String(number))) number += 1
    taken.add(String(number))
    return [township + String(number).padStart(3, '0'), village]
  })
}
