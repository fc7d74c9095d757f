/** Ranges of cells: copied, cut, cleared, filled, pasted over. */
import type { ClipboardEvent } from 'react'
import {
  type AfterPaste,
  addressKey,
  type FormSession,
  formCells,
  type PlaceLine,
  parseBlock,
  type Scalar,
  unitsAlike,
} from '#engines/form/index.ts'
import { type Board, fillingOf, placesIn, type Range, rangeOf, type Slot, slotsIn } from './board.ts'
import { formatBlock, isBlock } from './clipboard.ts'
import type { FormHost } from './form-host.ts'
import type { FormLive, PastedUnit } from './form-live.ts'

type Slots = readonly (readonly (Slot | null)[])[]
type Texts = readonly (readonly string[])[]

const plainValue = (value: Scalar): string => (value === null ? '' : String(value))

/** Null and undefined as they are. */
const addressesOf = (slots: readonly (readonly (Slot | null | undefined)[])[]): readonly PlaceLine[] =>
  slots.map(line => line.map(slot => (slot ? slot.address : slot)))

export function clearSlots(live: FormLive, slots: Slots): void {
  live.emit(live.state.current.session.fill(addressesOf(slots), [['']]).session)
}

/** The unit of the first cell under a block whose figures may as well be in another magnitude of it. */
function unitUnder(board: Board, range: Range): string | undefined {
  const slots = slotsIn(board, range).flat()
  return slots.find(one => one?.editable && unitsAlike(one.unitOfMeasure ?? '').length > 1)?.unitOfMeasure
}

type Paste = (session: FormSession, unit?: string) => AfterPaste

const rowCount = ({ values }: FormSession): number =>
  Object.values(values.rows ?? {}).reduce((sum, rows) => sum + rows.length, 0)

type Pasting = Readonly<{ paste: Paste; unitThere?: string | undefined; filled?: boolean }>

/** Pastes, or pastes again in the unit chosen: the first time is taken back, so that it stays one step. */
function pasteBlock(live: FormLive, pasting: Pasting, chosen?: string): void {
  const { paste, unitThere, filled = false } = pasting
  const { session, onPasted } = live.state.current
  const before = chosen === undefined ? session : session.undo()
  const { session: next, count, refused } = paste(before, chosen)
  const unit = chosen ?? unitThere
  const changed = next.values !== before.values || next.problems.length !== before.problems.length
  const again: PastedUnit | null =
    unit !== undefined && changed
      ? { unit, units: unitsAlike(unit), choose: other => pasteBlock(live, pasting, other) }
      : null
  live.state.current.reselect = chosen === undefined
  live.emit(next)
  onPasted({
    session: next,
    filled,
    pasted: count,
    added: rowCount(next) - rowCount(before),
    refused,
    unread: Math.max(0, next.problems.length - before.problems.length),
    unit: again,
  })
}

const widthOf = (block: Texts): number => Math.max(...block.map(line => line.length))

/** As often as it fits in whole, else once, as spreadsheets do it. */
const spread = (selected: number, texts: number): number => (selected % texts === 0 ? selected : texts)

/** What a block pasted at a range covers. */
function coveredBy(block: Texts, { top, left, bottom, right, ...range }: Range): Range {
  const rows = spread(bottom - top + 1, block.length)
  const columns = spread(right - left + 1, widthOf(block))
  return { ...range, top, left, bottom: top + rows - 1, right: left + columns - 1 }
}

/** A block at a range: repeated over more places than it has texts, else read as what it may be, e.g. lines with names. */
function pasteAt(live: FormLive, range: Range, text: string): void {
  const { board } = live.state.current
  const block = parseBlock(text)
  const covered = coveredBy(block, range)
  const places = placesIn(board, covered)
  const corner = places[0]?.[0]
  const once = places.length === block.length && places[0]!.length === widthOf(block)
  const paste: Paste = (session, unit) =>
    once && corner
      ? session.paste(corner.address, text, unit)
      : session.fill(addressesOf(places), block, unit)
  pasteBlock(live, { paste, unitThere: unitUnder(board, covered) })
}

/** The range, or the one place under the caret. */
function rangeAt(live: FormLive, slot: Slot): Range | null {
  const { board, range } = live.state.current
  const at = board.find(slot.key)
  return range ?? (at ? rangeOf(at, at) : null)
}

/** Also what was typed and is no value yet goes where it is filled, and is said there. */
export function fillFrom(live: FormLive, slot: Slot, way: 'down' | 'right'): void {
  const { board, session } = live.state.current
  const range = rangeAt(live, slot)
  if (!range) return
  const unread = new Map(session.problems.map(problem => [addressKey(problem), problem.text]))
  const filling = fillingOf(board, range, way)
  const places = filling.map(line => line.map(one => (one.from ? one.slot : null)))
  const texts = filling.map(line =>
    line.map(({ from }) => (from ? (unread.get(from.key) ?? plainValue(session.get(from.address))) : '')),
  )
  live.stopTyping()
  pasteBlock(live, { paste: from => from.fill(addressesOf(places), texts), filled: true })
}

/** The unit that all figures of a section's rows are in, where it may be said in another magnitude. */
function unitOfRows({ spec }: FormSession, section: string): string | undefined {
  const units = formCells(spec).flatMap(place =>
    place.repeated && place.section === section ? (place.unitOfMeasure ?? []) : [],
  )
  return units.find(unit => unitsAlike(unit).length > 1)
}

export function createBlocks(live: FormLive): Pick<FormHost, 'copy' | 'cut' | 'paste' | 'pasteLines'> {
  const copy = (event: ClipboardEvent<HTMLElement>): Slots | null => {
    const slots = live.selected()
    if (!slots) return null
    const { session } = live.state.current
    const texts = slots.map(line => line.map(slot => (slot ? plainValue(session.get(slot.address)) : '')))
    event.clipboardData.setData('text/plain', formatBlock(texts))
    event.preventDefault()
    return slots
  }
  const takenFrom = (event: ClipboardEvent<HTMLElement>, single: boolean): string | null => {
    const text = event.clipboardData.getData('text/plain')
    if (live.state.current.readOnly || text === '' || !(single || isBlock(text))) return null
    event.preventDefault()
    live.stopTyping()
    return text
  }
  return {
    copy: event => void copy(event),
    cut: event => {
      const slots = copy(event)
      if (slots && !live.state.current.readOnly) clearSlots(live, slots)
    },
    paste: (slot, event) => {
      // One value over one cell is typed into its field, at the caret.
      const text = takenFrom(event, live.selected() !== null)
      const range = rangeAt(live, slot)
      if (text !== null && range) pasteAt(live, range, text)
    },
    pasteLines: (section, event) => {
      const text = takenFrom(event, false)
      if (text === null) return
      const paste: Paste = (session, unit) => session.pasteLines(section, text, unit)
      pasteBlock(live, { paste, unitThere: unitOfRows(live.state.current.session, section) })
    },
  }
}
