/** Computed cells: formulas in an order in which each finds its operands ready. */
import { toCellType, typedNull } from './check/numbers.ts'
import { rowTablesOf } from './check/reads.ts'
import { fromSchema, isNumeric, typeTerm, type ValueType } from './check/types.ts'
import { type Formula, hasErrors, makeFormula, planExpression } from './compile.ts'
import { createReporter, type Diagnostic } from './messages.ts'
import type { RuleRecord, Scalar, Schema } from './schema.ts'
import { nearest } from './suggest.ts'

export type ComputedCell = Formula & Readonly<{ cell: string; rows?: string }>

export type Computed = Readonly<{
  schema: Schema
  /** Every computed cell, operands first. */
  order: readonly string[]
  cells: Readonly<Record<string, ComputedCell>>
}>

const start = { line: 1, column: 1, offset: 0 }

type Target = Readonly<{ type: ValueType; rows?: string }>

function targetOf(schema: Schema, cell: string): Target | null {
  const own = Object.hasOwn(schema.measures, cell) ? schema.measures[cell] : undefined
  if (own) return { type: fromSchema(own) }
  for (const [rows, measures] of Object.entries(schema.rows ?? {})) {
    const type = Object.hasOwn(measures, cell) ? measures[cell] : undefined
    if (type) return { type: fromSchema(type), rows }
  }
  return null
}

function unknownCell(schema: Schema, cell: string): readonly Diagnostic[] {
  const report = createReporter(at => ({ line: at.line, column: at.column, where: { cell } }))
  const names = [schema.measures, ...Object.values(schema.rows ?? {})].flatMap(cells => Object.keys(cells))
  const near = nearest(cell, names)
  if (near === null) report.add('VTL_UNKNOWN_NAME', start, { name: cell })
  else report.add('VTL_UNKNOWN_NAME_NEAR', start, { name: cell, near })
  return report.all()
}

type Compiled = Readonly<{ made: ComputedCell | null; diagnostics: readonly Diagnostic[] }>

function compileCell(cell: string, source: string, schema: Schema): Compiled {
  const target = targetOf(schema, cell)
  if (!target) return { made: null, diagnostics: unknownCell(schema, cell) }
  const { plan: raw, planner, diagnostics } = planExpression(source, schema, cell)
  if (!raw) return { made: null, diagnostics }
  const report = createReporter(at => ({ line: at.line, column: at.column, where: { cell } }))
  const plan = typedNull(planner, raw, target.type)
  const sameKind = plan.type.kind === target.type.kind || (isNumeric(plan.type) && isNumeric(target.type))
  if (!sameKind) {
    report.add('VTL_FORMULA_TYPE', start, {
      name: cell,
      expected: typeTerm(target.type),
      found: typeTerm(plan.type),
    })
    return { made: null, diagnostics: [...diagnostics, ...report.all()] }
  }
  const fitted = target.type.kind === 'decimal' ? toCellType(planner, plan, target.type) : plan
  const formula = makeFormula(source, fitted)
  const foreignTable = rowTablesOf(schema, formula.cells).find(table => table !== target.rows)
  if (foreignTable !== undefined)
    report.add('VTL_ROWS_MIXED', start, { left: target.rows ?? cell, right: foreignTable })
  const rows = target.rows === undefined ? {} : { rows: target.rows }
  return {
    made: Object.freeze({ ...formula, cell, ...rows }),
    diagnostics: [...diagnostics, ...report.all()],
  }
}

/** Depth-first order; a way back to a cell still being visited is a circle, told from cell to cell. */
function orderOf(cells: ReadonlyMap<string, ComputedCell>): { order: string[]; circles: string[][] } {
  const order: string[] = []
  const circles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (cell: string): void => {
    if (done.has(cell)) return
    if (path.includes(cell)) {
      circles.push([...path.slice(path.indexOf(cell)), cell])
      return
    }
    path.push(cell)
    for (const read of cells.get(cell)!.cells) if (cells.has(read)) visit(read)
    path.pop()
    done.add(cell)
    order.push(cell)
  }
  for (const cell of cells.keys()) visit(cell)
  return { order, circles }
}

function reportCircle(circle: readonly string[]): readonly Diagnostic[] {
  const cell = circle[0]!
  const report = createReporter(at => ({ line: at.line, column: at.column, where: { cell } }))
  report.add('VTL_CIRCULAR', start, { cycle: circle.join(' → ') })
  return report.all()
}

/**
 * Compiles the formulas of computed cells.
 * @param formulas a scalar VTL expression by the cell it fills; its value is rounded half away from zero to the
 * cell's scale, and null where the cell cannot hold it.
 * @returns `computed` unless a formula has a mistake or cells refer to each other in a circle.
 */
export function compileComputed(
  formulas: Readonly<Record<string, string>>,
  schema: Schema,
): Readonly<{ computed?: Computed; diagnostics: readonly Diagnostic[] }> {
  const compiled = Object.entries(formulas).map(([cell, source]) => compileCell(cell, source, schema))
  const made = compiled.flatMap(result => (result.made ? [result.made] : []))
  const { order, circles } = orderOf(new Map(made.map(cell => [cell.cell, cell])))
  const diagnostics = [...compiled.flatMap(result => result.diagnostics), ...circles.flatMap(reportCircle)]
  if (hasErrors(diagnostics)) return { diagnostics }
  const cells = Object.fromEntries(made.map(cell => [cell.cell, cell]))
  return {
    computed: Object.freeze({ schema, order: Object.freeze(order), cells: Object.freeze(cells) }),
    diagnostics,
  }
}

/**
 * The values of computed cells on one record, each seeing those before it.
 * @param options.rows the variable-row table the record is a row of; without it, cells of the form itself.
 * @param options.cells only these (as `affectedBy` names them).
 */
export function computeCells(
  computed: Computed,
  record: RuleRecord,
  options: Readonly<{ rows?: string; cells?: readonly string[] }> = {},
): Readonly<Record<string, Scalar>> {
  const wanted = options.cells ? new Set(options.cells) : null
  const values: Record<string, Scalar> = {}
  const working: Record<string, Scalar | undefined> = { ...record.cells }
  for (const name of computed.order) {
    const cell = computed.cells[name]!
    if (cell.rows !== options.rows || (wanted && !wanted.has(name))) continue
    const value = cell.evaluate({ ...record, cells: working })
    working[name] = value
    values[name] = value
  }
  return values
}
