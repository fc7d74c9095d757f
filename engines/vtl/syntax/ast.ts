/**
 * The syntax tree: frozen nodes with a `kind` and the position of their first character. `source` is the exact
 * text, so that a screen can show an author his own words.
 */
import type { Position } from '../messages.ts'

type Base = Readonly<{ at: Position; source: string }>

export type UnaryOperator = '+' | '-' | 'not'
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='
export type BinaryOperator = ComparisonOperator | '+' | '-' | '*' | '/' | '||' | 'and' | 'or' | 'xor'

export type Literal = Base &
  Readonly<
    | { kind: 'literal'; type: 'number' | 'string'; text: string }
    | { kind: 'literal'; type: 'boolean'; value: boolean }
    | { kind: 'literal'; type: 'null' }
  >
export type NameRef = Base & Readonly<{ kind: 'name'; name: string }>
export type Membership = Base & Readonly<{ kind: 'membership'; dataset: Expression; component: string }>
export type Unary = Base & Readonly<{ kind: 'unary'; operator: UnaryOperator; operand: Expression }>
export type Binary = Base &
  Readonly<{ kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }>
/** `_` for an optional argument left out. */
export type Omitted = Base & Readonly<{ kind: 'omitted' }>
/** What `check_datapoint` gives: what is not kept (`invalid`, also where nothing is said), or everything. */
export type CheckOutput = 'invalid' | 'all' | 'all_measures'
export type Call = Base &
  Readonly<{ kind: 'call'; name: string; args: readonly Expression[]; output?: CheckOutput }>
export type If = Base &
  Readonly<{ kind: 'if'; condition: Expression; whenTrue: Expression; whenFalse: Expression }>
export type Case = Base &
  Readonly<{
    kind: 'case'
    branches: readonly Readonly<{ when: Expression; value: Expression }>[]
    otherwise: Expression
  }>
export type In = Base &
  Readonly<{ kind: 'in'; operand: Expression; negated: boolean; set: readonly Expression[] }>
/** `DS [ calc … ]` and its kind; the first profile names them and goes no further. */
export type Clause = Base &
  Readonly<{
    kind: 'clause'
    operand: Expression
    clause: string
    items: readonly Readonly<{ name: string; role?: string; value?: Expression; to?: string }>[]
    condition?: Expression
  }>

export type Expression =
  | Literal
  | NameRef
  | Membership
  | Unary
  | Binary
  | Omitted
  | Call
  | If
  | Case
  | In
  | Clause

export type RuleNode = Base &
  Readonly<{
    kind: 'rule'
    code?: string
    when?: Expression
    check: Expression
    errorcode?: Literal
    errorlevel?: Literal
  }>

export type SignatureItem = Base & Readonly<{ kind: 'signatureItem'; name: string; alias?: string }>

export type DatapointRuleset = Base &
  Readonly<{
    kind: 'datapointRuleset'
    name: string
    over: 'variable' | 'valuedomain'
    signature: readonly SignatureItem[]
    rules: readonly RuleNode[]
  }>

export type Assignment = Base &
  Readonly<{ kind: 'assignment'; target: string; persistent: boolean; value: Expression }>

export type Statement = DatapointRuleset | Assignment

export type Script = Readonly<{ kind: 'script'; statements: readonly Statement[] }>

/** The expressions directly below one, in reading order. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'omitted':
      return []
    case 'membership':
      return [node.dataset]
    case 'unary':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'call':
      return node.args
    case 'if':
      return [node.condition, node.whenTrue, node.whenFalse]
    case 'case':
      return [...node.branches.flatMap(branch => [branch.when, branch.value]), node.otherwise]
    case 'in':
      return [node.operand, ...node.set]
    case 'clause':
      return [
        node.operand,
        ...node.items.flatMap(item => (item.value ? [item.value] : [])),
        ...(node.condition ? [node.condition] : []),
      ]
  }
}
