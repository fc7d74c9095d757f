/** Finding in an open form: rows and fields by name, code or pinyin initials, cells by code or by what they show. */
import type { GridRow, LocalText } from '#engines/form/index.ts'
import { matchRank } from '../search/pinyin-initials.ts'
import type { Block, Board, Slot } from './board.ts'

export type Hit = Readonly<{
  key: string
  slot: Slot
  /** The row of a table whose name or code answered; absent where the cell itself did. */
  row?: string
  /** What the row is called, where cells do not say it themselves. */
  rowName?: LocalText
}>

/** Names a row of a board, for marking it. */
export const rowId = (block: number, line: number): string => `${block}/${line}`

/** Full-width signs are as good as others; thousands are separated or not. */
const plain = (text: string): string => text.normalize('NFKC').trim()
const ungrouped = (text: string): string => text.replaceAll(/(?<=\d)(?:,(?=\d)| (?=\d{3}))/g, '')

const answers = (wanted: string, name: string, code?: string): boolean =>
  matchRank(wanted, plain(name), code) !== null

const named = (wanted: string, name: LocalText, code?: string): boolean =>
  answers(wanted, name['zh-CN'], code) || (name.en !== undefined && answers(wanted, name.en))

const showing = (wanted: string, text: string): boolean =>
  text !== '' && answers(ungrouped(wanted), ungrouped(text))

function lineHits(
  row: GridRow | undefined,
  id: string,
  slots: readonly Slot[],
  wanted: string,
  words: (slot: Slot) => string,
): readonly Hit[] {
  const [first] = slots
  if (!first) return []
  const rowName = row?.rowKey === undefined ? undefined : row.name
  const whole = row
    ? named(wanted, row.name, row.code ?? row.rowKey)
    : named(wanted, first.place.label, first.place.code)
  return slots
    .filter(
      slot =>
        (whole && slot === first) || answers(wanted, '', slot.place.code) || showing(wanted, words(slot)),
    )
    .map(slot => ({
      key: slot.key,
      slot,
      ...(whole && slot === first && row && { row: id }),
      ...(rowName && { rowName }),
    }))
}

const linesOf = (block: Block) =>
  block.lines.map((slots, line) => ({
    row: block.grid?.rows[line],
    slots: slots.filter(slot => slot !== null),
  }))

/**
 * Every place of the form that answers, in reading order: a row by its first cell, so that its name is one hit.
 * `words` gives what a cell shows.
 */
export function findHits(board: Board, search: string, words: (slot: Slot) => string): readonly Hit[] {
  const wanted = plain(search)
  if (wanted === '') return []
  return board.blocks.flatMap((block, b) =>
    linesOf(block).flatMap(({ row, slots }, line) => lineHits(row, rowId(b, line), slots, wanted, words)),
  )
}
