/** From syntax to plan: resolves names, checks types, derives scales. Every mistake is reported where it stands. */

import type { ScalarType } from '../schema.ts'
import { nearest } from '../suggest.ts'
import type {
  Binary,
  Call,
  Case,
  Expression,
  In,
  Literal,
  Membership,
  NameRef,
  Unary,
} from '../syntax/ast.ts'
import { type Checking, isError, want } from './context.ts'
import { functions, laterFunctions } from './functions.ts'
import { choice, comparison, membershipInSet, negation } from './logic.ts'
import { addition, product, productScale, quotient, sign } from './numbers.ts'
import { constant, errorPlan, type Plan } from './plan.ts'
import { decimalType, fromSchema, integerType, maxDigits, maxScale, plainType } from './types.ts'

/** The plan of an expression. */
export function checkExpression(context: Checking, node: Expression): Plan {
  switch (node.kind) {
    case 'literal':
      return checkLiteral(context, node)
    case 'name':
      return checkName(context, node)
    case 'membership':
      return checkMembership(context, node)
    case 'unary':
      return checkUnary(context, node)
    case 'binary':
      return checkBinary(context, node)
    case 'call':
      return checkCall(context, node)
    case 'if': {
      const condition = checkBoolean(context, 'if', node.condition)
      const yes = checkExpression(context, node.whenTrue)
      return choice(context, condition, yes, checkExpression(context, node.whenFalse), node.at)
    }
    case 'case':
      return checkCase(context, node)
    case 'in':
      return checkIn(context, node)
    case 'omitted':
      context.report.add('VTL_EXPECTED', node.at, { expected: '@expression', found: '"_"' })
      return errorPlan(context.planner)
    case 'clause':
      context.report.add('VTL_UNSUPPORTED', node.at, { name: `[ ${node.clause} ]` })
      return errorPlan(context.planner)
  }
}

/** An exact decimal from its text (`1.50` keeps two decimals, `1e3` is 1000), or null where it does not fit. */
export function decimalLiteral(text: string): { value: bigint; scale: number; digits: number } | null {
  const match = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return null
  const fraction = match[2] ?? ''
  const exponent = Number(match[3] ?? 0)
  if (Math.abs(exponent) > maxDigits) return null
  const scale = Math.max(0, fraction.length - exponent)
  const value = BigInt(match[1]! + fraction) * 10n ** BigInt(Math.max(0, exponent - fraction.length))
  const digits = Math.max(value.toString().length, scale)
  return scale <= maxScale && digits <= maxDigits ? { value, scale, digits } : null
}

function checkLiteral(context: Checking, node: Literal): Plan {
  const { planner } = context
  switch (node.type) {
    case 'null':
      return constant(planner, plainType('null'), null)
    case 'boolean':
      return constant(planner, plainType('boolean'), node.value)
    case 'string':
      return constant(planner, plainType('string'), node.text)
    case 'number': {
      const decimal = decimalLiteral(node.text)
      if (decimal) return constant(planner, decimalType(decimal.scale, decimal.digits), decimal.value)
      context.report.add('VTL_NUMBER', node.at, { text: node.text })
      return errorPlan(planner)
    }
  }
}

/** The type of a name of the form itself: a cell, an identifier, or a cell of a variable-row table. */
function ownType(context: Checking, name: string): ScalarType | undefined {
  const { measures, identifiers, rows = {} } = context.schema
  const own = Object.hasOwn(measures, name)
    ? measures[name]
    : Object.hasOwn(identifiers, name)
      ? identifiers[name]
      : undefined
  return own ?? Object.values(rows).find(cells => Object.hasOwn(cells, name))?.[name]
}

export function ownNames(schema: Checking['schema']): readonly string[] {
  const rows = Object.values(schema.rows ?? {}).flatMap(cells => Object.keys(cells))
  return [...Object.keys(schema.measures), ...rows, ...Object.keys(schema.identifiers)]
}

function checkName(context: Checking, node: NameRef): Plan {
  const name = context.aliases.get(node.name) ?? node.name
  const type = ownType(context, name)
  if (!type) {
    const near = nearest(name, ownNames(context.schema))
    if (near === null) context.report.add('VTL_UNKNOWN_NAME', node.at, { name })
    else context.report.add('VTL_UNKNOWN_NAME_NEAR', node.at, { name, near })
    return errorPlan(context.planner)
  }
  if (context.signature && !context.signature.has(node.name)) {
    context.report.add('VTL_NOT_IN_SIGNATURE', node.at, { name: node.name }, 'warning')
  }
  const isMeasure = !Object.hasOwn(context.schema.identifiers, name)
  const blankIsZero = type.kind === 'decimal' && isMeasure && (context.schema.blankIsZero ?? false)
  return context.planner.node({
    op: 'cell',
    args: [],
    type: fromSchema(type),
    param: { dataset: null, name, blankIsZero },
  })
}

function unknownDataset(context: Checking, node: Membership, name: string): Plan {
  const near = nearest(name, Object.keys(context.schema.foreign ?? {}))
  if (near === null) context.report.add('VTL_UNKNOWN_DATASET', node.at, { name })
  else context.report.add('VTL_UNKNOWN_DATASET_NEAR', node.at, { name, near })
  return errorPlan(context.planner)
}

function checkMembership(context: Checking, node: Membership): Plan {
  if (node.dataset.kind !== 'name') {
    context.report.add('VTL_UNSUPPORTED', node.at, { name: '#' })
    return errorPlan(context.planner)
  }
  const dataset = node.dataset.name
  const { foreign = {}, name: own } = context.schema
  if (dataset === own && !Object.hasOwn(foreign, dataset)) {
    return checkName(context, { ...node.dataset, name: node.component, at: node.at })
  }
  const target = Object.hasOwn(foreign, dataset) ? foreign[dataset] : undefined
  if (!target) return unknownDataset(context, node, dataset)
  const type = Object.hasOwn(target.measures, node.component) ? target.measures[node.component] : undefined
  if (!type) {
    const near = nearest(node.component, Object.keys(target.measures))
    const details = { dataset, name: node.component }
    if (near === null) context.report.add('VTL_UNKNOWN_MEMBER', node.at, details)
    else context.report.add('VTL_UNKNOWN_MEMBER_NEAR', node.at, { ...details, near })
    return errorPlan(context.planner)
  }
  const blankIsZero = type.kind === 'decimal' && (target.blankIsZero ?? false)
  const param = { dataset, name: node.component, blankIsZero }
  return context.planner.node({ op: 'cell', args: [], type: fromSchema(type), param })
}

const checkNumber = (context: Checking, name: string, node: Expression): Plan =>
  want(context, name, 'number', checkExpression(context, node), node.at, integerType)

export const checkBoolean = (context: Checking, name: string, node: Expression): Plan =>
  want(context, name, 'boolean', checkExpression(context, node), node.at, plainType('boolean'))

function checkUnary(context: Checking, node: Unary): Plan {
  if (node.operator === 'not') {
    const operand = checkBoolean(context, 'not', node.operand)
    return isError(operand) ? operand : negation(context.planner, operand)
  }
  const operand = checkNumber(context, node.operator, node.operand)
  return isError(operand) || node.operator === '+' ? operand : sign(context.planner, 'neg', operand)
}

function checkBinary(context: Checking, node: Binary): Plan {
  const { planner } = context
  switch (node.operator) {
    case 'and':
    case 'or':
    case 'xor': {
      const args = [
        checkBoolean(context, node.operator, node.left),
        checkBoolean(context, node.operator, node.right),
      ]
      if (args.some(isError)) return errorPlan(planner)
      return planner.node({ op: node.operator, args, type: plainType('boolean') })
    }
    case '||': {
      const args = [node.left, node.right].map(side =>
        want(context, '||', 'string', checkExpression(context, side), side.at, plainType('string')),
      )
      if (args.some(isError)) return errorPlan(planner)
      return planner.node({ op: 'str.concat', args, type: plainType('string') })
    }
    case '+':
    case '-':
    case '*':
    case '/':
      return checkArithmetic(context, node, node.operator)
    default:
      return comparison(
        context,
        node.operator,
        checkExpression(context, node.left),
        checkExpression(context, node.right),
        node.at,
      )
  }
}

function checkArithmetic(context: Checking, node: Binary, operator: '+' | '-' | '*' | '/'): Plan {
  const { planner } = context
  const left = checkNumber(context, operator, node.left)
  const right = checkNumber(context, operator, node.right)
  if (isError(left) || isError(right)) return errorPlan(planner)
  if (operator === '/') return quotient(planner, left, right)
  if (operator !== '*') return addition(planner, operator, left, right)
  const scale = productScale(left, right)
  if (scale <= maxScale) return product(planner, left, right)
  context.report.add('VTL_SCALE', node.at, { name: '*', scale: String(scale) })
  return errorPlan(planner)
}

function checkCall(context: Checking, node: Call): Plan {
  const spec = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined
  if (!spec) return unknownFunction(context, node)
  if (node.args.length < spec.least || node.args.length > spec.most) {
    const expected = spec.least === spec.most ? String(spec.least) : `${spec.least}–${spec.most}`
    context.report.add('VTL_ARGUMENTS', node.at, {
      name: node.name,
      expected,
      found: String(node.args.length),
    })
    return errorPlan(context.planner)
  }
  const isCast = node.name === 'cast'
  const args = node.args.map((arg, index) => {
    if (arg.kind === 'omitted' && index >= spec.least) return null
    return isCast && index === 1 ? null : checkExpression(context, arg)
  })
  return spec.build({ context, name: node.name, node, args })
}

function unknownFunction(context: Checking, node: Call): Plan {
  const { name } = node
  const near = nearest(name, Object.keys(functions))
  if (laterFunctions.has(name)) context.report.add('VTL_UNSUPPORTED', node.at, { name })
  else if (near === null) context.report.add('VTL_UNKNOWN_FUNCTION', node.at, { name })
  else context.report.add('VTL_UNKNOWN_FUNCTION_NEAR', node.at, { name, near })
  return errorPlan(context.planner)
}

function checkCase(context: Checking, node: Case): Plan {
  const branches = node.branches.map(branch => ({
    condition: checkBoolean(context, 'case', branch.when),
    value: checkExpression(context, branch.value),
    at: branch.value.at,
  }))
  const otherwise = checkExpression(context, node.otherwise)
  return branches.reduceRight(
    (rest, branch) => choice(context, branch.condition, branch.value, rest, branch.at),
    otherwise,
  )
}

function checkIn(context: Checking, node: In): Plan {
  const operand = checkExpression(context, node.operand)
  const members = node.set.map(member => {
    const plan = checkExpression(context, member)
    if (isError(plan) || (plan.op === 'const' && plan.param !== null)) return plan
    context.report.add('VTL_CONSTANT', member.at, { name: 'in', expected: '@constant' })
    return errorPlan(context.planner)
  })
  const found = membershipInSet(context, operand, members, node.at)
  return node.negated && !isError(found) ? negation(context.planner, found) : found
}
