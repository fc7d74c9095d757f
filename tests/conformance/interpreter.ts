/**
 * Runs the examples at data-set level on top of the engine's scalar formulas: an operator on data sets is the
 * scalar operator on each pair of measures, and clauses work row by row. What lies outside throws `Unsupported`.
 * What the engine does not do itself is noted, so that it is not counted as the engine's.
 */
import {
  type Assignment,
  type Call,
  checkDatapoint,
  compileFormula,
  compileRuleset,
  type Expression,
  type Scalar,
  type Schema,
} from '#engines/vtl/index.ts'
import { type Component, type Dataset, isIdentifier, isMeasure, joined, type Row, typeOf } from './dataset.ts'

export class Unsupported extends Error {}

type Operand = Readonly<{ data: Dataset }> | Readonly<{ text: string }>
/** Who did the work: the engine, on data points that were paired here (`lifted`), or this file (`interpreted`). */
export type Hand = 'engine' | 'lifted' | 'interpreted'

export type Sources = Readonly<{
  data: Readonly<Record<string, Dataset>>
  /** The script, for what refers to its rulesets. */
  script: string
  note: (hand: Hand) => void
}>

function formulaOf(source: string, types: Schema['measures']) {
  const { formula, diagnostics } = compileFormula(source, { name: 'DS', identifiers: {}, measures: types })
  if (formula) return formula
  const [first] = diagnostics
  throw new Unsupported(first?.code === 'VTL_UNSUPPORTED' ? first.details.name : `${first?.code} ${source}`)
}

const typesOf = (data: Dataset): Schema['measures'] =>
  Object.fromEntries(data.components.map(component => [component.name, typeOf(data, component)]))

const dataTypes: Readonly<Record<string, string>> = {
  decimal: 'Number',
  double: 'Number',
  boolean: 'Boolean',
  string: 'String',
  date: 'Date',
  period: 'TimePeriod',
  null: 'String',
}
const changedNames: Readonly<Record<string, string>> = {
  Boolean: 'bool_var',
  Number: 'int_var',
  String: 'string_var',
}

/** Measures keep their names unless the operator changes their type. */
function resultComponent(measure: Component, kind: string): Component {
  const data_type = dataTypes[kind]!
  const numeric = (type: string): boolean => type === 'Number' || type === 'Integer'
  const kept = data_type === measure.data_type || (numeric(data_type) && numeric(measure.data_type))
  return kept
    ? { ...measure, data_type }
    : { ...measure, name: changedNames[data_type] ?? measure.name, data_type }
}

/** `write` makes the scalar formula from the texts that stand for the operands. */
function apply(operands: readonly Operand[], write: (...texts: string[]) => string): Dataset {
  const sets = operands.flatMap(operand => ('data' in operand ? [operand.data] : []))
  const [left, right] = sets
  if (!left || sets.length > 2) throw new Unsupported('operands')
  const pairs = right ? joined(left, right) : left.rows.map(row => [row, row] as const)
  const identifiers = [...left.components, ...(right?.components ?? [])].filter(isIdentifier)
  const unique = identifiers.filter(
    (item, at) => identifiers.findIndex(other => other.name === item.name) === at,
  )
  const rows: Record<string, Scalar>[] = pairs.map(([a, b]) =>
    Object.fromEntries(unique.map(({ name }) => [name, a[name] ?? b[name] ?? null])),
  )
  const measures = left.components.filter(isMeasure).map(measure => {
    const other = right?.components.find(item => isMeasure(item) && item.name === measure.name)
    if (right && !other) throw new Unsupported('measures of different names')
    const types = { L: typeOf(left, measure), ...(right && other ? { R: typeOf(right, other) } : {}) }
    const sides = ['L', 'R']
    let set = 0
    const formula = formulaOf(
      write(...operands.map(operand => ('data' in operand ? sides[set++]! : operand.text))),
      types,
    )
    const component = resultComponent(measure, formula.plan.type.kind)
    pairs.forEach(([a, b], at) => {
      rows[at]![component.name] = formula.evaluate({ cells: { L: a[measure.name], R: b[measure.name] } })
    })
    return component
  })
  return { components: [...unique, ...measures], rows }
}

function evaluateClause(node: Extract<Expression, { kind: 'clause' }>, sources: Sources): Dataset {
  const data = dataOf(node.operand, sources)
  const named = new Set(node.items.map(item => item.name))
  switch (node.clause) {
    case 'calc':
      return node.items.reduce((made, item) => calculate(data, made, item), data)
    case 'filter': {
      const formula = formulaOf(node.condition!.source, typesOf(data))
      return { ...data, rows: data.rows.filter(row => formula.evaluate({ cells: row }) === true) }
    }
    case 'keep':
      return {
        ...data,
        components: data.components.filter(item => isIdentifier(item) || named.has(item.name)),
      }
    case 'drop':
      return { ...data, components: data.components.filter(item => !named.has(item.name)) }
    case 'rename':
      return node.items.reduce(rename, data)
    default: {
      const tests = node.items.map(item => formulaOf(`${item.name} = ${item.value!.source}`, typesOf(data)))
      const rows = data.rows.filter(row => tests.every(test => test.evaluate({ cells: row }) === true))
      return { components: data.components.filter(item => !named.has(item.name)), rows }
    }
  }
}

type Item = Extract<Expression, { kind: 'clause' }>['items'][number]

/** Formulas of one clause see the data set as it was before the clause. */
function calculate(before: Dataset, made: Dataset, item: Item): Dataset {
  const formula = formulaOf(item.value!.source, typesOf(before))
  const role = item.role ? item.role[0]!.toUpperCase() + item.role.slice(1) : undefined
  const old = made.components.find(component => component.name === item.name)
  const component = {
    name: item.name,
    role: role ?? old?.role ?? 'Measure',
    data_type: dataTypes[formula.plan.type.kind]!,
  }
  const rows = made.rows.map((row, at) => ({
    ...row,
    [item.name]: formula.evaluate({ cells: before.rows[at]! }),
  }))
  return { components: [...made.components.filter(other => other.name !== item.name), component], rows }
}

function rename(data: Dataset, item: Item): Dataset {
  const moved = (name: string): string => (name === item.name ? item.to! : name)
  return {
    components: data.components.map(component => ({ ...component, name: moved(component.name) })),
    rows: data.rows.map(
      row => Object.fromEntries(Object.entries(row).map(([name, value]) => [moved(name), value])) as Row,
    ),
  }
}

function membership(data: Dataset, name: string): Dataset {
  const component = data.components.find(item => item.name === name)
  if (!component) throw new Unsupported(`#${name}`)
  if (isMeasure(component)) {
    return { ...data, components: data.components.filter(item => isIdentifier(item) || item.name === name) }
  }
  const target = {
    Integer: 'int_var',
    Number: 'num_var',
    String: 'string_var',
    TimePeriod: 'time_period_var',
  }[component.data_type]
  const copy = { name: target ?? name, role: 'Measure', data_type: component.data_type }
  const rows = data.rows.map(row => ({ ...row, [copy.name]: row[name] ?? null }))
  return { components: [...data.components.filter(isIdentifier), copy], rows }
}

/** The data point of the branch that the condition chooses, where that branch has one; the engine's `if` decides. */
function conditional(node: Extract<Expression, { kind: 'if' }>, sources: Sources): Dataset {
  const [condition, ...branches] = [node.condition, node.whenTrue, node.whenFalse].map(one =>
    dataOf(one, sources),
  ) as [Dataset, Dataset, Dataset]
  const [flag, ...others] = condition.components.filter(isMeasure)
  if (!flag || others.length > 0) throw new Unsupported('a condition of several measures')
  const [whenTrue, whenFalse] = branches as [Dataset, Dataset]
  const chosen = (branch: Dataset, value: boolean): readonly Row[] =>
    joined(condition, branch).flatMap(([row, other]) => ((row[flag.name] === true) === value ? [other] : []))
  const rows = [chosen(whenTrue, true), chosen(whenFalse, false)]
  const measures = whenTrue.components.filter(isMeasure)
  const formulas = measures.map(measure => {
    const other = whenFalse.components.find(item => item.name === measure.name)
    if (!other) throw new Unsupported('measures of different names')
    const types = {
      C: { kind: 'boolean' },
      L: typeOf(whenTrue, measure),
      R: typeOf(whenFalse, other),
    } as const
    return [measure.name, formulaOf('if C then L else R', types)] as const
  })
  const decided = (row: Row, flagged: boolean): Row => ({
    ...row,
    ...Object.fromEntries(
      formulas.map(([name, formula]) => {
        const value = row[name] ?? null
        const cells = { C: flagged, L: flagged ? value : null, R: flagged ? null : value }
        return [name, formula.evaluate({ cells })]
      }),
    ),
  })
  return { ...whenTrue, rows: rows.flatMap((some, side) => some.map(row => decided(row, side === 0))) }
}

/** The engine checks the data points; here its answer only gets the roles of the manual. */
function checked(node: Call, sources: Sources): Dataset {
  const [dataset] = node.args
  const data = dataset ? dataOf(dataset, sources) : undefined
  if (!data || dataset?.kind !== 'name') throw new Unsupported('operands')
  const types = (test: (component: Component) => boolean): Schema['measures'] =>
    Object.fromEntries(data.components.filter(test).map(one => [one.name, typeOf(data, one)]))
  const { ruleset, diagnostics } = compileRuleset(sources.script, {
    name: dataset.name,
    identifiers: types(isIdentifier),
    measures: types(isMeasure),
  })
  if (!ruleset) throw new Unsupported(`${diagnostics[0]?.code} ${node.source}`)
  sources.note('engine')
  const rows = checkDatapoint(
    ruleset,
    data.rows.map(cells => ({ cells })),
    node.output,
  )
  const made = (role: string, data_type: string) => (name: string) => ({ name, role, data_type })
  return {
    components: [
      ...data.components,
      made('Identifier', 'String')('ruleid'),
      ...(node.output ? [made('Measure', 'Boolean')('bool_var')] : []),
      ...['errorcode', 'errorlevel'].map(made('Measure', 'String')),
    ],
    rows,
  }
}

function dataOf(node: Expression, sources: Sources): Dataset {
  const operand = evaluateExpression(node, sources)
  if ('data' in operand) return operand.data
  throw new Unsupported('a scalar where a data set is needed')
}

function evaluateExpression(node: Expression, sources: Sources): Operand {
  switch (node.kind) {
    case 'name':
      if (!sources.data[node.name]) throw new Unsupported(node.name)
      return { data: sources.data[node.name]! }
    case 'literal':
    case 'omitted':
      return { text: node.source }
    case 'unary': {
      const operand = evaluateExpression(node.operand, sources)
      if ('text' in operand) return { text: node.source }
      sources.note('lifted')
      return { data: apply([operand], text => `${node.operator} ( ${text} )`) }
    }
    case 'binary': {
      const sides = [evaluateExpression(node.left, sources), evaluateExpression(node.right, sources)]
      sources.note('lifted')
      return { data: apply(sides, (a, b) => `( ${a} ) ${node.operator} ( ${b} )`) }
    }
    case 'call': {
      if (node.name === 'check_datapoint') return { data: checked(node, sources) }
      sources.note('lifted')
      const args = node.args.map(arg => evaluateExpression(arg, sources))
      return { data: apply(args, (...texts) => `${node.name} ( ${texts.join(', ')} )`) }
    }
    case 'in': {
      sources.note('lifted')
      const set = node.set.map(member => member.source).join(', ')
      const operator = node.negated ? 'not_in' : 'in'
      return {
        data: apply([evaluateExpression(node.operand, sources)], text => `${text} ${operator} { ${set} }`),
      }
    }
    case 'if':
      sources.note('lifted')
      return { data: conditional(node, sources) }
    case 'membership':
      sources.note('interpreted')
      return { data: membership(dataOf(node.dataset, sources), node.component) }
    case 'clause':
      sources.note('interpreted')
      return { data: evaluateClause(node, sources) }
    case 'case':
      throw new Unsupported(node.kind)
  }
}

/** The data set an assignment makes. */
export const runAssignment = (node: Assignment, sources: Sources): Dataset => dataOf(node.value, sources)
