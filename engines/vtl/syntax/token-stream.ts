/** Reading position over tokens, shared by the parsers. A syntax error unwinds to the nearest rule or statement. */
import type { Position, Reporter } from '../messages.ts'
import type { Token, TokenKind } from './lexer.ts'

/** Thrown inside the parser only, after the mistake was reported; caught where reading can go on. */
export class SyntaxAbort extends Error {}

export class TokenStream {
  private index = 0
  depth = 0
  readonly source: string
  readonly tokens: readonly Token[]
  readonly report: Reporter

  constructor(source: string, tokens: readonly Token[], report: Reporter) {
    this.source = source
    this.tokens = tokens
    this.report = report
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)]!
  }

  next(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.index++
    return token
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.text === text && (token.kind === 'symbol' || token.kind === 'name')
  }

  isKind(kind: TokenKind): boolean {
    return this.peek().kind === kind
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false
    this.next()
    return true
  }

  expect(text: string): Token {
    if (!this.is(text)) this.fail(`"${text}"`)
    return this.next()
  }

  /** A regular or quoted name; words of the language are not names. */
  expectName(reserved: ReadonlySet<string>): Token {
    const token = this.peek()
    const usable = token.kind === 'quotedName' || (token.kind === 'name' && !reserved.has(token.text))
    if (!usable) this.fail('@name')
    return this.next()
  }

  expectString(): Token {
    if (!this.isKind('string')) this.fail('@string')
    return this.next()
  }

  fail(expected: string, token: Token = this.peek()): never {
    const found = token.kind === 'end' ? '@end' : `"${token.text}"`
    this.report.add('VTL_EXPECTED', token.at, { expected, found })
    throw new SyntaxAbort()
  }

  unsupported(name: string, at: Position): never {
    this.report.add('VTL_UNSUPPORTED', at, { name })
    throw new SyntaxAbort()
  }

  /** Moves to the next of `stops` without taking it (or to the end). */
  skipTo(stops: readonly string[]): void {
    while (!this.isKind('end') && !stops.some(stop => this.is(stop))) this.next()
  }

  /** The text from a position up to the last token taken. */
  textFrom(at: Position): string {
    const last = this.tokens[Math.max(0, this.index - 1)]!
    return this.source.slice(at.offset, Math.max(at.offset, last.end))
  }
}
