/** The parts of a form in YAML: fields, stubs and the three kinds of section. */
import type {
  FieldSpec,
  LocalText,
  MatrixSection,
  RecordSection,
  RowsSection,
  Section,
  StubNode,
} from './model.ts'
import {
  attributeKeys,
  attributesOf,
  type Columns,
  cellOf,
  cellsOf,
  headingOf,
  typeOf,
} from './yaml-cells.ts'
import {
  flagOf,
  type Item,
  type Items,
  integerOf,
  isBlank,
  listOf,
  localOf,
  mapOf,
  needed,
  type Reader,
  report,
  textOf,
} from './yaml-reader.ts'

/** The part under `key`, or nothing where it is absent or blank. */
export function optionalText<K extends string>(
  reader: Reader,
  key: K,
  item: Item | undefined,
): { [P in K]?: string } {
  return item && !isBlank(item) ? ({ [key]: textOf(reader, item) } as { [P in K]?: string }) : {}
}

export function optionalLocal<K extends string>(
  reader: Reader,
  key: K,
  item: Item | undefined,
): { [P in K]?: LocalText } {
  return item && !isBlank(item) ? ({ [key]: localOf(reader, item) } as { [P in K]?: LocalText }) : {}
}

/** The text of a member that must be there; blank and reported where it is not. */
export function neededText(reader: Reader, members: Items, key: string, of: Item): string {
  const item = needed(reader, members, key, of)
  return item ? textOf(reader, item) : ''
}

export function neededLocal(reader: Reader, members: Items, key: string, of: Item): LocalText {
  const item = needed(reader, members, key, of)
  return item ? localOf(reader, item) : { 'zh-CN': '' }
}

function fieldOf(reader: Reader, item: Item): FieldSpec | null {
  const members = mapOf(reader, item, ['cell', 'name', 'unit', 'explanation', ...attributeKeys])
  const code = members && needed(reader, members, 'cell', item)
  if (!members || !code) return null
  return {
    name: neededLocal(reader, members, 'name', item),
    ...optionalText(reader, 'unitOfMeasure', members.unit),
    ...optionalLocal(reader, 'explanation', members.explanation),
    cell: cellOf(reader, code, textOf(reader, code), attributesOf(reader, members)),
  }
}

/** A list of fields: the header, the signers or a record. */
export function fieldsOf(reader: Reader, item: Item | undefined): readonly FieldSpec[] {
  return item ? listOf(reader, item).flatMap(child => fieldOf(reader, child) ?? []) : []
}

function stubOf(reader: Reader, item: Item, columns: Columns): readonly StubNode[] {
  return listOf(reader, item).flatMap(child => stubNode(reader, child, columns) ?? [])
}

function stubNode(reader: Reader, item: Item, columns: Columns): StubNode | null {
  const members = mapOf(reader, item, ['code', 'name', 'unit', 'ofWhich', 'explanation', 'cells', 'children'])
  if (!members) return null
  const cells = members.cells ? cellsOf(reader, members.cells, columns) : {}
  const children = members.children ? stubOf(reader, members.children, columns) : []
  return {
    ...optionalText(reader, 'code', members.code),
    name: neededLocal(reader, members, 'name', item),
    ...optionalText(reader, 'unitOfMeasure', members.unit),
    ...(members.ofWhich ? { ofWhich: flagOf(reader, members.ofWhich) } : {}),
    ...optionalLocal(reader, 'explanation', members.explanation),
    ...(Object.keys(cells).length > 0 ? { cells } : {}),
    ...(children.length > 0 ? { children } : {}),
  }
}

function columnsOf(reader: Reader, members: Items, item: Item) {
  const heading = needed(reader, members, 'heading', item)
  const { nodes, columns } = heading ? headingOf(reader, heading) : { nodes: [], columns: [] }
  const type = members.type ? { type: typeOf(reader, members.type) } : {}
  return { nodes, columns: { leaves: columns, ...type } }
}

function matrixOf(reader: Reader, members: Items, item: Item): MatrixSection {
  const { nodes, columns } = columnsOf(reader, members, item)
  const stub = needed(reader, members, 'stub', item)
  return {
    kind: 'matrix',
    id: neededText(reader, members, 'matrix', item),
    ...optionalLocal(reader, 'title', members.title),
    stub: stub ? stubOf(reader, stub, columns) : [],
    heading: nodes,
  }
}

function rowsOf(reader: Reader, members: Items, item: Item): RowsSection {
  const { nodes, columns } = columnsOf(reader, members, item)
  const cells = members.cells
  const maxRows = needed(reader, members, 'maxRows', item)
  return {
    kind: 'rows',
    id: neededText(reader, members, 'rows', item),
    ...optionalLocal(reader, 'title', members.title),
    codelist: neededText(reader, members, 'codelist', item),
    keyName: neededLocal(reader, members, 'keyName', item),
    heading: nodes,
    cells: cells ? cellsOf(reader, cells, columns) : {},
    maxRows: maxRows ? integerOf(reader, maxRows, 1, 10_000) : 1,
  }
}

function recordOf(reader: Reader, members: Items, item: Item): RecordSection {
  const fields = needed(reader, members, 'fields', item)
  return {
    kind: 'record',
    id: neededText(reader, members, 'record', item),
    ...optionalLocal(reader, 'title', members.title),
    fields: fieldsOf(reader, fields ?? undefined),
  }
}

const sectionShapes = {
  matrix: { keys: ['matrix', 'title', 'type', 'heading', 'stub'], read: matrixOf },
  rows: {
    keys: ['rows', 'title', 'type', 'codelist', 'keyName', 'maxRows', 'heading', 'cells'],
    read: rowsOf,
  },
  record: { keys: ['record', 'title', 'fields'], read: recordOf },
} as const

/** A matrix, record or rows section, told by its first key. */
export function sectionOf(reader: Reader, item: Item): Section | null {
  const all = mapOf(reader, item)
  if (!all) return null
  const kind = (['matrix', 'rows', 'record'] as const).find(key => key in all)
  if (!kind) {
    report(reader, 'MISSING', item.offset, { path: `${item.path} matrix | record | rows` })
    return null
  }
  const shape = sectionShapes[kind]
  const section = shape.read(reader, mapOf(reader, item, shape.keys) ?? {}, item)
  reader.places.set(`section:${section.id}`, item.offset)
  return section
}
