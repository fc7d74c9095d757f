/**
 * Scripts: ruleset definitions and assignments, in any order. A mistake inside a rule costs that rule, a
 * mistake elsewhere costs the statement; reading goes on behind the next `;` so that all mistakes are told at once.
 */
import { createReporter, type Diagnostic, type Reporter } from '../messages.ts'
import type {
  DatapointRuleset,
  Expression,
  Literal,
  RuleNode,
  Script,
  SignatureItem,
  Statement,
} from './ast.ts'
import { tokenize } from './lexer.ts'
import { parseExpression, reserved } from './parse-expression.ts'
import { SyntaxAbort, TokenStream } from './token-stream.ts'

/** Runs `read`; on a syntax error (already reported) moves to one of `stops` and gives null. */
function recovering<T>(stream: TokenStream, stops: readonly string[], read: () => T): T | null {
  const depth = stream.depth
  try {
    return read()
  } catch (error) {
    if (!(error instanceof SyntaxAbort)) throw error
    stream.depth = depth
    stream.skipTo(stops)
    return null
  }
}

function stringLiteral(stream: TokenStream): Literal {
  const token = stream.expectString()
  return Object.freeze({
    kind: 'literal',
    type: 'string',
    text: token.text,
    at: token.at,
    source: stream.textFrom(token.at),
  })
}

/** `errorlevel` is a string in this engine and a number in the manual; both are read. */
function levelLiteral(stream: TokenStream): Literal {
  if (!stream.isKind('number')) return stringLiteral(stream)
  const token = stream.next()
  return Object.freeze({
    kind: 'literal',
    type: 'number',
    text: token.text,
    at: token.at,
    source: token.text,
  })
}

function parseRule(stream: TokenStream): RuleNode {
  const start = stream.peek()
  const named = stream.is(':', 1)
  const code = named ? stream.expectName(reserved).text : undefined
  if (named) stream.expect(':')
  const when = stream.accept('when') ? parseExpression(stream) : undefined
  if (when) stream.expect('then')
  const check = parseExpression(stream)
  const errorcode = stream.accept('errorcode') ? stringLiteral(stream) : undefined
  const errorlevel = stream.accept('errorlevel') ? levelLiteral(stream) : undefined
  if (!stream.is(';') && !stream.is('end') && !stream.isKind('end')) stream.fail('";"')
  return Object.freeze({
    kind: 'rule',
    ...(code === undefined ? {} : { code }),
    ...(when ? { when } : {}),
    check,
    ...(errorcode ? { errorcode } : {}),
    ...(errorlevel ? { errorlevel } : {}),
    at: start.at,
    source: stream.textFrom(start.at),
  })
}

function parseSignature(stream: TokenStream): readonly SignatureItem[] {
  const items: SignatureItem[] = []
  do {
    const token = stream.expectName(reserved)
    const alias = stream.accept('as') ? stream.expectName(reserved).text : undefined
    const base = { kind: 'signatureItem', name: token.text, at: token.at, source: token.text } as const
    items.push(Object.freeze(alias === undefined ? base : { ...base, alias }))
  } while (stream.accept(','))
  return Object.freeze(items)
}

function parseRules(stream: TokenStream): readonly RuleNode[] {
  const rules: RuleNode[] = []
  while (!stream.is('end') && !stream.isKind('end')) {
    if (stream.accept(';')) continue
    const rule = recovering(stream, [';', 'end'], () => parseRule(stream))
    if (rule) rules.push(rule)
  }
  return Object.freeze(rules)
}

function parseRuleset(stream: TokenStream): DatapointRuleset {
  const start = stream.expect('define')
  const type = stream.next()
  if (type.text !== 'datapoint') stream.unsupported(`define ${type.text}`, type.at)
  stream.expect('ruleset')
  const name = stream.expectName(reserved).text
  stream.expect('(')
  const over = stream.is('valuedomain') ? 'valuedomain' : 'variable'
  stream.expect(over)
  const signature = parseSignature(stream)
  stream.expect(')')
  stream.expect('is')
  const rules = parseRules(stream)
  for (const word of ['end', 'datapoint', 'ruleset']) stream.expect(word)
  return Object.freeze({
    kind: 'datapointRuleset',
    name,
    over,
    signature,
    rules,
    at: start.at,
    source: stream.textFrom(start.at),
  })
}

function parseStatement(stream: TokenStream): Statement {
  const start = stream.peek()
  if (stream.is('define')) return parseRuleset(stream)
  if (!stream.is(':=', 1) && !stream.is('<-', 1)) stream.fail('@statement')
  const target = stream.expectName(reserved).text
  const persistent = stream.next().text === '<-'
  const value = parseExpression(stream)
  return Object.freeze({
    kind: 'assignment',
    target,
    persistent,
    value,
    at: start.at,
    source: stream.textFrom(start.at),
  })
}

/** After a mistake in a definition, the rest of that definition is passed over. */
function skipStatement(stream: TokenStream, wasDefinition: boolean): void {
  if (wasDefinition) stream.skipTo(['end'])
  stream.skipTo([';'])
}

function open(source: string, report: Reporter): TokenStream {
  return new TokenStream(source, tokenize(source, report), report)
}

/** Reads a script with a reporter of the caller's. */
export function parseScript(source: string, report: Reporter): Script {
  const stream = open(source, report)
  const statements: Statement[] = []
  while (!stream.isKind('end')) {
    if (stream.accept(';')) continue
    const isDefinition = stream.is('define')
    const statement = readStatement(stream, isDefinition)
    if (statement) statements.push(statement)
  }
  return Object.freeze({ kind: 'script', statements: Object.freeze(statements) })
}

function readStatement(stream: TokenStream, isDefinition: boolean): Statement | null {
  const depth = stream.depth
  try {
    const statement = parseStatement(stream)
    if (!stream.is(';') && !stream.isKind('end')) stream.fail('";"')
    return statement
  } catch (error) {
    if (!(error instanceof SyntaxAbort)) throw error
    stream.depth = depth
    skipStatement(stream, isDefinition)
    return null
  }
}

/** Reads one rule without a terminator (a template's body); null when it cannot be read. */
export function parseSingleRule(source: string, report: Reporter): RuleNode | null {
  const stream = open(source, report)
  return recovering(stream, [], () => {
    const rule = parseRule(stream)
    stream.accept(';')
    if (!stream.isKind('end')) stream.fail('@end')
    return rule
  })
}

/** Reads one expression that is the whole text (a formula); null when it cannot be read. */
export function parseSingleExpression(source: string, report: Reporter): Expression | null {
  const stream = open(source, report)
  return recovering(stream, [], () => {
    const expression = parseExpression(stream)
    stream.accept(';')
    if (!stream.isKind('end')) stream.fail('@end')
    return expression
  })
}

/**
 * Parses a VTL script.
 * @returns the statements that could be read and every mistake found; never throws for an author's mistake.
 */
export function parse(source: string): Readonly<{ script: Script; diagnostics: readonly Diagnostic[] }> {
  const report = createReporter()
  return Object.freeze({ script: parseScript(source, report), diagnostics: Object.freeze([...report.all()]) })
}
