/**
 * Text to tokens. Chinese input methods leave full-width punctuation behind, so each such character is named
 * once as a mistake and read as its half-width twin, and reading goes on.
 */
import type { Position, Reporter } from '../messages.ts'

export type TokenKind = 'name' | 'quotedName' | 'number' | 'string' | 'symbol' | 'end'

export type Token = Readonly<{ kind: TokenKind; text: string; at: Position; end: number }>

const symbols = [
  ':=',
  '<-',
  '<>',
  '<=',
  '>=',
  '||',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  ':',
  '#',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
]

const fullWidth: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '，': ',',
  '；': ';',
  '：': ':',
  '＝': '=',
  '＜': '<',
  '＞': '>',
  '＋': '+',
  '－': '-',
  '＊': '*',
  '／': '/',
  '【': '[',
  '】': ']',
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
  '＃': '#',
  '≥': '>=',
  '≤': '<=',
  '≠': '<>',
  '×': '*',
  '÷': '/',
  '−': '-',
  '–': '-',
  '。': ';',
  '、': ',',
}

const nameStart = /[\p{L}]/u
const namePart = /[\p{L}\p{N}_.]/u
const numberPattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

type Cursor = { offset: number; line: number; lineStart: number }

const positionOf = (cursor: Cursor): Position =>
  Object.freeze({ line: cursor.line, column: cursor.offset - cursor.lineStart + 1, offset: cursor.offset })

function advance(source: string, cursor: Cursor, to: number): void {
  for (; cursor.offset < to; cursor.offset++) {
    if (source[cursor.offset] === '\n') {
      cursor.line++
      cursor.lineStart = cursor.offset + 1
    }
  }
}

/** Skips blanks and comments; true when something was skipped. */
function skipBlank(source: string, cursor: Cursor, report: Reporter): boolean {
  const here = cursor.offset
  const char = source[here] ?? ''
  if (/\s|\uFEFF/.test(char)) {
    advance(source, cursor, here + 1)
    return true
  }
  if (source.startsWith('//', here)) {
    const end = source.indexOf('\n', here)
    advance(source, cursor, end < 0 ? source.length : end)
    return true
  }
  if (source.startsWith('/*', here)) {
    const end = source.indexOf('*/', here + 2)
    if (end < 0) report.add('VTL_COMMENT_OPEN', positionOf(cursor))
    advance(source, cursor, end < 0 ? source.length : end + 2)
    return true
  }
  return false
}

/** A text between quotation marks; a doubled mark inside stands for one. */
function readQuoted(
  source: string,
  from: number,
  closing: string,
): { text: string; end: number; closed: boolean } {
  let text = ''
  let at = from + 1
  while (at < source.length) {
    if (source[at] === closing) {
      if (source[at + 1] !== closing) return { text, end: at + 1, closed: true }
      at++
    }
    text += source[at]
    at++
  }
  const lineEnd = source.indexOf('\n', from)
  const end = lineEnd < 0 ? source.length : lineEnd
  return { text: source.slice(from + 1, end), end, closed: false }
}

function readName(source: string, from: number): number {
  let at = from
  while (at < source.length) {
    const char = String.fromCodePoint(source.codePointAt(at) ?? 0)
    if (!namePart.test(char)) break
    at += char.length
  }
  return at
}

type Read = Readonly<{ kind: TokenKind; text: string; end: number }>

function readToken(source: string, from: number, at: Position, report: Reporter): Read | null {
  const char = String.fromCodePoint(source.codePointAt(from) ?? 0)
  if (char === '"' || char === '“' || char === '”') {
    if (char !== '"') report.add('VTL_FULL_WIDTH', at, { text: char, ascii: '"' })
    const quoted = readQuoted(source, from, char === '"' ? '"' : '”')
    if (!quoted.closed) report.add('VTL_STRING_OPEN', at)
    return { kind: 'string', text: quoted.text, end: quoted.end }
  }
  if (char === "'") {
    const quoted = readQuoted(source, from, "'")
    if (!quoted.closed) report.add('VTL_STRING_OPEN', at)
    return { kind: 'quotedName', text: quoted.text, end: quoted.end }
  }
  if (nameStart.test(char) || char === '_') {
    const end = readName(source, from)
    return { kind: 'name', text: source.slice(from, end), end }
  }
  numberPattern.lastIndex = from
  const number = numberPattern.exec(source)
  if (number) return { kind: 'number', text: number[0], end: from + number[0].length }
  const symbol = symbols.find(candidate => source.startsWith(candidate, from))
  if (symbol) return { kind: 'symbol', text: symbol, end: from + symbol.length }
  const ascii = fullWidth[char]
  if (ascii) {
    report.add('VTL_FULL_WIDTH', at, { text: char, ascii })
    return { kind: 'symbol', text: ascii, end: from + char.length }
  }
  report.add('VTL_CHARACTER', at, { text: char })
  return null
}

/** The tokens of a text, always closed by one of kind `end`; unreadable characters are reported and left out. */
export function tokenize(source: string, report: Reporter): readonly Token[] {
  const tokens: Token[] = []
  const cursor: Cursor = { offset: 0, line: 1, lineStart: 0 }
  while (cursor.offset < source.length) {
    if (skipBlank(source, cursor, report)) continue
    const at = positionOf(cursor)
    const read = readToken(source, cursor.offset, at, report)
    if (read) tokens.push(Object.freeze({ ...read, at }))
    const skipped = String.fromCodePoint(source.codePointAt(cursor.offset) ?? 0).length
    advance(source, cursor, read ? read.end : cursor.offset + skipped)
  }
  tokens.push(Object.freeze({ kind: 'end', text: '', at: positionOf(cursor), end: source.length }))
  return tokens
}
