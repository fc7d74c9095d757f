/**
 * A form as readable YAML, such that reading it again gives the same form. What the cells of a column share stands
 * once in the heading; a plain row is a pattern; only what differs is written out.
 */
import { Document, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import { headingLeaves, stubRows } from './cells.ts'
import { errorcodes } from './check-rules.ts'
import type {
  CellSpec,
  FieldSpec,
  FormSpec,
  HeadingNode,
  LocalText,
  MatrixSection,
  RowsSection,
  Section,
  StubNode,
} from './model.ts'
import { codesPattern, prefillText, typeText } from './value-type-text.ts'
import { inferredKind } from './yaml-cells.ts'

type Plain = string | readonly Plain[] | { readonly [key: string]: Plain | undefined }
type Cells = Readonly<Record<string, CellSpec>>
/** What string cells stand for: the section's type, and per column its attributes as text. */
type Defaults = Readonly<{ type?: string; columns: ReadonlyMap<string, Readonly<Record<string, string>>> }>

const local = (text: LocalText): Plain => (text.en === undefined ? text['zh-CN'] : [text['zh-CN'], text.en])
const optional = (text: LocalText | undefined) => (text ? local(text) : undefined)
const flag = (value: boolean | undefined) => (value === undefined ? undefined : String(value))

function present(value: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** A cell's attributes as text; a source in the same row is given by its column. */
function attributes(cell: CellSpec, row: Cells = {}): Record<string, string> {
  const { kind, type, required, formula, prefill, locked } = cell
  const source = prefill && prefill.from !== 'register' ? prefill : undefined
  const column = source && Object.entries(row).find(([, other]) => other.code === source.cell)?.[0]
  const text = prefill && prefillText(source && column ? { from: source.from, column } : prefill)
  const inferred = inferredKind({
    ...(formula === undefined ? {} : { formula }),
    ...(prefill ? { prefill } : {}),
  })
  return present({
    type: typeText(type),
    kind: kind === inferred ? undefined : kind,
    required: flag(required),
    formula,
    prefill: text,
    locked: flag(locked),
  })
}

const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b)

function without(value: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function commonest(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** The attributes most cells of a column share; formulas stay with their cells. */
function defaultsOf(heading: readonly HeadingNode[], rows: readonly Cells[]): Defaults {
  const all = rows.flatMap(cells => Object.values(cells))
  const type = commonest(all.map(cell => typeText(cell.type)))
  const columns = new Map<string, Record<string, string>>()
  for (const { key } of headingLeaves(heading)) {
    const column = rows.flatMap(cells => (cells[key] ? [attributes(cells[key], cells)] : []))
    const shared = commonest(
      column.filter(cell => cell.formula === undefined).map(cell => JSON.stringify(cell)),
    )
    const found = shared ? (JSON.parse(shared) as Record<string, string>) : type ? { type } : {}
    columns.set(key, found.kind === 'closed' || found.kind === 'computed' ? (type ? { type } : {}) : found)
  }
  return { columns, ...(type === undefined ? {} : { type }) }
}

function headingPlain(nodes: readonly HeadingNode[], defaults: Defaults): Plain[] {
  return nodes.map(node => {
    const own = node.children?.length ? {} : (defaults.columns.get(node.key) ?? {})
    return {
      key: node.key,
      name: local(node.name),
      unit: node.unitOfMeasure,
      ...(own.type === defaults.type ? without(own, 'type') : own),
      children: node.children?.length ? headingPlain(node.children, defaults) : undefined,
    }
  })
}

function cellPlain(cell: CellSpec, key: string, row: Cells, defaults: Defaults): Plain {
  const column = defaults.columns.get(key) ?? {}
  if (same(attributes(cell, row), column)) return cell.code
  const own = attributes(cell)
  return { code: cell.code, ...(own.type === (column.type ?? defaults.type) ? without(own, 'type') : own) }
}

function cellsPlain(cells: Cells, keys: readonly string[], defaults: Defaults): Plain {
  const written = keys.map(key => (cells[key] ? cellPlain(cells[key], key, cells, defaults) : '×'))
  const codes = written.filter(cell => typeof cell === 'string')
  if (codes.length === written.length && !codes.includes('×')) {
    const pattern = codesPattern(codes)
    if (pattern) return pattern
  }
  if (codes.length === written.length) return written
  return Object.fromEntries(keys.flatMap((key, i) => (cells[key] ? [[key, written[i]]] : [])))
}

function stubPlain(node: StubNode, keys: readonly string[], defaults: Defaults): Plain {
  return {
    code: node.code,
    name: local(node.name),
    unit: node.unitOfMeasure,
    ofWhich: flag(node.ofWhich),
    explanation: optional(node.explanation),
    cells: node.cells && cellsPlain(node.cells, keys, defaults),
    children: node.children?.map(child => stubPlain(child, keys, defaults)),
  }
}

function fieldPlain(field: FieldSpec): Plain {
  return {
    cell: field.cell.code,
    name: local(field.name),
    unit: field.unitOfMeasure,
    ...attributes(field.cell),
    explanation: optional(field.explanation),
  }
}

function matrixPlain(section: MatrixSection): Plain {
  const keys = headingLeaves(section.heading).map(({ key }) => key)
  const defaults = defaultsOf(
    section.heading,
    stubRows(section.stub).map(({ node }) => node.cells ?? {}),
  )
  return {
    matrix: section.id,
    title: optional(section.title),
    type: defaults.type,
    heading: headingPlain(section.heading, defaults),
    stub: section.stub.map(node => stubPlain(node, keys, defaults)),
  }
}

function rowsPlain(section: RowsSection): Plain {
  const keys = headingLeaves(section.heading).map(({ key }) => key)
  const defaults = defaultsOf(section.heading, [section.cells])
  const empty = Object.keys(section.cells).length === 0
  return {
    rows: section.id,
    title: optional(section.title),
    codelist: section.codelist,
    keyName: local(section.keyName),
    maxRows: String(section.maxRows),
    type: defaults.type,
    heading: headingPlain(section.heading, defaults),
    cells: empty ? undefined : cellsPlain(section.cells, keys, defaults),
  }
}

function sectionPlain(section: Section): Plain {
  if (section.kind === 'matrix') return matrixPlain(section)
  if (section.kind === 'rows') return rowsPlain(section)
  return { record: section.id, title: optional(section.title), fields: section.fields.map(fieldPlain) }
}

function overPlain(values: readonly string[]): Plain {
  const pattern = codesPattern(values)
  return pattern && /^\{\d+\.\.\d+\}$/.test(pattern) ? pattern.slice(1, -1) : values
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

function messagesPlain(messages: NonNullable<FormSpec['messages']>, rules: string): Plain {
  const own = errorcodes(rules)
  return Object.fromEntries(
    Object.entries(messages).map(([code, text]) => [
      code,
      text.en !== undefined && own.get(code) === text['zh-CN'] ? { en: text.en } : local(text),
    ]),
  )
}

function formPlain(spec: FormSpec): Plain {
  return {
    form: spec.code,
    title: local(spec.title),
    marks: { ...spec.marks },
    frequency: spec.frequency,
    subject: spec.subject,
    unit: spec.unitOfMeasure,
    blankIsZero: flag(spec.blankIsZero),
    header: spec.header.length > 0 ? spec.header.map(fieldPlain) : undefined,
    sections: spec.sections.map(sectionPlain),
    signers: spec.signers.length > 0 ? spec.signers.map(fieldPlain) : undefined,
    codelists:
      spec.codelists &&
      mapValues(spec.codelists, items =>
        items.map(item => ({ code: item.code, name: local(item.name), unit: item.unitOfMeasure })),
      ),
    rules: spec.rules === '' ? undefined : spec.rules,
    templates: spec.templates?.map(template => ({
      code: template.code,
      over: mapValues(template.over, overPlain),
      rule: template.rule,
      message: local(template.message),
      level: template.level,
    })),
    messages: spec.messages && messagesPlain(spec.messages, spec.rules),
    reasons: spec.reasons?.map(({ code, name }) => ({ code, name: local(name) })),
    ruleReasons: spec.ruleReasons,
  }
}

const blockKeys = new Set([
  'children',
  'heading',
  'stub',
  'fields',
  'sections',
  'header',
  'signers',
  'templates',
  'reasons',
])

const isLeaf = (node: unknown): boolean =>
  isScalar(node) || (isSeq(node) && node.items.every(isScalar)) || (isMap(node) && isFlat(node))

function isFlat(node: YAMLMap): boolean {
  return node.items.every(
    ({ key, value }) => !blockKeys.has(String(key)) && (isScalar(value) || isLeaf(value)),
  )
}

/** Items of lists that hold no list of their own stand on one line. */
function style(node: Node | null, inList: boolean): void {
  if (isMap(node)) {
    const long = node.items.some(({ value }) => isScalar(value) && String(value.value).includes('\n'))
    const wording = node.items.length === 1 && String(node.items[0]!.key) === 'en'
    if ((inList && isFlat(node) && !long) || wording) node.flow = true
    else
      for (const { key, value } of node.items)
        style(value as Node | null, ['over', 'cells'].includes(String(key)) && isLeaf(value))
  } else if (isSeq(node)) {
    if (node.items.length > 0 && node.items.every(isScalar)) node.flow = true
    else for (const child of node.items) style(child as Node | null, true)
  }
}

/** The YAML text of a form: `importForm(exportForm(spec)).spec` equals `spec`. */
export function exportForm(spec: FormSpec): string {
  const clean = JSON.parse(JSON.stringify(formPlain(spec))) as object
  const document = new Document(clean, { schema: 'failsafe', aliasDuplicateObjects: false })
  style(document.contents as Node | null, false)
  return document.toString({ lineWidth: 120, flowCollectionPadding: true })
}
