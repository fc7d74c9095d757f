/** Ranges of cells: copied, cut, cleared, pasted over. */
import type { ClipboardEvent } from 'react'
import type { Scalar } from '#engines/form/index.ts'
import { parseBlock, unitsAlike } from '#engines/form/index.ts'
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

/** Pastes, or pastes again in the unit chosen: the first time is taken back, so that it stays one step. */
function pasteBlock(live: FormLive, corner: Slot, text: string, chosen?: string): void {
  const { session, onPasted } = live.state.current
  const before = chosen === undefined ? session : session.undo()
  const { session: next, refused } = before.paste(corner.address, text, chosen)
  const lines = parseBlock(text)
  const unit = chosen ?? unitUnder(live, corner, lines)
  const changed = next.values !== before.values || next.problems.length !== before.problems.length
  const again: PastedUnit | null =
    unit !== undefined && changed
      ? { unit, units: unitsAlike(unit), choose: other => pasteBlock(live, corner, text, other) }
      : null
  live.state.current.reselect = chosen === undefined
  live.emit(next)
  onPasted({
    session: next,
    pasted: lines.reduce((sum, line) => sum + line.length, 0) - refused.length,
    refused,
    unread: Math.max(0, next.problems.length - before.problems.length),
    unit: again,
  })
}

export function createBlocks(live: FormLive): Pick<FormHost, 'copy' | 'cut' | 'paste'> {
  const copy = (event: ClipboardEvent<HTMLElement>): Slots | null => {
    const slots = live.selected()
    if (!slots) return null
    const { session } = live.state.current
    const texts = slots.map(line => line.map(slot => (slot ? plainValue(session.get(slot.address)) : '')))
    event.clipboardData.setData('text/plain', formatBlock(texts))
    event.preventDefault()
    return slots
  }
  return {
    copy: event => void copy(event),
    cut: event => {
      const slots = copy(event)
      if (slots && !live.state.current.readOnly) clearSlots(live, slots)
    },
    paste: (slot, event) => {
      const text = event.clipboardData.getData('text/plain')
      const { readOnly, range, board } = live.state.current
      if (readOnly || !isBlock(text)) return
      event.preventDefault()
      live.stopTyping()
      const corner = (range && slotsIn(board, range)[0]?.[0]) ?? slot
      pasteBlock(live, corner, text)
    },
  }
}
