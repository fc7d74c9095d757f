/** Strings by code point, as DuckDB counts them; case and blanks by tables both targets share. */

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Latin, Latin-1, Greek, Cyrillic and full-width letters whose other case is one letter as well. */
const lowerPoints = [
  ...range(0x61, 0x7a),
  ...range(0xe0, 0xf6),
  ...range(0xf8, 0xfe),
  ...range(0x3b1, 0x3c1),
  ...range(0x3c3, 0x3c9),
  ...range(0x430, 0x44f),
  ...range(0xff41, 0xff5a),
]
const upperPoints = lowerPoints.map(point => point - 32)

export const lowerLetters = String.fromCodePoint(...lowerPoints)
export const upperLetters = String.fromCodePoint(...upperPoints)
const toUpper = new Map(
  lowerPoints.map(point => [String.fromCodePoint(point), String.fromCodePoint(point - 32)]),
)
const toLower = new Map(
  upperPoints.map(point => [String.fromCodePoint(point), String.fromCodePoint(point + 32)]),
)

const mapped = (text: string, table: ReadonlyMap<string, string>): string =>
  Array.from(text, char => table.get(char) ?? char).join('')

export const upper = (text: string): string => mapped(text, toUpper)
export const lower = (text: string): string => mapped(text, toLower)

/** What trimming removes: space, tab, line ends, no-break space, ideographic space. */
export const blanks = ' \t\n\r\u00a0\u3000'

export function trim(text: string, start: boolean, end: boolean): string {
  let from = 0
  let to = text.length
  while (start && from < to && blanks.includes(text[from]!)) from++
  while (end && to > from && blanks.includes(text[to - 1]!)) to--
  return text.slice(from, to)
}

export const length = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}

/** From the `start`th character (1 is the first), at most `count` characters; null for a start below 1 or a negative count. */
export function substring(text: string, start: number, count: number | null): string | null {
  if (start < 1 || (count !== null && count < 0)) return null
  const chars = Array.from(text)
  return chars.slice(start - 1, count === null ? undefined : start - 1 + count).join('')
}

export const replaceAll = (text: string, pattern: string, by: string): string =>
  pattern === '' ? text : text.split(pattern).join(by)

/** Position of the nth occurrence from the `start`th character on, occurrences may overlap; 0 where there is none. */
export function position(text: string, pattern: string, start: number, occurrence: number): number | null {
  if (start < 1) return null
  if (pattern === '') return 0
  const chars = Array.from(text)
  let from = start
  for (let found = 1; ; found++) {
    const rest = chars.slice(from - 1).join('')
    const index = rest.indexOf(pattern)
    if (index < 0) return 0
    const at = from + length(rest.slice(0, index))
    if (found === occurrence) return at
    from = at + 1
  }
}

/** Order by code point; JavaScript's own goes by UTF-16 unit, which differs beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  const size = Math.min(a.length, b.length)
  for (let i = 0; i < size; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    const surrogateX = x >= 0xd800 && x <= 0xdfff
    const surrogateY = y >= 0xd800 && y <= 0xdfff
    return surrogateX === surrogateY ? x - y : surrogateX ? 1 : -1
  }
  return a.length - b.length
}
