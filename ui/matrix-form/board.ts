/**
 * The board: every place of a form as blocks of rows and columns, for moving about, ranges and pasting. A
 * matrix or `rows` section is one block; the header, a record section and the signers are blocks of one column.
 */
import {
  addressKey,
  type CellAddress,
  type CellPlace,
  type Codelists,
  cellIndex,
  type FieldSpec,
  type FormSession,
  type Grid,
  type LocalText,
  matrixLayout,
  type RowItem,
  rowItem,
  rowsLayout,
  type Section,
} from '#engines/form/index.ts'

/** An item that the form explains: a row of a table, or a field. */
export type ExplainedItem = Readonly<{ code?: string; name: LocalText; explanation: LocalText }>

export type Slot = Readonly<{
  key: string
  address: CellAddress
  place: CellPlace
  /** Typing is possible here: not computed, not locked. */
  editable: boolean
  unitOfMeasure?: string
  item?: ExplainedItem
}>

export type Block = Readonly<{ id: string; grid?: Grid; lines: readonly (readonly (Slot | null)[])[] }>
export type Board = Readonly<{
  blocks: readonly Block[]
  /** A column of a table, by its code, is found in the first row. */
  find: (key: string) => Position | undefined
}>
export type Position = Readonly<{ block: number; line: number; column: number; slot: Slot }>

type Source = Pick<FormSession, 'spec' | 'values' | 'editable'>

/** The item, where it is explained. */
export function explainedItem({
  code,
  name,
  explanation,
}: Readonly<{ code?: string; name: LocalText; explanation?: LocalText }>): ExplainedItem | undefined {
  return explanation && { name, explanation, ...(code !== undefined && { code }) }
}

function slotOf(source: Source, place: CellPlace, item?: ExplainedItem, row?: RowItem): Slot {
  const address = row === undefined ? { cell: place.code } : { cell: place.code, row: row.key }
  const unitOfMeasure =
    place.unitOfMeasure ?? (place.spec.type.kind === 'decimal' ? row?.unitOfMeasure : undefined)
  return {
    key: addressKey(address),
    address,
    place,
    editable: source.editable(address),
    ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }),
    ...(item && { item }),
  }
}

function gridBlock(source: Source, id: string, grid: Grid, items: readonly RowItem[]): Block {
  const lines = grid.rows.map((row, line) => {
    const item = explainedItem(row)
    return row.slots.map(slot => (slot.kind === 'cell' ? slotOf(source, slot.cell, item, items[line]) : null))
  })
  return { id, grid, lines }
}

function fieldBlock(source: Source, id: string, fields: readonly FieldSpec[]): Block {
  const index = cellIndex(source.spec)
  const lines = fields.map(field => {
    const place = index.get(field.cell.code)
    return [place && field.cell.kind !== 'closed' ? slotOf(source, place, explainedItem(field)) : null]
  })
  return { id, lines }
}

function sectionBlock(source: Source, section: Section, codelists: Codelists): Block {
  if (section.kind === 'record') return fieldBlock(source, section.id, section.fields)
  if (section.kind === 'matrix') {
    return gridBlock(source, section.id, matrixLayout(source.spec, section), [])
  }
  const rows = source.values.rows?.[section.id] ?? []
  const items = rows.map(row => rowItem(source.spec, section, row.key, codelists))
  return gridBlock(source, section.id, rowsLayout(source.spec, section, items), items)
}

/** Depends on the form and on which rows there are, not on the values. */
export function boardOf(source: Source, codelists: Codelists): Board {
  const { spec } = source
  const blocks = [
    fieldBlock(source, 'header', spec.header),
    ...spec.sections.map(section => sectionBlock(source, section, codelists)),
    fieldBlock(source, 'signers', spec.signers),
  ]
  const positions = new Map<string, Position>()
  for (const [b, block] of blocks.entries()) {
    for (const [line, slots] of block.lines.entries()) {
      for (const [column, slot] of slots.entries()) {
        if (!slot) continue
        const position = { block: b, line, column, slot }
        positions.set(slot.key, position)
        if (!positions.has(slot.place.code)) positions.set(slot.place.code, position)
      }
    }
  }
  return { blocks, find: key => positions.get(key) }
}

export type Direction = 'up' | 'down' | 'left' | 'right'

const steps = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] } as const

function nearest(slots: readonly (Slot | null)[], column: number): Slot | null {
  let best: Slot | null = null
  let distance = Number.POSITIVE_INFINITY
  for (const [at, slot] of slots.entries()) {
    if (slot && Math.abs(at - column) < distance) {
      best = slot
      distance = Math.abs(at - column)
    }
  }
  return best
}

/** One step by arrow: over closed cells, and up or down into the neighbouring block. Null at the edge. */
export function neighbour(board: Board, from: Position, direction: Direction): Slot | null {
  const [down, right] = steps[direction]
  const lines = board.blocks[from.block]!.lines
  let [line, column] = [from.line + down, from.column + right]
  for (let slots = lines[line]; slots && column >= 0 && column < slots.length; slots = lines[line]) {
    const slot = slots[column]
    if (slot) return slot
    line += down
    column += right
  }
  if (down === 0) return null
  for (let b = from.block + down; board.blocks[b]; b += down) {
    const entered = down > 0 ? board.blocks[b]!.lines : board.blocks[b]!.lines.toReversed()
    for (const slots of entered) {
      const slot = nearest(slots, from.column)
      if (slot) return slot
    }
  }
  return null
}

function inOrder(block: Block, order: 'down' | 'right'): readonly Slot[] {
  const width = Math.max(0, ...block.lines.map(line => line.length))
  const slots =
    order === 'right'
      ? block.lines.flat()
      : Array.from({ length: width }, (_, column) => block.lines.map(line => line[column] ?? null)).flat()
  return slots.filter(slot => slot?.editable === true) as readonly Slot[]
}

/** Where Enter goes: the next place to type, along rows or down columns, then the next block. */
export function nextEditable(
  board: Board,
  from: Position,
  order: 'down' | 'right',
  back = false,
): Slot | null {
  const own = inOrder(board.blocks[from.block]!, order)
  const at = own.findIndex(slot => slot.key === from.slot.key)
  if (at < 0)
    return neighbour(board, from, order === 'down' ? (back ? 'up' : 'down') : back ? 'left' : 'right')
  const next = own[at + (back ? -1 : 1)]
  if (next) return next
  const step = back ? -1 : 1
  for (let b = from.block + step; board.blocks[b]; b += step) {
    const slot = inOrder(board.blocks[b]!, order).at(back ? -1 : 0)
    if (slot) return slot
  }
  return null
}

/** The last place of a table from here in a direction. */
export function farthest(board: Board, from: Position, direction: Direction): Slot | null {
  const [down, right] = steps[direction]
  const { lines } = board.blocks[from.block]!
  const way = down === 0 ? lines[from.line]! : lines.map(line => line[from.column] ?? null)
  const places = way.filter(slot => slot !== null)
  return places.at(down + right > 0 ? -1 : 0) ?? null
}

export type Range = Readonly<{ block: number; top: number; left: number; bottom: number; right: number }>

/** The rectangle between two places of one block; a range never spans blocks. */
export function rangeOf(anchor: Position, head: Position): Range {
  const to = head.block === anchor.block ? head : anchor
  return {
    block: anchor.block,
    top: Math.min(anchor.line, to.line),
    bottom: Math.max(anchor.line, to.line),
    left: Math.min(anchor.column, to.column),
    right: Math.max(anchor.column, to.column),
  }
}

export function slotsIn(board: Board, range: Range): readonly (readonly (Slot | null)[])[] {
  const lines = board.blocks[range.block]?.lines ?? []
  return lines.slice(range.top, range.bottom + 1).map(line => line.slice(range.left, range.right + 1))
}

/** As `slotsIn`, with undefined wherever the range goes beyond its table. */
export function placesIn(
  board: Board,
  { block, top, left, bottom, right }: Range,
): readonly (readonly (Slot | null | undefined)[])[] {
  const lines = board.blocks[block]?.lines ?? []
  return Array.from({ length: bottom - top + 1 }, (_, line) =>
    Array.from({ length: right - left + 1 }, (_, column) => lines[top + line]?.[left + column]),
  )
}

/** A place that takes a value, and the one it takes it from. */
type Filling = Readonly<{ slot: Slot | null; from: Slot | null }>

type Lines = Block['lines']

/** The nearest place above, or to the left. */
function placeBefore(lines: Lines, line: number, column: number, [down, right]: readonly [number, number]) {
  let [l, c] = [line - down, column - right]
  while (l >= 0 && c >= 0 && !lines[l]?.[c]) {
    l -= down
    c -= right
  }
  return lines[l]?.[c] ?? null
}

/**
 * Ctrl+D and Ctrl+R: the first row (column) of a range into the others; into a single row (column) what stands above
 * (to the left).
 */
export function fillingOf(
  board: Board,
  range: Range,
  way: 'down' | 'right',
): readonly (readonly Filling[])[] {
  const { lines } = board.blocks[range.block]!
  const down = way === 'down'
  const alone = down ? range.top === range.bottom : range.left === range.right
  const { top, left } = range
  const from = (line: number, column: number) =>
    alone
      ? placeBefore(lines, line, column, steps[way])
      : (lines[down ? top : line]?.[down ? column : left] ?? null)
  const first = alone ? range : down ? { ...range, top: top + 1 } : { ...range, left: left + 1 }
  return slotsIn(board, first).map((slots, line) =>
    slots.map((slot, column) => ({ slot, from: from(first.top + line, first.left + column) })),
  )
}
