/** Cells as authors write them: a pattern for a plain row, a list with × for closed places, or a mapping by column. */
import { isScalar } from 'yaml'
import type { CellSpec, HeadingNode, ValueType } from './model.ts'
import { expandCodes, type PrefillText, parsePrefill, parseType } from './value-type-text.ts'
import {
  flagOf,
  type Item,
  type Items,
  isBlank,
  isMapping,
  isText,
  listOf,
  localOf,
  mapOf,
  needed,
  oneOf,
  type Reader,
  report,
  textOf,
} from './yaml-reader.ts'

export const attributeKeys = ['type', 'kind', 'required', 'formula', 'prefill', 'locked'] as const

/** What a cell has besides its code. A column's defaults may leave the type to the section. */
export type Attributes = Readonly<{
  type?: ValueType
  kind?: CellSpec['kind']
  required?: boolean
  formula?: string
  /** Where the formula stands in the text. */
  formulaAt?: number
  prefill?: PrefillText
  locked?: boolean
}>

export type Columns = Readonly<{
  type?: ValueType
  leaves: readonly Readonly<{ key: string; defaults: Attributes }>[]
}>

const kinds = ['input', 'computed', 'prefilled', 'closed'] as const
const fallbackType: ValueType = { kind: 'decimal', scale: 0 }

export function typeOf(reader: Reader, item: Item): ValueType {
  const text = textOf(reader, item)
  const type = parseType(text)
  if (!type) report(reader, 'BAD_TYPE', item.offset, { text })
  return type ?? fallbackType
}

function prefillOf(reader: Reader, item: Item): PrefillText | undefined {
  const prefill = parsePrefill(textOf(reader, item))
  if (prefill) return prefill
  const options = 'previous CELL | yearAgo CELL | register FIELD'
  report(reader, 'NOT_ONE_OF', item.offset, { path: item.path, options })
  return undefined
}

export function attributesOf(reader: Reader, members: Items): Attributes {
  const { type, kind, required, formula, prefill, locked } = members
  const source = prefill && prefillOf(reader, prefill)
  return {
    ...(type ? { type: typeOf(reader, type) } : {}),
    ...(kind ? { kind: oneOf(reader, kind, kinds) } : {}),
    ...(required ? { required: flagOf(reader, required) } : {}),
    ...(formula ? { formula: textOf(reader, formula), formulaAt: formula.offset } : {}),
    ...(source ? { prefill: source } : {}),
    ...(locked ? { locked: flagOf(reader, locked) } : {}),
  }
}

/** Without `kind`, a formula makes a cell computed and a source makes it prefilled. */
export function inferredKind(attributes: Attributes): CellSpec['kind'] {
  if (attributes.kind) return attributes.kind
  if (attributes.formula !== undefined) return 'computed'
  return attributes.prefill ? 'prefilled' : 'input'
}

/** A cell from its code and attributes; `inRow` finds the cell of another column of the same row. */
export function cellOf(
  reader: Reader,
  item: Item,
  code: string,
  attributes: Attributes,
  inRow: (column: string) => string | undefined = () => undefined,
): CellSpec {
  const { type, required, formula, locked } = attributes
  let prefill = attributes.prefill
  if (prefill && 'column' in prefill) {
    const cell = inRow(prefill.column)
    if (cell === undefined) report(reader, 'UNKNOWN_COLUMN', item.offset, { key: prefill.column })
    prefill = { from: prefill.from, cell: cell ?? '' }
  }
  if (!type) report(reader, 'MISSING', item.offset, { path: `${item.path} type` })
  const subject = `cell:${code}`
  const first = reader.places.get(subject)
  if (first === undefined || first < item.offset) reader.places.set(subject, item.offset)
  if (formula !== undefined) reader.places.set(`formula:${code}`, attributes.formulaAt ?? item.offset)
  return {
    code,
    kind: inferredKind(attributes),
    type: type ?? fallbackType,
    ...(required === undefined ? {} : { required }),
    ...(formula === undefined ? {} : { formula }),
    ...(prefill === undefined ? {} : { prefill }),
    ...(locked === undefined ? {} : { locked }),
  }
}

type Written = Readonly<{ item: Item; code: string; own?: Attributes }>

function writtenCell(reader: Reader, item: Item): Written {
  if (isText(item)) return { item, code: textOf(reader, item) }
  const members = mapOf(reader, item, ['code', ...attributeKeys])
  const code = members && needed(reader, members, 'code', item)
  return { item, code: code ? textOf(reader, code) : '', own: members ? attributesOf(reader, members) : {} }
}

const isClosed = (item: Item) => isBlank(item) || (isScalar(item.node) && item.node.value === '×')

function patternCells(reader: Reader, item: Item): readonly Written[] {
  const text = textOf(reader, item)
  const codes = expandCodes(text.trim())
  if (!codes) report(reader, 'BAD_CELLS', item.offset, { text })
  return (codes ?? []).map(code => ({ item, code }))
}

function inOrder(reader: Reader, item: Item, columns: Columns): ReadonlyMap<string, Written> {
  const places = isText(item)
    ? patternCells(reader, item)
    : listOf(reader, item).flatMap((child): readonly (Written | null)[] => {
        if (isClosed(child)) return [null]
        return isText(child) ? patternCells(reader, child) : [writtenCell(reader, child)]
      })
  if (places.length !== columns.leaves.length)
    report(reader, 'CELL_COUNT', item.offset, { expected: columns.leaves.length, found: places.length })
  return new Map(
    columns.leaves.flatMap(({ key }, i) => {
      const written = places[i]
      return written ? [[key, written] as const] : []
    }),
  )
}

function byColumn(reader: Reader, item: Item, columns: Columns): ReadonlyMap<string, Written> {
  const keys = new Set(columns.leaves.map(({ key }) => key))
  return new Map(
    Object.entries(mapOf(reader, item) ?? {}).flatMap(([key, child]) => {
      if (!keys.has(key)) report(reader, 'UNKNOWN_COLUMN', child.offset, { key })
      return keys.has(key) && !isClosed(child) ? [[key, writtenCell(reader, child)] as const] : []
    }),
  )
}

/** A code alone takes its column's defaults; a mapping stands for itself and only its type may come from above. */
export function cellsOf(reader: Reader, item: Item, columns: Columns): Readonly<Record<string, CellSpec>> {
  const written = isMapping(item) ? byColumn(reader, item, columns) : inOrder(reader, item, columns)
  const cells: Record<string, CellSpec> = {}
  for (const { key, defaults } of columns.leaves) {
    const cell = written.get(key)
    if (!cell) continue
    const type = cell.own?.type ?? defaults.type ?? columns.type
    const attributes = { ...(cell.own ?? defaults), ...(type ? { type } : {}) }
    cells[key] = cellOf(reader, cell.item, cell.code, attributes, column => written.get(column)?.code)
  }
  return cells
}

type Heading = Readonly<{ nodes: readonly HeadingNode[]; columns: Columns['leaves'] }>

/** A heading tree with the defaults that its leaves give to their columns. */
export function headingOf(reader: Reader, item: Item): Heading {
  const columns: Columns['leaves'][number][] = []
  const nodes = listOf(reader, item).flatMap(child => {
    const node = headingNode(reader, child, columns)
    return node ? [node] : []
  })
  return { nodes, columns }
}

function headingNode(reader: Reader, item: Item, columns: Columns['leaves'][number][]): HeadingNode | null {
  const members = mapOf(reader, item, ['key', 'name', 'unit', 'children', ...attributeKeys])
  const keyItem = members && needed(reader, members, 'key', item)
  const nameItem = members && needed(reader, members, 'name', item)
  if (!keyItem || !nameItem || !members) return null
  const key = textOf(reader, keyItem)
  const under = members.children ? listOf(reader, members.children) : []
  if (under.length === 0) columns.push({ key, defaults: attributesOf(reader, members) })
  const children = under.flatMap(child => headingNode(reader, child, columns) ?? [])
  return {
    key,
    name: localOf(reader, nameItem),
    ...(members.unit ? { unitOfMeasure: textOf(reader, members.unit) } : {}),
    ...(children.length > 0 ? { children } : {}),
  }
}
