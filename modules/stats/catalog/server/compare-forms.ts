/** Two versions of a form compared as their readers would: marks and head, cells, rows and columns, rules. */
import {
  type CellPlace,
  type FormSpec,
  formCells,
  headingLeaves,
  type LocalText,
  stubRows,
} from '#engines/form/index.ts'
import type { Difference, Rule } from '../contract.ts'

type Members = Readonly<Record<string, string>>
type Things = ReadonlyMap<string, Members>

const text = (label: LocalText): string => (label.en ? `${label['zh-CN']} / ${label.en}` : label['zh-CN'])

/** Plain values as one line of text. Members of objects are sorted: the database keeps no order of its own. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const sorted = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, member]) => `${name}: ${plain(member)}`).join(', ')
}

const members = (values: Readonly<Record<string, unknown>>): Members =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, plain(value)]),
  )

function compareThings(kind: Difference['kind'], before: Things, after: Things): readonly Difference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key): Difference[] => {
    const [was, is] = [before.get(key), after.get(key)]
    if (!was) return [{ kind, change: 'added', key, after: is?.name ?? is?.text ?? '' }]
    if (!is) return [{ kind, change: 'removed', key, before: was.name ?? was.text ?? '' }]
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter(member => was[member] !== is[member])
      .map(member => ({
        kind,
        change: 'changed',
        key,
        member,
        ...(was[member] !== undefined && { before: was[member] }),
        ...(is[member] !== undefined && { after: is[member] }),
      }))
  })
}

const headOf = (spec: FormSpec): Things =>
  new Map([
    [
      spec.code,
      members({
        name: text(spec.title),
        ...spec.marks,
        subject: spec.subject,
        unitOfMeasure: spec.unitOfMeasure,
        blankIsZero: spec.blankIsZero,
        codelists: spec.codelists,
      }),
    ],
  ])

const cellOf = (place: CellPlace): Members =>
  members({
    name: [...place.stubPath, ...place.headingPath].map(label => label['zh-CN']).join(' › '),
    kind: place.spec.kind,
    type: place.spec.type,
    required: place.spec.required,
    formula: place.spec.formula,
    prefill: place.spec.prefill,
    locked: place.spec.locked,
  })

const cellsOf = (spec: FormSpec): Things => new Map(formCells(spec).map(place => [place.code, cellOf(place)]))

const rowsOf = (spec: FormSpec): Things =>
  new Map(
    spec.sections.flatMap(section =>
      section.kind === 'matrix'
        ? stubRows(section.stub).map(
            ({ node, path }) =>
              [
                `${section.id}/${path.map(step => step.code ?? step.name['zh-CN']).join('/')}`,
                members({ name: text(node.name), unitOfMeasure: node.unitOfMeasure, ofWhich: node.ofWhich }),
              ] as const,
          )
        : [],
    ),
  )

const columnsOf = (spec: FormSpec): Things =>
  new Map(
    spec.sections.flatMap(section =>
      section.kind === 'record'
        ? []
        : headingLeaves(section.heading).map(
            leaf =>
              [
                `${section.id}/${leaf.key}`,
                members({ name: leaf.path.map(head => text(head.name)).join(' › ') }),
              ] as const,
          ),
    ),
  )

const rulesIn = (rules: readonly Rule[]): Things =>
  new Map(
    rules.map(rule => [
      rule.code,
      members({ text: rule.text, level: rule.level, message: text(rule.message) }),
    ]),
  )

export type Compared = Readonly<{ spec: FormSpec; rules: readonly Rule[] }>

export const compareForms = (before: Compared, after: Compared): readonly Difference[] => [
  ...compareThings('form', headOf(before.spec), headOf(after.spec)),
  ...compareThings('column', columnsOf(before.spec), columnsOf(after.spec)),
  ...compareThings('row', rowsOf(before.spec), rowsOf(after.spec)),
  ...compareThings('cell', cellsOf(before.spec), cellsOf(after.spec)),
  ...compareThings('rule', rulesIn(before.rules), rulesIn(after.rules)),
]
