/** Ranges of cells: copied, cut, cleared, pasted over. */
import type { ClipboardEvent } from 'react'
import {
  type AfterPaste,
  type FormSession,
  formCells,
  parseBlock,
  type Scalar,
  unitsAlike,
} from '#engines/form/index.ts'
import { type Slot, slotsIn } from './board.ts'
import { formatBlock, isBlock } from './clipboard.ts'
import type { FormHost } from './form-host.ts'
import type { FormLive, PastedUnit } from './form-live.ts'

type Slots = readonly (readonly (Slot | null)[])[]

const plainValue = (value: Scalar): string => (value === null ? '' : String(value))

/** One step for undo where the range begins with a cell; closed corners cost a step for each cell. */
export function clearSlots(live: FormLive, slots: Slots): void {
  const { session } = live.state.current
  const corner = slots[0]?.[0]
  if (corner) {
    const blanks = formatBlock(slots.map(line => line.map(() => '')))
    live.emit(session.paste(corner.address, blanks).session)
    return
  }
  const filled = slots.flat().filter(slot => slot?.editable === true) as readonly Slot[]
  live.emit(filled.reduce((next, slot) => next.set(slot.address, null), session))
}

/** The unit of the first cell under a block whose figures may as well be in another magnitude of it. */
function unitUnder(live: FormLive, corner: Slot, lines: readonly (readonly string[])[]): string | undefined {
  const { board } = live.state.current
  const at = board.find(corner.key)
  if (!at) return undefined
  const width = Math.max(...lines.map(line => line.length))
  const { block, line: top, column: left } = at
  const under = slotsIn(board, { block, top, left, bottom: top + lines.length - 1, right: left + width - 1 })
  const slot = under.flat().find(one => one?.editable && unitsAlike(one.unitOfMeasure ?? '').length > 1)
  return slot?.unitOfMeasure
}

type Paste = (session: FormSession, unit?: string) => AfterPaste

const rowCount = ({ values }: FormSession): number =>
  Object.values(values.rows ?? {}).reduce((sum, rows) => sum + rows.length, 0)

/** Pastes, or pastes again in the unit chosen: the first time is taken back, so that it stays one step. */
function pasteBlock(live: FormLive, paste: Paste, unitThere: string | undefined, chosen?: string): void {
  const { session, onPasted } = live.state.current
  const before = chosen === undefined ? session : session.undo()
  const { session: next, count, refused } = paste(before, chosen)
  const unit = chosen ?? unitThere
  const changed = next.values !== before.values || next.problems.length !== before.problems.length
  const again: PastedUnit | null =
    unit !== undefined && changed
      ? { unit, units: unitsAlike(unit), choose: other => pasteBlock(live, paste, unitThere, other) }
      : null
  live.state.current.reselect = chosen === undefined
  live.emit(next)
  onPasted({
    session: next,
    pasted: count,
    added: rowCount(next) - rowCount(before),
    refused,
    unread: Math.max(0, next.problems.length - before.problems.length),
    unit: again,
  })
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
  const takenFrom = (event: ClipboardEvent<HTMLElement>): string | null => {
    const text = event.clipboardData.getData('text/plain')
    if (live.state.current.readOnly || !isBlock(text)) return null
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
      const text = takenFrom(event)
      if (text === null) return
      const { range, board } = live.state.current
      const corner = (range && slotsIn(board, range)[0]?.[0]) ?? slot
      const paste: Paste = (session, unit) => session.paste(corner.address, text, unit)
      pasteBlock(live, paste, unitUnder(live, corner, parseBlock(text)))
    },
    pasteLines: (section, event) => {
      const text = takenFrom(event)
      if (text === null) return
      const paste: Paste = (session, unit) => session.pasteLines(section, text, unit)
      pasteBlock(live, paste, unitOfRows(live.state.current.session, section))
    },
  }
}
