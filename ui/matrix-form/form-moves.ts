/** Keys and mouse: what moves the caret, widens a range, undoes, restores. */
import type { KeyboardEvent } from 'react'
import { type Direction, farthest, neighbour, nextEditable, type Slot } from './board.ts'
import { clearSlots, fillFrom } from './form-blocks.ts'
import type { FormHost } from './form-host.ts'
import { type FormLive, isInput } from './form-live.ts'
import { moveRowOf } from './form-rows.ts'

type Key = KeyboardEvent<HTMLElement>

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** One place on, with Ctrl as far as the table goes; with Shift the range goes there. */
function step(live: FormLive, slot: Slot, direction: Direction, event: Key): void {
  const widen = event.shiftKey
  const { board, range, anchor, head } = live.state.current
  const from = board.find(widen && range && head ? head : slot.key)
  const to = from && (event.ctrlKey ? farthest : neighbour)(board, from, direction)
  if (!to) return
  if (!widen) live.jump(to.key)
  else if (board.find(to.key)?.block === from.block) live.select(anchor ?? slot.key, to.key)
}

function enter(live: FormLive, slot: Slot, back: boolean): void {
  const { board, enterGoes } = live.state.current
  const from = board.find(slot.key)
  const to = from && nextEditable(board, from, enterGoes, back)
  if (to) live.jump(to.key)
}

/** Ctrl+Home and Ctrl+End: the first and the last place of the table. */
function toEnd(live: FormLive, slot: Slot, last: boolean): void {
  const { board } = live.state.current
  const at = board.find(slot.key)
  const slots = at ? board.blocks[at.block]!.lines.flat().filter(one => one !== null) : []
  const to = slots.at(last ? -1 : 0)
  if (to) live.jump(to.key)
}

function restore(live: FormLive, slot: Slot): void {
  const { editing } = live.state.current
  if (editing?.key === slot.key) live.emit(editing.base)
  live.state.current.reselect = true
  live.jump(slot.key)
}

function toggleEdit(live: FormLive, input: EventTarget): void {
  const edit = live.state.current.mode !== 'edit'
  live.state.current.mode = edit ? 'edit' : 'move'
  if (!isInput(input)) return
  if (edit) input.setSelectionRange(input.value.length, input.value.length)
  else input.select()
}

function undoOrRedo(live: FormLive, event: Key): boolean {
  const key = event.key.toLowerCase()
  if (!(event.ctrlKey || event.metaKey) || (key !== 'z' && key !== 'y')) return false
  const { session } = live.state.current
  live.stopTyping()
  live.state.current.reselect = true
  live.emit(key === 'y' || event.shiftKey ? session.redo() : session.undo())
  return true
}

const movesRow = (slot: Slot, event: Key): boolean =>
  event.altKey && slot.address.row !== undefined && ['ArrowUp', 'ArrowDown'].includes(event.key)

const leavesForEnd = (event: Key): boolean =>
  event.ctrlKey && !event.shiftKey && !event.altKey && ['Home', 'End'].includes(event.key)

const fills: Readonly<Record<string, 'down' | 'right'>> = { d: 'down', r: 'right' }

const fillWay = (event: Key) =>
  (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
    ? fills[event.key.toLowerCase()]
    : undefined

/** Whether the key meant something here. */
function pressKey(live: FormLive, slot: Slot, event: Key): boolean {
  const direction = arrows[event.key]
  const { mode, readOnly } = live.state.current
  if (undoOrRedo(live, event)) return true
  const fill = readOnly ? undefined : fillWay(event)
  if (event.key === 'Enter' && !event.altKey) enter(live, slot, event.shiftKey)
  else if (fill) fillFrom(live, slot, fill)
  else if (event.key === 'F1') live.set.explained(now => (now === null ? 'caret' : null))
  else if (event.key === 'F2') toggleEdit(live, event.target)
  else if (event.key === 'Escape') restore(live, slot)
  else if (movesRow(slot, event)) moveRowOf(live, slot, event.key === 'ArrowUp' ? -1 : 1)
  else if (direction && mode === 'move' && !event.altKey) step(live, slot, direction, event)
  else if (leavesForEnd(event) && mode === 'move') toEnd(live, slot, event.key === 'End')
  else if (event.key === 'Delete' && !readOnly && live.selected()) clearSlots(live, live.selected()!)
  else return false
  return true
}

export function createMoves(
  live: FormLive,
): Pick<FormHost, 'focused' | 'blurred' | 'keyDown' | 'pressed' | 'dragged'> {
  return {
    focused: slot => {
      const state = live.state.current
      live.set.current(slot.key)
      live.set.explained(now => now && 'caret')
      if (state.anchor === slot.key) return
      state.anchor = slot.key
      live.unselect()
    },
    blurred: () => {
      live.state.current.mode = 'move'
      live.stopTyping()
    },
    keyDown: (slot, event) => {
      if (event.defaultPrevented || event.nativeEvent.isComposing) return
      if (pressKey(live, slot, event)) event.preventDefault()
    },
    pressed: (slot, event) => {
      const { anchor } = live.state.current
      const input = event.target
      if (event.shiftKey && anchor) {
        event.preventDefault()
        return live.select(anchor, slot.key)
      }
      const focused = (input as Partial<Node>).ownerDocument?.activeElement === input
      if (focused) live.state.current.mode = 'edit'
      else if (isInput(input) && input.role !== 'combobox') {
        event.preventDefault()
        live.jump(slot.key)
      }
      live.state.current.anchor = slot.key
      live.unselect()
    },
    dragged: (slot, event) => {
      const { anchor } = live.state.current
      if (event.buttons !== 1 || !anchor || anchor === slot.key) return
      getSelection()?.removeAllRanges()
      live.select(anchor, slot.key)
    },
  }
}
