/**
 * Conversion between units of measure that differ by a power of ten written in Chinese, e.g. 千元 → 亿元,
 * 万千瓦时 → 亿千瓦时. The magnitude prefixes are peeled off one by one; what remains must be the same unit.
 */

const magnitudes: readonly (readonly [string, number])[] = [
  ['千万', 7],
  ['百万', 6],
  ['十万', 5],
  ['亿', 8],
  ['万', 4],
  ['千', 3],
  ['百', 2],
  ['十', 1],
]

const peel = (unit: string): { base: string; power: number } => {
  let base = unit.trim()
  let power = 0
  for (;;) {
    const found = magnitudes.find(([prefix]) => base.startsWith(prefix) && base.length > prefix.length)
    if (!found) return { base, power }
    base = base.slice(found[0].length)
    power += found[1]
  }
}

/** The power of ten by which a number in `from` is multiplied to be in `to`; undefined when they do not convert. */
export const conversionPower = (from: string, to: string): number | undefined => {
  const [source, target] = [peel(from), peel(to)]
  return source.base === target.base ? source.power - target.power : undefined
}

const larger: Readonly<Record<string, string>> = { 千元: '亿元', 万元: '亿元', 元: '万元' }

/** The unit in which totals of amounts in `unit` are read; undefined where they are read as they are. */
export const unitOfTotals = (unit: string | undefined): string | undefined => larger[unit ?? '']
