/**
 * A form from its readable YAML: read the parts, check the structure, then (see `check-rules.ts`) the meaning.
 * The syntax is described in the README; every mistake becomes a diagnostic with line and column.
 */

import { errorcodes } from './check-rules.ts'
import { checkStructure, type Purpose } from './check-structure.ts'
import type {
  FieldSpec,
  FormSpec,
  Frequency,
  LegalMarks,
  LocalText,
  MatrixSection,
  RecordSection,
  RowsSection,
  RuleTemplate,
  Section,
  StubNode,
} from './model.ts'
import { expandCodes } from './value-type-text.ts'
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
  type FormDiagnostic,
  flagOf,
  type Item,
  type Items,
  integerOf,
  isBlank,
  isMapping,
  isText,
  listOf,
  localOf,
  mapOf,
  needed,
  oneOf,
  openYaml,
  type Reader,
  report,
  textOf,
} from './yaml-reader.ts'

const formKeys = [
  'form',
  'title',
  'marks',
  'frequency',
  'subject',
  'unit',
  'header',
  'sections',
  'signers',
  'blankIsZero',
  'codelists',
  'rules',
  'templates',
  'messages',
] as const
const frequencies: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'T', 'W', 'D']
const levels = ['fatal', 'query', 'notice'] as const
const markKeys = ['tableNumber', 'issuer', 'approvalNumber', 'validUntil', 'approver'] as const

function optionalText<K extends string>(
  reader: Reader,
  key: K,
  item: Item | undefined,
): { [P in K]?: string } {
  return item && !isBlank(item) ? ({ [key]: textOf(reader, item) } as { [P in K]?: string }) : {}
}

function optionalLocal<K extends string>(
  reader: Reader,
  key: K,
  item: Item | undefined,
): { [P in K]?: LocalText } {
  return item && !isBlank(item) ? ({ [key]: localOf(reader, item) } as { [P in K]?: LocalText }) : {}
}

function neededText(reader: Reader, members: Items, key: string, of: Item): string {
  const item = needed(reader, members, key, of)
  return item ? textOf(reader, item) : ''
}

function neededLocal(reader: Reader, members: Items, key: string, of: Item): LocalText {
  const item = needed(reader, members, key, of)
  return item ? localOf(reader, item) : { 'zh-CN': '' }
}

function marksOf(reader: Reader, item: Item | undefined): LegalMarks {
  const members = (item && mapOf(reader, item, markKeys)) ?? {}
  const mark = (key: (typeof markKeys)[number]) => {
    const found = members[key]
    reader.places.set(`mark:${key}`, found?.offset ?? item?.offset ?? 0)
    return found && !isBlank(found) ? textOf(reader, found) : ''
  }
  return {
    tableNumber: mark('tableNumber'),
    issuer: mark('issuer'),
    approvalNumber: mark('approvalNumber'),
    validUntil: mark('validUntil'),
    ...optionalText(reader, 'approver', members.approver),
  }
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

function fieldsOf(reader: Reader, item: Item | undefined): readonly FieldSpec[] {
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

function sectionOf(reader: Reader, item: Item): Section | null {
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

function codelistItem(reader: Reader, item: Item) {
  const members = mapOf(reader, item, ['code', 'name', 'unit']) ?? {}
  return {
    code: neededText(reader, members, 'code', item),
    name: neededLocal(reader, members, 'name', item),
    ...optionalText(reader, 'unitOfMeasure', members.unit),
  }
}

function codelistsOf(reader: Reader, item: Item): NonNullable<FormSpec['codelists']> {
  const lists = Object.entries(mapOf(reader, item) ?? {}).map(([name, list]) => {
    reader.places.set(`codelist:${name}`, list.offset)
    return [name, listOf(reader, list).map(child => codelistItem(reader, child))] as const
  })
  return Object.fromEntries(lists)
}

/** `01..28` or a list. */
function overOf(reader: Reader, item: Item): readonly string[] {
  if (!isText(item)) return listOf(reader, item).map(child => textOf(reader, child))
  const text = textOf(reader, item).trim()
  const range = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text)
  const codes = range ? expandCodes(`{${text}}`) : null
  if (!codes) report(reader, 'BAD_CELLS', item.offset, { text })
  return codes ?? []
}

function templateOf(reader: Reader, item: Item): RuleTemplate {
  const members = mapOf(reader, item, ['code', 'over', 'rule', 'message', 'level']) ?? {}
  const code = neededText(reader, members, 'code', item)
  const over = needed(reader, members, 'over', item)
  const level = needed(reader, members, 'level', item)
  const rule = needed(reader, members, 'rule', item)
  reader.places.set(`template:${code}`, rule?.offset ?? item.offset)
  return {
    code,
    over: Object.fromEntries(
      Object.entries((over && mapOf(reader, over)) ?? {}).map(([name, values]) => [
        name,
        overOf(reader, values),
      ]),
    ),
    rule: rule ? textOf(reader, rule) : '',
    message: neededLocal(reader, members, 'message', item),
    level: level ? oneOf(reader, level, levels) : 'fatal',
  }
}

/** `{ en: … }` alone keeps the Chinese wording of the rule itself; a rule that cannot be read has its own diagnostic. */
function messageText(reader: Reader, item: Item, own: string | undefined): LocalText {
  const members = isMapping(item) ? mapOf(reader, item, ['zh-CN', 'en']) : null
  if (!members?.en || members['zh-CN']) return localOf(reader, item)
  const en = textOf(reader, members.en)
  return { 'zh-CN': own ?? en, en }
}

function messagesOf(reader: Reader, item: Item, rules: string): Readonly<Record<string, LocalText>> {
  const own = errorcodes(rules)
  const entries = Object.entries(mapOf(reader, item) ?? {}).map(([rule, text]) => {
    reader.places.set(`message:${rule}`, text.offset)
    return [rule, messageText(reader, text, own.get(rule))] as const
  })
  return Object.fromEntries(entries)
}

function formOf(reader: Reader, root: Item): FormSpec | null {
  const members = mapOf(reader, root, formKeys)
  if (!members) return null
  const frequency = needed(reader, members, 'frequency', root)
  const sections = needed(reader, members, 'sections', root)
  if (members.rules) reader.places.set('rules', members.rules.offset)
  const rules = members.rules && !isBlank(members.rules) ? textOf(reader, members.rules) : ''
  return {
    code: neededText(reader, members, 'form', root),
    title: neededLocal(reader, members, 'title', root),
    marks: marksOf(reader, members.marks),
    frequency: frequency ? oneOf(reader, frequency, frequencies) : 'A',
    subject: neededText(reader, members, 'subject', root),
    ...optionalText(reader, 'unitOfMeasure', members.unit),
    header: fieldsOf(reader, members.header),
    sections: sections ? listOf(reader, sections).flatMap(child => sectionOf(reader, child) ?? []) : [],
    signers: fieldsOf(reader, members.signers),
    ...(members.blankIsZero ? { blankIsZero: flagOf(reader, members.blankIsZero) } : {}),
    ...(members.codelists ? { codelists: codelistsOf(reader, members.codelists) } : {}),
    rules,
    ...(members.templates
      ? { templates: listOf(reader, members.templates).map(child => templateOf(reader, child)) }
      : {}),
    ...(members.messages ? { messages: messagesOf(reader, members.messages, rules) } : {}),
  }
}

/** `spec` is there when the text has the structure of a form, even where diagnostics remain. */
export type ReadForm = Readonly<{ spec?: FormSpec; reader: Reader }>

/** Reads parts and structure. Meaning (rules and formulas) is left to the caller. */
export function readForm(text: string, purpose: Purpose): ReadForm {
  const { reader, root } = openYaml(text)
  const spec = root && formOf(reader, root)
  if (!spec || reader.diagnostics.length > 0) return { reader }
  for (const { code, severity, subject, detail } of checkStructure(spec, purpose)) {
    report(reader, code, reader.places.get(subject) ?? 0, detail, severity)
  }
  return { spec, reader }
}

export function sortedDiagnostics(diagnostics: readonly FormDiagnostic[]): readonly FormDiagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column)
}
