/** Two versions of a form compared as their readers would: marks and head, cells, rows and columns, rules. */
import {
  type CellPlace,
  type FormSpec,
  formCells,
  headingLeaves,
  type LocalText,
  prefillText,
  stubRows,
  typeText,
} from '#engines/form/index.ts'
import type { Difference, Rule } from '../contract.ts'

type Members = Readonly<Record<string, string>>
type Things = ReadonlyMap<string, Members>

const text = (label: LocalText): string => (label.en ? `${label['zh-CN']} / ${label.en}` : label['zh-CN'])

const members = (values: Readonly<Record<string, unknown>>): Members =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, String(value)]),
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
        subject: spec.subject,
        unitOfMeasure: spec.unitOfMeasure,
        blankIsZero: spec.blankIsZero,
      }),
    ],
  ])

const marksOf = (spec: FormSpec): Things =>
  new Map(Object.entries(spec.marks).map(([name, mark]) => [name, members({ name: mark })]))

const sectionsOf = (spec: FormSpec): Things =>
  new Map(
    spec.sections.map(section => [
      section.id,
      members({
        name: section.title && text(section.title),
        layout: section.kind,
        ...(section.kind === 'rows' && {
          keyName: text(section.keyName),
          codelist: section.codelist,
          maxRows: section.maxRows,
        }),
      }),
    ]),
  )

const codelistsIn = (spec: FormSpec): Things =>
  new Map(
    Object.entries(spec.codelists ?? {}).flatMap(([list, items]) =>
      items.map(
        item =>
          [
            `${list}/${item.code}`,
            members({ name: text(item.name), unitOfMeasure: item.unitOfMeasure }),
          ] as const,
      ),
    ),
  )

const cellOf = (place: CellPlace): Members =>
  members({
    name: [...place.stubPath, ...place.headingPath].map(text).join(' › '),
    kind: place.spec.kind,
    type: typeText(place.spec.type),
    required: place.spec.required,
    formula: place.spec.formula,
    prefill: place.spec.prefill && prefillText(place.spec.prefill),
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

const reasonsIn = ({ reasons = [] }: FormSpec): Things =>
  new Map(reasons.map(({ code, name }) => [code, members({ name: text(name) })]))

const rulesIn = ({ spec, rules }: Compared): Things =>
  new Map(
    rules.map(rule => [
      rule.code,
      members({
        text: rule.text,
        level: rule.level,
        message: text(rule.message),
        reasons: spec.ruleReasons?.[rule.code]?.join(' '),
      }),
    ]),
  )

export type Compared = Readonly<{ spec: FormSpec; rules: readonly Rule[] }>

export const compareForms = (before: Compared, after: Compared): readonly Difference[] => [
  ...compareThings('form', headOf(before.spec), headOf(after.spec)),
  ...compareThings('mark', marksOf(before.spec), marksOf(after.spec)),
  ...compareThings('section', sectionsOf(before.spec), sectionsOf(after.spec)),
  ...compareThings('column', columnsOf(before.spec), columnsOf(after.spec)),
  ...compareThings('row', rowsOf(before.spec), rowsOf(after.spec)),
  ...compareThings('cell', cellsOf(before.spec), cellsOf(after.spec)),
  ...compareThings('codelist', codelistsIn(before.spec), codelistsIn(after.spec)),
  ...compareThings('rule', rulesIn(before), rulesIn(after)),
  ...compareThings('reason', reasonsIn(before.spec), reasonsIn(after.spec)),
]
