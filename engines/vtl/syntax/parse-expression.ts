/**
 * Expressions, by precedence climbing. The levels are those of the VTL 2.1 grammar: unary `+ - not` bind
 * tighter than `* /`, then `+ - ||`, then comparisons and `in`, then `and`, then `or xor`.
 */
import type { BinaryOperator, Call, CheckOutput, Clause, Expression, UnaryOperator } from './ast.ts'
import type { Token } from './lexer.ts'
import { SyntaxAbort, type TokenStream } from './token-stream.ts'

export const reserved: ReadonlySet<string> = new Set(
  'define end datapoint ruleset is variable valuedomain when then else if case errorcode errorlevel and or xor not in not_in null true false'.split(
    ' ',
  ),
)

const levels: Readonly<Record<string, number>> = {
  or: 1,
  xor: 1,
  and: 2,
  '=': 3,
  '<>': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  in: 3,
  not_in: 3,
  '+': 4,
  '-': 4,
  '||': 4,
  '*': 5,
  '/': 5,
}

/** Words that open a construct of VTL outside this profile where an argument could end. */
const constructs = new Set([
  'group',
  'over',
  'having',
  'as',
  'using',
  'filter',
  'keep',
  'drop',
  'calc',
  'rename',
  'aggr',
  'apply',
  'rule',
  'imbalance',
  'order',
  'partition',
])

/** Nesting and length of a chain together; keeps every later walk of the tree within the stack. */
const maxDepth = 500

type Without<T> = T extends unknown ? Omit<T, 'at' | 'source'> : never
type Shape = Without<Expression>

const finish = (stream: TokenStream, start: Token, shape: Shape): Expression =>
  Object.freeze({ ...shape, at: start.at, source: stream.textFrom(start.at) }) as Expression

function deepen(stream: TokenStream): void {
  if (++stream.depth <= maxDepth) return
  stream.report.add('VTL_TOO_DEEP', stream.peek().at)
  throw new SyntaxAbort()
}

/** Reads one expression whose operators bind at least as tightly as `minimum`. */
export function parseExpression(stream: TokenStream, minimum = 1): Expression {
  const start = stream.peek()
  const outside = stream.depth
  deepen(stream)
  let left = parseUnary(stream)
  for (;;) {
    const token = stream.peek()
    const level = token.kind === 'symbol' || token.kind === 'name' ? (levels[token.text] ?? 0) : 0
    if (level === 0 || level < minimum) break
    deepen(stream)
    stream.next()
    left =
      token.text === 'in' || token.text === 'not_in'
        ? parseIn(stream, start, left, token.text === 'not_in')
        : parseBinary(stream, start, left, token.text as BinaryOperator, level)
  }
  stream.depth = outside
  return left
}

function parseBinary(
  stream: TokenStream,
  start: Token,
  left: Expression,
  operator: BinaryOperator,
  level: number,
): Expression {
  const right = parseExpression(stream, level + 1)
  return finish(stream, start, { kind: 'binary', operator, left, right })
}

function parseIn(stream: TokenStream, start: Token, operand: Expression, negated: boolean): Expression {
  if (!stream.is('{')) {
    const domain = stream.peek()
    return domain.kind === 'name' ? stream.unsupported(`in ${domain.text}`, domain.at) : stream.fail('"{"')
  }
  stream.next()
  const set = [parseExpression(stream)]
  while (stream.accept(',')) set.push(parseExpression(stream))
  stream.expect('}')
  return finish(stream, start, { kind: 'in', operand, negated, set: Object.freeze(set) })
}

function parseUnary(stream: TokenStream): Expression {
  const start = stream.peek()
  if (stream.is('+') || stream.is('-') || stream.is('not')) {
    stream.next()
    deepen(stream)
    const operand = parseUnary(stream)
    stream.depth--
    return finish(stream, start, { kind: 'unary', operator: start.text as UnaryOperator, operand })
  }
  return parsePostfix(stream, start, parsePrimary(stream))
}

function parsePostfix(stream: TokenStream, start: Token, operand: Expression): Expression {
  let node = operand
  for (;;) {
    if (stream.accept('#')) {
      const component = stream.expectName(reserved).text
      node = finish(stream, start, { kind: 'membership', dataset: node, component })
    } else if (stream.is('[')) {
      node = parseClause(stream, start, node)
    } else return node
  }
}

const constants: Readonly<Record<string, Shape>> = {
  true: { kind: 'literal', type: 'boolean', value: true },
  false: { kind: 'literal', type: 'boolean', value: false },
  null: { kind: 'literal', type: 'null' },
}

function parsePrimary(stream: TokenStream): Expression {
  const token = stream.peek()
  if (token.kind === 'number' || token.kind === 'string') {
    stream.next()
    return finish(stream, token, { kind: 'literal', type: token.kind, text: token.text })
  }
  if (stream.accept('(')) {
    const inner = parseExpression(stream)
    stream.expect(')')
    return inner
  }
  if (token.kind === 'name') {
    const constant = constants[token.text]
    if (constant) {
      stream.next()
      return finish(stream, token, constant)
    }
    if (stream.accept('if')) return parseIf(stream, token)
    if (stream.accept('case')) return parseCase(stream, token)
    if (token.text === '_') {
      stream.next()
      return finish(stream, token, { kind: 'omitted' })
    }
    if (stream.is('(', 1)) return parseCall(stream, token)
  }
  const isName = token.kind === 'quotedName' || (token.kind === 'name' && !reserved.has(token.text))
  if (!isName) stream.fail('@expression')
  stream.next()
  return finish(stream, token, { kind: 'name', name: token.text })
}

function parseIf(stream: TokenStream, start: Token): Expression {
  const condition = parseExpression(stream)
  stream.expect('then')
  const whenTrue = parseExpression(stream)
  stream.expect('else')
  return finish(stream, start, { kind: 'if', condition, whenTrue, whenFalse: parseExpression(stream) })
}

function parseCase(stream: TokenStream, start: Token): Expression {
  const branches: { when: Expression; value: Expression }[] = []
  do {
    stream.expect('when')
    const when = parseExpression(stream)
    stream.expect('then')
    branches.push(Object.freeze({ when, value: parseExpression(stream) }))
  } while (stream.is('when'))
  stream.expect('else')
  return finish(stream, start, {
    kind: 'case',
    branches: Object.freeze(branches),
    otherwise: parseExpression(stream),
  })
}

const checkOutputs: readonly CheckOutput[] = ['invalid', 'all', 'all_measures']

function parseCall(stream: TokenStream, name: Token): Expression {
  stream.next()
  stream.expect('(')
  const args: Expression[] = []
  if (!stream.is(')')) {
    do args.push(parseExpression(stream))
    while (stream.accept(','))
  }
  const output = name.text === 'check_datapoint' ? checkOutputs.find(word => stream.accept(word)) : undefined
  const word = stream.peek()
  if (word.kind === 'name' && (constructs.has(word.text) || name.text.startsWith('check'))) {
    stream.unsupported(`${name.text} … ${word.text}`, word.at)
  }
  stream.expect(')')
  return finish(stream, name, {
    kind: 'call',
    name: name.text,
    args: Object.freeze(args),
    ...(output && { output }),
  } satisfies Omit<Call, 'at' | 'source'>)
}

type ClauseItem = Clause['items'][number]

function parseClauseItem(stream: TokenStream, clause: string): ClauseItem {
  const role = ['identifier', 'measure', 'attribute'].find(word => stream.is(word) && !stream.is(':=', 1))
  if (role) stream.next()
  const name = stream.expectName(reserved).text
  if (stream.accept(':=') || (clause === 'sub' && stream.accept('='))) {
    return Object.freeze({ name, ...(role ? { role } : {}), value: parseExpression(stream) })
  }
  if (stream.accept('to')) return Object.freeze({ name, to: stream.expectName(reserved).text })
  return Object.freeze({ name })
}

/** `[ calc A := …, B := … ]`, `[ filter … ]`, `[ keep A, B ]`, `[ rename A to B ]`, `[ sub A = 1 ]`. */
function parseClause(stream: TokenStream, start: Token, operand: Expression): Expression {
  stream.expect('[')
  const word = stream.next()
  if (word.text === 'filter') {
    const condition = parseExpression(stream)
    stream.expect(']')
    return finish(stream, start, { kind: 'clause', operand, clause: 'filter', items: [], condition })
  }
  if (!['calc', 'keep', 'drop', 'rename', 'sub'].includes(word.text)) stream.unsupported(word.text, word.at)
  const items: ClauseItem[] = []
  do items.push(parseClauseItem(stream, word.text))
  while (stream.accept(','))
  stream.expect(']')
  return finish(stream, start, { kind: 'clause', operand, clause: word.text, items: Object.freeze(items) })
}
