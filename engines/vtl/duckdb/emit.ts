/**
 * Rulesets to DuckDB statements: counts per rule, findings, outcomes, and computed cells. Each statement reads
 * from a base layer (the cells it needs, cast to their declared types), then the layers of hoisted expressions.
 */
import { cellOf, constant, createPlanner, type Plan, type Planner, planOrder } from '../check/plan.ts'
import type { Rule } from '../check/rule.ts'
import { cellDigits, decimalType } from '../check/types.ts'
import type { Ruleset } from '../compile.ts'
import type { Computed } from '../computed.ts'
import { quoteName, quoteText, typeName } from './names.ts'
import { operationOf } from './operations.ts'
import { cellColumn, createRenderer, type Piece } from './render.ts'

/**
 * Where the data lies. Every text is SQL of the caller's, put into the statement as it is. Numbers come back exact
 * when the columns are DECIMAL (or text).
 */
export type DuckDbTables = Readonly<{
  form: Readonly<{
    /** What follows FROM, e.g. `b204_1 AS f`. */
    from: string
    unit: string
    period: string
    /** By cell or identifier; `unit` and `period` need none. */
    columns: Readonly<Record<string, string>>
  }>
  /** By variable-row table: FROM with the form's row joined to it, so that cells of the form are in reach. */
  rows?: Readonly<
    Record<string, Readonly<{ from: string; row: string; columns: Readonly<Record<string, string>> }>>
  >
  /** By alias: the join that brings it in, left out where no rule needs it. */
  foreign?: Readonly<
    Record<
      string,
      Readonly<{
        join: string
        columns: Readonly<Record<string, string>>
        /** Whether the foreign record exists; needed where its blanks count as zero. */
        present?: string
      }>
    >
  >
}>

export type DuckDbStatement = Readonly<{
  /** Right whatever the numbers are. */
  sql: string
  /** The same, several times faster, while no number outgrows 18 digits (15 where doubles are made); else an error. */
  quick: string
  /** Codes of the rules, or the computed cells, the statement answers for. */
  names: readonly string[]
  /** The variable-row table it runs over. */
  rows?: string
}>

/** DuckDB's words for a number that does not fit. */
const outgrown = /^(?:Out of Range|Conversion) Error/

/** Sends the quick text and, only where a number outgrew it, the one that is always right. */
export async function sendStatement<T>(
  { quick, sql }: Pick<DuckDbStatement, 'quick' | 'sql'>,
  send: (text: string) => Promise<T>,
): Promise<T> {
  try {
    return await send(quick)
  } catch (error) {
    if (!(error instanceof Error && outgrown.test(error.message))) throw error
    return send(sql)
  }
}

export type DuckDbRuleset = Readonly<{
  /** `rule, pass, fail, undecided`: one row per rule. */
  counts: readonly DuckDbStatement[]
  /** `unit, period, row, rule`: one row per failed rule and record; `row` is null for rules on the form. */
  findings: readonly DuckDbStatement[]
  /** `unit, period, row` and one boolean column per rule code, null for undecided. */
  outcomes: readonly DuckDbStatement[]
}>

export type DuckDbOptions = Readonly<{ rulesPerStatement?: number }>

type Scope = Readonly<{ tables: DuckDbTables; rows: string | undefined }>

function sourceOf({ tables, rows }: Scope): Readonly<{ from: string; row: string }> {
  if (rows === undefined) return { from: tables.form.from, row: 'NULL' }
  const source = tables.rows?.[rows]
  if (!source) throw new Error(`no table given for the rows "${rows}"`)
  return source
}

function columnOf({ tables, rows }: Scope, plan: Plan): string {
  const { dataset, name } = cellOf(plan)
  if (dataset !== null) {
    const column = tables.foreign?.[dataset]?.columns[name]
    if (column === undefined) throw new Error(`no column given for ${dataset}#${name}`)
    return column
  }
  const { form } = tables
  const identifiers: Readonly<Record<string, string>> = { unit: form.unit, period: form.period }
  const own = rows === undefined ? undefined : tables.rows?.[rows]?.columns[name]
  const column = own ?? form.columns[name] ?? identifiers[name]
  if (column === undefined) throw new Error(`no column given for ${name}`)
  return column
}

function baseColumn(scope: Scope, plan: Plan): string {
  const { dataset, blankIsZero } = cellOf(plan)
  const value = `CAST(${columnOf(scope, plan)} AS ${typeName(plan.type)})`
  if (!blankIsZero) return `${value} AS ${cellColumn(plan)}`
  const filled = `coalesce(${value}, 0)`
  const present = dataset === null ? null : scope.tables.foreign?.[dataset]?.present
  if (present === undefined) throw new Error(`no "present" given for ${dataset}`)
  return `${present === null ? filled : `CASE WHEN ${present} THEN ${filled} END`} AS ${cellColumn(plan)}`
}

/** The relation with every hoisted expression, and the pieces for the roots over it. */
function layers(
  scope: Scope,
  roots: readonly Plan[],
  quick: boolean,
): Readonly<{ from: string; pieces: readonly Piece[] }> {
  const { renderer, hoisted } = createRenderer(roots, operationOf, quick)
  const pieces = roots.map(renderer.render)
  const cells = planOrder(roots).filter(node => node.op === 'cell')
  const { from, row } = sourceOf(scope)
  const { unit, period } = scope.tables.form
  const aliases = [...new Set(cells.flatMap(node => cellOf(node).dataset ?? []))]
  const joins = aliases.map(alias => ` ${scope.tables.foreign?.[alias]?.join ?? ''}`).join('')
  const head = [`${unit} AS "$unit"`, `${period} AS "$period"`, `CAST(${row} AS VARCHAR) AS "$row"`]
  let relation = `SELECT ${[...head, ...cells.map(node => baseColumn(scope, node))].join(', ')}\nFROM ${from}${joins}`
  const deepest = Math.max(0, ...hoisted.map(item => item.level))
  for (let level = 1; level <= deepest; level++) {
    const items = hoisted.filter(item => item.level === level).map(item => `${item.sql} AS ${item.name}`)
    relation = `SELECT *, ${items.join(', ')}\nFROM (${relation})`
  }
  return { from: `(${relation})`, pieces }
}

/** A statement's text, quick or right whatever the numbers are. */
type Text = (quick: boolean) => string

const both = (text: Text): Pick<DuckDbStatement, 'sql' | 'quick'> => ({ sql: text(false), quick: text(true) })

const countsOf =
  (scope: Scope, rules: readonly Rule[]): Text =>
  quick => {
    const { from, pieces } = layers(
      scope,
      rules.map(rule => rule.plan),
      quick,
    )
    const outcomes = pieces.map((piece, index) => `${piece.sql} AS r${index}`).join(', ')
    const sums = pieces.map(
      (_, index) => `count(r${index}) AS d${index}, coalesce(count_if(r${index}), 0) AS p${index}`,
    )
    const list = (item: (index: number) => string): string =>
      `unnest([${rules.map((_, index) => item(index)).join(', ')}])`
    return [
      `SELECT ${list(index => quoteText(rules[index]!.code))} AS rule,`,
      `${list(index => `p${index}`)} AS pass, ${list(index => `d${index} - p${index}`)} AS fail,`,
      `${list(index => `n - d${index}`)} AS undecided`,
      `\nFROM (SELECT count(*) AS n, ${sums.join(', ')}\nFROM (SELECT ${outcomes}\nFROM ${from}))`,
    ].join(' ')
  }

const findingsOf =
  (scope: Scope, rules: readonly Rule[]): Text =>
  quick => {
    const selects = rules.map(rule => {
      const { from, pieces } = layers(scope, [rule.plan], quick)
      const named = `"$unit" AS unit, "$period" AS period, "$row" AS "row", ${quoteText(rule.code)} AS rule`
      return `SELECT ${named}\nFROM ${from}\nWHERE NOT ${pieces[0]!.sql}`
    })
    return selects.join('\nUNION ALL\n')
  }

/** `unit, period, row` and the value of each plan under its name. */
export const valuesOf =
  (scope: Scope, names: readonly string[], plans: readonly Plan[]): Text =>
  quick => {
    const { from, pieces } = layers(scope, plans, quick)
    const values = pieces.map((piece, index) => `${piece.sql} AS ${quoteName(names[index]!)}`)
    const head = '"$unit" AS unit, "$period" AS period, "$row" AS "row"'
    return `SELECT ${[head, ...values].join(', ')}\nFROM ${from}`
  }

function chunked<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: T[][] = []
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size))
  return parts
}

/** Rules by the rows they run over. */
function groups<T extends Readonly<{ rows?: string }>>(
  items: readonly T[],
): ReadonlyMap<string | undefined, readonly T[]> {
  const found = new Map<string | undefined, T[]>()
  for (const item of items) found.set(item.rows, [...(found.get(item.rows) ?? []), item])
  return found
}

/** Keeps a plan small enough that DuckDB's optimizer stays quick; measured, see README. */
const defaultRulesPerStatement = 100

/**
 * Statements that evaluate a ruleset over whole tables, with the meaning `evaluate` has for one record.
 * @throws Error when `tables` lacks something a rule reads: that is the caller's mistake, not the author's.
 */
export function toDuckDb(ruleset: Ruleset, tables: DuckDbTables, options: DuckDbOptions = {}): DuckDbRuleset {
  const size = options.rulesPerStatement ?? defaultRulesPerStatement
  const statements = (make: (scope: Scope, rules: readonly Rule[]) => Text): readonly DuckDbStatement[] =>
    [...groups(ruleset.rules)].flatMap(([rows, rules]) =>
      chunked(rules, size).map(part => ({
        ...both(make({ tables, rows }, part)),
        names: part.map(rule => rule.code),
        ...(rows === undefined ? {} : { rows }),
      })),
    )
  return {
    counts: statements(countsOf),
    findings: statements(findingsOf),
    outcomes: statements((scope, rules) =>
      valuesOf(
        scope,
        rules.map(rule => rule.code),
        rules.map(rule => rule.plan),
      ),
    ),
  }
}

/** A plan in which computed cells are replaced by what computes them. */
function inlined(planner: Planner, computed: Computed, plan: Plan, known: Map<string, Plan>): Plan {
  if (plan.op !== 'cell') {
    return planner.node({ ...plan, args: plan.args.map(arg => inlined(planner, computed, arg, known)) })
  }
  const { dataset, name, blankIsZero } = cellOf(plan)
  const source = dataset === null ? computed.cells[name] : undefined
  if (!source) return planner.node(plan)
  const made = known.get(name) ?? inlined(planner, computed, source.plan, known)
  known.set(name, made)
  if (!blankIsZero) return made
  const zero = constant(
    planner,
    decimalType(made.type.kind === 'decimal' ? made.type.scale : 0, cellDigits),
    0n,
  )
  return planner.node({ op: 'nvl', args: [made, zero], type: plan.type })
}

/** Statements that give every computed cell: `unit, period, row` and one column per cell. */
export function computedToDuckDb(computed: Computed, tables: DuckDbTables): readonly DuckDbStatement[] {
  const planner = createPlanner()
  const known = new Map<string, Plan>()
  const cells = computed.order.map(name => computed.cells[name]!)
  return [...groups(cells)].map(([rows, part]) => ({
    ...both(
      valuesOf(
        { tables, rows },
        part.map(cell => cell.cell),
        part.map(cell => inlined(planner, computed, cell.plan, known)),
      ),
    ),
    names: part.map(cell => cell.cell),
    ...(rows === undefined ? {} : { rows }),
  }))
}
