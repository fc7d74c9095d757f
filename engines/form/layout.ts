/**
 * A section as a grid of paper: heading rows with spans, the standard stub columns, the column numbers
 * (甲 乙 丙 1 2 3 …) and body rows whose slots are cells, closed (×) or, beside a pure group head, blank.
 *
 * Screens and spreadsheets draw what stands here and decide nothing about structure. Positions count from 0 over
 * the whole rectangle: stub columns first, then one column per heading leaf.
 */
import { type CellPlace, cellIndex, type HeadingLeaf, headingLeaves, stubRows } from './cells.ts'
import type { FormSpec, HeadingNode, LocalText, MatrixSection, RowsSection, StubNode } from './model.ts'
import type { Codelists } from './values.ts'

export type StubColumn = 'name' | 'unit' | 'code'

export type GridHead = Readonly<{
  row: number
  column: number
  rowSpan: number
  colSpan: number
  name: LocalText
  unitOfMeasure?: string
  /** Set on the heads of stub columns. */
  stub?: StubColumn
  /** Set on the heads of heading nodes. */
  key?: string
}>

export type GridSlot =
  | Readonly<{ kind: 'cell'; column: number; key: string; cell: CellPlace }>
  | Readonly<{ kind: 'closed' | 'blank'; column: number; key: string }>

export type GridRow = Readonly<{
  row: number
  name: LocalText
  code?: string
  unitOfMeasure?: string
  explanation?: LocalText
  /** Levels of indentation. */
  indent: number
  ofWhich: boolean
  /** Whether 其中: is printed here: on the first of a run of parts; the others stand aligned under it. */
  ofWhichMark: boolean
  /** A head without cells of its own. */
  group: boolean
  /** The row's key, in a `rows` section. */
  rowKey?: string
  slots: readonly GridSlot[]
}>

export type Grid = Readonly<{
  stubColumns: readonly StubColumn[]
  /** All columns of the rectangle, stub columns included. */
  columnCount: number
  headRows: readonly (readonly GridHead[])[]
  /** 甲 乙 丙 for the stub columns, then 1 2 3 … */
  columnNumbers: readonly string[]
  leaves: readonly HeadingLeaf[]
  rows: readonly GridRow[]
}>

const stems = ['甲', '乙', '丙']
const stubHeads: Readonly<Record<StubColumn, LocalText>> = {
  name: { 'zh-CN': '指标名称', en: 'Item' },
  unit: { 'zh-CN': '计量单位', en: 'Unit of measure' },
  code: { 'zh-CN': '代码', en: 'Code' },
}

function depthOf(nodes: readonly HeadingNode[]): number {
  return 1 + Math.max(0, ...nodes.map(node => (node.children?.length ? depthOf(node.children) : 0)))
}

function headCells(heading: readonly HeadingNode[], from: number, depth: number): GridHead[][] {
  const rows: GridHead[][] = Array.from({ length: depth }, () => [])
  const place = (node: HeadingNode, row: number, column: number): number => {
    let width = 0
    for (const child of node.children ?? []) width += place(child, row + 1, column + width)
    const head = {
      row,
      column,
      rowSpan: width === 0 ? depth - row : 1,
      colSpan: Math.max(width, 1),
      name: node.name,
      ...(node.unitOfMeasure === undefined ? {} : { unitOfMeasure: node.unitOfMeasure }),
      key: node.key,
    }
    rows[row]!.push(head)
    return head.colSpan
  }
  let column = from
  for (const node of heading) column += place(node, 0, column)
  return rows
}

function frame(
  heading: readonly HeadingNode[],
  stubColumns: readonly StubColumn[],
  keyName?: LocalText,
): Omit<Grid, 'rows'> {
  const leaves = headingLeaves(heading)
  const depth = depthOf(heading)
  const stubs = stubColumns.map((stub, column) => ({
    row: 0,
    column,
    rowSpan: depth,
    colSpan: 1,
    name: stub === 'name' && keyName ? keyName : stubHeads[stub],
    stub,
  }))
  const headRows = headCells(heading, stubColumns.length, depth)
  headRows[0]!.unshift(...stubs)
  for (const row of headRows) row.sort((a, b) => a.column - b.column)
  return {
    stubColumns,
    columnCount: stubColumns.length + leaves.length,
    headRows,
    columnNumbers: [...stubColumns.map((_, i) => stems[i]!), ...leaves.map((_, i) => String(i + 1))],
    leaves,
  }
}

function slotsOf(
  spec: FormSpec,
  cells: StubNode['cells'],
  grid: Omit<Grid, 'rows'>,
  empty: 'closed' | 'blank',
): readonly GridSlot[] {
  return grid.leaves.map(({ key }, i): GridSlot => {
    const column = grid.stubColumns.length + i
    const cell = cells?.[key]
    if (!cell) return { kind: empty, column, key }
    if (cell.kind === 'closed') return { kind: 'closed', column, key }
    return { kind: 'cell', column, key, cell: cellIndex(spec).get(cell.code)! }
  })
}

function siblingsBefore(stub: readonly StubNode[]): ReadonlyMap<StubNode, StubNode | undefined> {
  const before = new Map<StubNode, StubNode | undefined>()
  const visit = (nodes: readonly StubNode[]) => {
    for (const [i, node] of nodes.entries()) {
      before.set(node, nodes[i - 1])
      if (node.children) visit(node.children)
    }
  }
  visit(stub)
  return before
}

/**
 * The grid of a matrix section. The unit and code columns are absent where no row uses them; a heading leaf
 * without a cell is closed, except on a group head, whose slots are blank.
 */
export function matrixLayout(spec: FormSpec, section: MatrixSection): Grid {
  const rows = stubRows(section.stub)
  const stubColumns: StubColumn[] = ['name']
  if (rows.some(({ node }) => node.unitOfMeasure !== undefined)) stubColumns.push('unit')
  if (rows.some(({ node }) => node.code !== undefined)) stubColumns.push('code')
  const grid = frame(section.heading, stubColumns)
  const before = siblingsBefore(section.stub)
  return {
    ...grid,
    rows: rows.map(({ node, depth }, row) => {
      const group = Object.keys(node.cells ?? {}).length === 0
      return {
        row,
        name: node.name,
        ...(node.code === undefined ? {} : { code: node.code }),
        ...(node.unitOfMeasure === undefined ? {} : { unitOfMeasure: node.unitOfMeasure }),
        ...(node.explanation === undefined ? {} : { explanation: node.explanation }),
        indent: depth,
        ofWhich: node.ofWhich === true,
        ofWhichMark: node.ofWhich === true && before.get(node)?.ofWhich !== true,
        group,
        slots: slotsOf(spec, node.cells, grid, group ? 'blank' : 'closed'),
      }
    }),
  }
}

/** Every text that may stand in the head of a `rows` section, in both languages. */
export function rowHeadTexts(section: RowsSection): readonly string[] {
  const names: LocalText[] = [section.keyName, ...Object.values(stubHeads)]
  const visit = (node: HeadingNode): void => {
    names.push(node.name)
    node.children?.forEach(visit)
  }
  section.heading.forEach(visit)
  return [...stems, ...names.flatMap(name => [name['zh-CN'], name.en ?? name['zh-CN']])]
}

/** What a row of a `rows` section is about. */
export type RowItem = Readonly<{ key: string; name: LocalText; unitOfMeasure?: string }>

/** A row key as an item of the section's codelist; a key that no list at hand holds names itself. */
export function rowItem(spec: FormSpec, section: RowsSection, key: string, outside?: Codelists): RowItem {
  const list = spec.codelists?.[section.codelist] ?? outside?.(section.codelist)
  const item = list?.find(candidate => candidate.code === key)
  if (!item) return { key, name: { 'zh-CN': key } }
  const { unitOfMeasure } = item
  return { key, name: item.name, ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }) }
}

/** The grid of a `rows` section over the rows it has now; the code column holds the row keys. */
export function rowsLayout(spec: FormSpec, section: RowsSection, items: readonly RowItem[]): Grid {
  const list = spec.codelists?.[section.codelist]
  const units = list?.some(item => item.unitOfMeasure !== undefined) ?? false
  const grid = frame(section.heading, units ? ['name', 'unit', 'code'] : ['name', 'code'], section.keyName)
  return {
    ...grid,
    rows: items.map((item, row) => ({
      row,
      name: item.name,
      code: item.key,
      ...(item.unitOfMeasure === undefined ? {} : { unitOfMeasure: item.unitOfMeasure }),
      indent: 0,
      ofWhich: false,
      ofWhichMark: false,
      group: false,
      rowKey: item.key,
      slots: slotsOf(spec, section.cells, grid, 'closed'),
    })),
  }
}
