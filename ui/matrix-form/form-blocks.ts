/** Ranges of cells: copied, cut, cleared, pasted over. */
import type { ClipboardEvent } from 'react'
import type { Scalar } from '#engines/form/index.ts'
import { parseBlock } from '#engines/form/index.ts'
import { type Slot, slotsIn } from './board.ts'
import { formatBlock, isBlock } from './clipboard.ts'
import type { FormHost } from './form-host.ts'
import type { FormLive } from './form-live.ts'

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
      const { readOnly, session, range, board, onPasted } = live.state.current
      if (readOnly || !isBlock(text)) return
      event.preventDefault()
      live.stopTyping()
      const corner = (range && slotsIn(board, range)[0]?.[0]) ?? slot
      const { session: next, refused } = session.paste(corner.address, text)
      const cells = parseBlock(text).reduce((sum, line) => sum + line.length, 0)
      live.state.current.reselect = true
      live.emit(next)
      const unread = Math.max(0, next.problems.length - session.problems.length)
      onPasted({ pasted: cells - refused.length, refused, unread })
    },
  }
}
