/** Every operation of the plan that is not arithmetic, as DuckDB spells it. */
import { periodPattern } from '../calendar.ts'
import type { Constant, Plan, PlanOp } from '../check/plan.ts'
import type { DecimalType } from '../check/types.ts'
import { blanks, lowerLetters, upperLetters } from '../js/text.ts'
import { doubleLiteral, literal, quoteText } from './names.ts'
import { canNarrow, narrow } from './narrow.ts'
import { numberOperations, unrounded } from './numbers.ts'
import { cellColumn, type Operation, type Piece, type Renderer, widthOf } from './render.ts'
import { thresholdOf } from './thresholds.ts'

const trimmed = quoteText(blanks)
const integerWidth = 18
const asInteger = (sql: string): string => `CAST(${sql} AS DECIMAL(${integerWidth},0))`

/** Strings are shorter than this, so positions can be cut off here. */
const position = (value: string): string =>
  `CAST(least(greatest(${value}, '0'::DECIMAL(1,0)), '1000000000'::DECIMAL(10,0)) AS BIGINT)`

const write =
  (make: (...parts: string[]) => string): Operation =>
  (renderer, plan) => {
    const parts = plan.args.map(renderer.render)
    return renderer.piece(make(...parts.map(part => part.sql)), parts, widthOf(plan.type))
  }

/** As `write`, for texts that name an operand more than once. */
const writeAtoms =
  (make: (plan: Plan, ...parts: string[]) => string): Operation =>
  (renderer, plan) => {
    const parts = plan.args.map(renderer.atom)
    return renderer.piece(make(plan, ...parts.map(part => part.sql)), parts, widthOf(plan.type))
  }

/** The widest of its operands, which DuckDB takes as well. */
const choose =
  (make: (...parts: string[]) => string): Operation =>
  (renderer, plan) => {
    const parts = plan.args.map(renderer.render)
    return renderer.piece(
      make(...parts.map(part => part.sql)),
      parts,
      Math.max(...parts.map(part => part.width)),
    )
  }

const indicatorOf = (period: string): string =>
  `CASE WHEN regexp_full_match(${period}, ${quoteText(periodPattern)}) THEN CASE length(${period}) WHEN 4 THEN 'A' WHEN 11 THEN 'T' ELSE substring(${period}, 6, 1) END END`

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** A rounded double against a constant: the double as it is against a bound that rounding cannot cross. */
function compareUnrounded(renderer: Renderer, plan: Plan, symbol: string): Piece | null {
  const [left, right] = plan.args as [Plan, Plan]
  const [value, constant, seen] =
    right.op === 'const' ? [left, right, symbol] : [right, left, mirrored[symbol] ?? symbol]
  if (constant.op !== 'const' || typeof constant.param !== 'number' || constant.type.kind !== 'double')
    return null
  const threshold = thresholdOf(seen, constant.param)
  const raw = threshold && unrounded(renderer, value)
  return raw && renderer.piece(`(${raw.sql} ${threshold.symbol} ${doubleLiteral(threshold.bound)})`, [raw])
}

function compareNarrow(renderer: Renderer, plan: Plan, symbol: string): Piece {
  const [a, b] = plan.args.map(arg => narrow(renderer, arg)) as [Piece, Piece]
  return renderer.piece(`(${a.sql} ${symbol} ${b.sql})`, [a, b])
}

const compare =
  (symbol: string): Operation =>
  (renderer, plan) => {
    if (renderer.quick && canNarrow(plan)) return compareNarrow(renderer, plan, symbol)
    const raw = compareUnrounded(renderer, plan, symbol)
    if (raw) return raw
    if (plan.args[0]!.type.kind !== 'period' || symbol === '=' || symbol === '<>')
      return write((a, b) => `(${a} ${symbol} ${b})`)(renderer, plan)
    return writeAtoms(
      (_, a, b) => `CASE WHEN ${indicatorOf(a!)} = ${indicatorOf(b!)} THEN ${a} ${symbol} ${b} END`,
    )(renderer, plan)
  }

const memberOf: Operation = (renderer, plan) => {
  const value = renderer.atom(plan.args[0]!)
  const type = plan.args[0]!.type
  const members = (plan.param as readonly Constant[]).map(member => literal(member, type))
  const sql =
    members.length > 0
      ? `(${value.sql} IN (${members.join(', ')}))`
      : `CASE WHEN ${value.sql} IS NOT NULL THEN FALSE END`
  return renderer.piece(sql, [value])
}

/** A constant position within reason needs neither test nor bounds. */
const plainPosition = (plan: Plan, least: bigint): string | null =>
  plan.op === 'const' && typeof plan.param === 'bigint' && plan.param >= least && plan.param < 1_000_000_000n
    ? String(plan.param)
    : null

const substring: Operation = writeAtoms((plan, text, ...bounds) => {
  const tests: string[] = []
  const positions = bounds.map((bound, index) => {
    const least = index === 0 ? 1n : 0n
    const plain = plainPosition(plan.args[index + 1]!, least)
    if (plain === null) tests.push(`${bound} >= '${least}'::DECIMAL(1,0)`)
    return plain ?? position(bound)
  })
  const value = `substring(${[text, ...positions].join(', ')})`
  return tests.length === 0 ? value : `CASE WHEN ${tests.join(' AND ')} THEN ${value} END`
})

/** Each occurrence is searched behind the one before; they may overlap. */
const find: Operation = (renderer, plan) => {
  const [text, pattern, start] = plan.args.map(renderer.atom) as [Piece, Piece, Piece]
  const first = renderer.bind(position(start.sql), [start])
  const after = (from: string, parts: readonly Piece[]): Piece => {
    const found = renderer.bind(`instr(substring(${text.sql}, ${from}), ${pattern.sql})`, [
      text,
      pattern,
      ...parts,
    ])
    return renderer.bind(`CASE WHEN ${found.sql} = 0 THEN 0 ELSE ${found.sql} + ${from} - 1 END`, [
      found,
      ...parts,
    ])
  }
  let at = after(first.sql, [first])
  for (let occurrence = 2; occurrence <= Number(plan.param); occurrence++) {
    const next = renderer.bind(`${at.sql} + 1`, [at])
    const found = after(next.sql, [next])
    at = renderer.bind(`CASE WHEN ${at.sql} = 0 THEN 0 ELSE ${found.sql} END`, [at, found])
  }
  const missing = `${text.sql} IS NULL OR ${start.sql} IS NULL OR ${start.sql} < '1'::DECIMAL(1,0)`
  const sql = `CASE WHEN ${missing} THEN NULL WHEN ${pattern.sql} = '' THEN 0 ELSE ${at.sql} END`
  return renderer.piece(asInteger(sql), [text, pattern, start, at], integerWidth)
}

const inCalendar = (renderer: Renderer, sql: string, parts: readonly Piece[]): Piece => {
  const day = renderer.bind(sql, parts)
  return renderer.piece(`CASE WHEN year(${day.sql}) BETWEEN 1 AND 9999 THEN ${day.sql} END`, [day])
}

const months: Readonly<Record<string, number>> = { M: 1, Q: 3, S: 6, A: 12 }

/** Steps that leave the calendar from either end give null before DuckDB's own range ends. */
const addToDate: Operation = (renderer, plan) => {
  const [day, steps] = plan.args.map(renderer.atom) as [Piece, Piece]
  const size = months[String(plan.param)]
  const days = plan.param === 'W' ? 7 : 1
  const limit = Math.ceil((size === undefined ? 3_660_000 : 120_000) / (size ?? days))
  const count = `CAST(${steps.sql} AS INTEGER) * ${size ?? days}`
  const moved =
    size === undefined ? `${day.sql} + ${count}` : `CAST(${day.sql} + to_months(${count}) AS DATE)`
  const within = `abs(${steps.sql}) <= '${limit}'::DECIMAL(${integerWidth},0)`
  return inCalendar(renderer, `CASE WHEN ${within} THEN ${moved} END`, [day, steps])
}

const periodEnd: Operation = (renderer, plan) => {
  const period = renderer.atom(plan.args[0]!)
  const indicator = renderer.bind(
    `CASE WHEN substring(${period.sql}, 1, 4) <> '0000' THEN ${indicatorOf(period.sql)} END`,
    [period],
  )
  const year = renderer.bind(`TRY_CAST(substring(${period.sql}, 1, 4) AS INTEGER)`, [period])
  const number = renderer.bind(
    `TRY_CAST(CASE ${indicator.sql} WHEN 'T' THEN substring(${period.sql}, 7, 2) ELSE substring(${period.sql}, 7) END AS INTEGER)`,
    [period, indicator],
  )
  const monthEnd = (month: string): string => `last_day(make_date(${year.sql}, ${month}, 1))`
  const third = `TRY_CAST(substring(${period.sql}, 11, 1) AS INTEGER)`
  const fourth = `make_date(${year.sql}, 1, 4)`
  const sql = [
    `CASE ${indicator.sql} WHEN 'A' THEN make_date(${year.sql}, 12, 31)`,
    `WHEN 'S' THEN ${monthEnd(`${number.sql} * 6`)} WHEN 'Q' THEN ${monthEnd(`${number.sql} * 3`)}`,
    `WHEN 'M' THEN ${monthEnd(number.sql)}`,
    `WHEN 'T' THEN CASE ${third} WHEN 3 THEN ${monthEnd(number.sql)} ELSE make_date(${year.sql}, ${number.sql}, ${third} * 10) END`,
    `WHEN 'W' THEN ${fourth} - CAST(isodow(${fourth}) - 1 AS INTEGER) + (${number.sql} - 1) * 7 + 6`,
    `WHEN 'D' THEN CASE WHEN ${number.sql} >= 1 THEN make_date(${year.sql}, 1, 1) + (${number.sql} - 1) END END`,
  ].join(' ')
  return inCalendar(renderer, sql, [period, indicator, year, number])
}

const datePart = (name: string): Operation => write(day => asInteger(`${name}(${day})`))

const constantOf: Operation = (renderer, plan) => {
  const made = renderer.piece(literal(plan.param as Constant, plan.type), [])
  const width = plan.type.kind === 'decimal' ? constantWidth(plan) : 0
  return { ...made, depth: 0, width, simple: true }
}

const constantWidth = (plan: Plan): number => {
  const { scale, digits } = plan.type as DecimalType
  if (plan.param === null) return digits
  return Math.max(String(plan.param).replace('-', '').length, scale, 1)
}

const cell: Operation = (renderer, plan) => ({
  ...renderer.piece(cellColumn(plan), [], widthOf(plan.type)),
  simple: true,
})

const operations: Readonly<Partial<Record<PlanOp, Operation>>> = {
  ...numberOperations,
  const: constantOf,
  cell,
  'cmp.=': compare('='),
  'cmp.<>': compare('<>'),
  'cmp.<': compare('<'),
  'cmp.<=': compare('<='),
  'cmp.>': compare('>'),
  'cmp.>=': compare('>='),
  and: write((a, b) => `(${a} AND ${b})`),
  or: write((a, b) => `(${a} OR ${b})`),
  xor: write((a, b) => `(${a} <> ${b})`),
  not: write(a => `(NOT ${a})`),
  if: choose((condition, yes, no) => `CASE WHEN ${condition} THEN ${yes} ELSE ${no} END`),
  nvl: choose((a, b) => `coalesce(${a}, ${b})`),
  isnull: write(a => `(${a} IS NULL)`),
  in: memberOf,
  'str.concat': write((a, b) => `(${a} || ${b})`),
  'str.trim': write(a => `trim(${a}, ${trimmed})`),
  'str.ltrim': write(a => `ltrim(${a}, ${trimmed})`),
  'str.rtrim': write(a => `rtrim(${a}, ${trimmed})`),
  'str.upper': write(a => `translate(${a}, '${lowerLetters}', '${upperLetters}')`),
  'str.lower': write(a => `translate(${a}, '${upperLetters}', '${lowerLetters}')`),
  'str.length': write(a => asInteger(`length(${a})`)),
  'str.substr': substring,
  'str.replace': write((text, pattern, by) => `replace(${text}, ${pattern}, ${by})`),
  'str.instr': find,
  'str.match': writeAtoms((plan, a) => `regexp_full_match(${a}, ${quoteText(String(plan.param))})`),
  'date.year': datePart('year'),
  'date.month': datePart('month'),
  'date.day': datePart('day'),
  'date.dayOfYear': datePart('dayofyear'),
  'date.diff': write((a, b) => asInteger(`abs(date_diff('day', ${a}, ${b}))`)),
  'date.add': addToDate,
  'period.end': periodEnd,
  'period.indicator': writeAtoms((_, a) => indicatorOf(a!)),
}

export function operationOf(plan: Plan): Operation {
  const found = operations[plan.op]
  if (!found) throw new Error(`no DuckDB spelling of ${plan.op}`)
  return found
}

export const operationNames: readonly string[] = Object.keys(operations)
