/**
 * The part of regular expressions that means the same in JavaScript and in RE2 (DuckDB), rewritten into a form
 * both read alike: classes spelled out, groups not capturing, `.` not matching a line feed. Patterns match whole
 * values, as `match_characters` of VTL does.
 */
export type PatternResult = Readonly<{ pattern: string } | { unsupported: string }>

const classEscapes: Readonly<Record<string, string>> = {
  d: '0-9',
  w: '0-9A-Za-z_',
  s: ' \\t\\n\\r\\f\\v',
}

const posixClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\r\\f\\v',
  xdigit: '0-9A-Fa-f',
}

class Unsupported extends Error {}

type Reader = { text: readonly string[]; at: number }

const special = /[\\^$.|?*+()[\]{}/-]/

/** One character so that both engines take it literally, inside or outside a class. */
function literal(char: string): string {
  return special.test(char) ? `\\x{${char.codePointAt(0)!.toString(16)}}` : char
}

function readEscape(reader: Reader, inClass: boolean): string {
  const char = reader.text[reader.at++]
  if (char === undefined) throw new Unsupported('\\')
  const set = classEscapes[char]
  if (set) return inClass ? set : `[${set}]`
  const negated = classEscapes[char.toLowerCase()]
  if (negated && !inClass) return `[^${negated}]`
  if (/[tnrfv]/.test(char)) return `\\${char}`
  if (/[\p{L}\p{N}]/u.test(char)) throw new Unsupported(`\\${char}`)
  return literal(char)
}

function readPosixClass(reader: Reader): string {
  const rest = reader.text.slice(reader.at).join('')
  const match = /^\[:(\w+):\]/.exec(rest)
  const set = match ? posixClasses[match[1]!] : undefined
  if (!match || !set) throw new Unsupported(rest.slice(0, 10))
  reader.at += match[0].length
  return set
}

function readClass(reader: Reader): string {
  const negated = reader.text[reader.at] === '^'
  if (negated) reader.at++
  let body = ''
  for (;;) {
    const char = reader.text[reader.at]
    if (char === undefined) throw new Unsupported('[')
    if (char === ']') break
    if (char === '[' && reader.text[reader.at + 1] === ':') {
      body += readPosixClass(reader)
      continue
    }
    reader.at++
    if (char === '\\') body += readEscape(reader, true)
    else if (char === '-' && body !== '' && reader.text[reader.at] !== ']') body += '-'
    else body += literal(char)
  }
  reader.at++
  if (body === '') throw new Unsupported('[]')
  return `[${negated ? '^' : ''}${body}]`
}

function readQuantifier(reader: Reader): string {
  const rest = reader.text.slice(reader.at, reader.at + 12).join('')
  const match = /^(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})/.exec(rest)
  if (!match) {
    if (rest.startsWith('{')) throw new Unsupported(rest.slice(0, 6))
    return ''
  }
  const bounds = /^\{(\d+),(\d+)\}$/.exec(match[0])
  if (bounds && Number(bounds[1]) > Number(bounds[2])) throw new Unsupported(match[0])
  reader.at += match[0].length
  const next = reader.text[reader.at]
  if (next !== undefined && '*+?{'.includes(next)) throw new Unsupported(match[0] + next)
  return match[0]
}

const isUnbounded = (quantifier: string): boolean => /^[*+]$|,\}$/.test(quantifier)

/** A repeated group that repeats inside may take exponential time in JavaScript. */
type Piece = Readonly<{ text: string; unbounded: boolean }>

function readAtom(reader: Reader): Piece {
  const char = reader.text[reader.at++]!
  if (char === '(') {
    if (reader.text[reader.at] === '?') {
      if (reader.text[reader.at + 1] !== ':') throw new Unsupported('(?')
      reader.at += 2
    }
    const inner = readAlternatives(reader)
    if (reader.text[reader.at] !== ')') throw new Unsupported('(')
    reader.at++
    return { text: `(?:${inner.text})`, unbounded: inner.unbounded }
  }
  const plain = (text: string): Piece => ({ text, unbounded: false })
  if (char === '[') return plain(readClass(reader))
  if (char === '\\') return plain(readEscape(reader, false))
  if (char === '.') return plain('[^\\n]')
  if ('*+?{}])^$'.includes(char)) throw new Unsupported(char)
  return plain(literal(char))
}

function readAlternatives(reader: Reader): Piece {
  let text = ''
  let unbounded = false
  for (;;) {
    const char = reader.text[reader.at]
    if (char === undefined || char === ')') return { text, unbounded }
    if (char === '|') {
      text += '|'
      reader.at++
      continue
    }
    const atom = readAtom(reader)
    const quantifier = readQuantifier(reader)
    if (atom.unbounded && quantifier !== '' && quantifier !== '?') throw new Unsupported(`(…)${quantifier}`)
    unbounded ||= atom.unbounded || isUnbounded(quantifier)
    text += atom.text + quantifier
  }
}

/** Reads an author's pattern; gives the common form (unanchored) or the piece that is not supported. */
export function readPattern(source: string): PatternResult {
  const trimmed = source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')
  const reader: Reader = { text: [...trimmed], at: 0 }
  try {
    const { text } = readAlternatives(reader)
    if (reader.at < reader.text.length) return { unsupported: reader.text[reader.at]! }
    const pattern = text.replace(/\\x\{([0-9a-f]+)\}/g, '\\x{$1}')
    new RegExp(toJavaScript(pattern), 'u')
    return { pattern }
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message }
    if (error instanceof SyntaxError) return { unsupported: source }
    throw error
  }
}

/** The common form as JavaScript writes it, anchored at both ends. */
export const toJavaScript = (pattern: string): string =>
  `^(?:${pattern.replace(/\\x\{([0-9a-f]+)\}/g, '\\u{$1}')})$`
