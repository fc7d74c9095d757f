/** Moving, typing, ranges and the clipboard of a form; every change goes through its session. */
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react'
import type { FormSession, Refused, Scalar } from '#engines/form/index.ts'
import {
  type Board,
  type Direction,
  neighbour,
  nextEditable,
  type Range,
  rangeOf,
  type Slot,
  slotsIn,
} from './board.ts'
import { formatBlock, isBlock } from './clipboard.ts'
import type { FormHost } from './form-host.ts'

/** `base` is the session before the first letter: a word typed is one step for undo. */
type Editing = Readonly<{ key: string; text: string; base: FormSession; emitted: FormSession }>

export type FormKeysOptions = Readonly<{
  session: FormSession
  board: Board
  readOnly: boolean
  enterGoes: 'down' | 'right'
  onChange: (session: FormSession) => void
  onPasted: (result: Readonly<{ pasted: number; refused: readonly Refused[]; unread: number }>) => void
}>

export type FormKeys = Readonly<{
  host: FormHost
  editing: Editing | null
  range: Range | null
  current: Slot | null
  /** Puts the caret into a cell and brings it into view. */
  jump: (key: string) => void
}>

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

function focusCell(root: HTMLElement | null, key: string): void {
  const cell = root?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(key)}"]`)
  if (!cell) return
  cell.focus({ preventScroll: true })
  if (cell instanceof HTMLInputElement) cell.select()
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

const plainValue = (value: Scalar): string => (value === null ? '' : String(value))

type Mode = 'move' | 'edit'
type Live = FormKeysOptions & Readonly<{ editing: Editing | null; range: Range | null }>

export function useFormKeys(options: FormKeysOptions, root: RefObject<HTMLElement | null>): FormKeys {
  const [editing, setEditing] = useState<Editing | null>(null)
  const [range, setRange] = useState<Range | null>(null)
  const [currentKey, setCurrentKey] = useState<string | null>(null)
  const mode = useRef<Mode>('move')
  const anchor = useRef<string | null>(null)
  const live = useRef<Live>({ ...options, editing, range })
  live.current = { ...options, editing, range }

  const actions = useMemo(() => {
    const now = () => live.current
    const headKey: { current: string | null } = { current: null }
    const emit = (session: FormSession) => {
      live.current = { ...live.current, session }
      now().onChange(session)
    }
    const stopTyping = () => {
      live.current = { ...live.current, editing: null }
      setEditing(null)
    }
    const select = (from: string, to: string) => {
      const [a, b] = [now().board.find(from), now().board.find(to)]
      setRange(a && b ? rangeOf(a, b) : null)
    }
    const jump = (key: string) => {
      mode.current = 'move'
      anchor.current = key
      stopTyping()
      setRange(null)
      focusCell(root.current, key)
    }
    const type = (slot: Slot, text: string) => {
      const { editing: typed, session, readOnly } = now()
      if (readOnly || !slot.editable) return
      const goesOn = typed?.key === slot.key && typed.emitted === session
      const base = goesOn ? typed.base : session
      const emitted = base.set(slot.address, text)
      const next = { key: slot.key, text, base, emitted }
      setEditing(next)
      live.current = { ...live.current, editing: next }
      emit(emitted)
    }
    const restore = (slot: Slot) => {
      const typed = now().editing
      if (typed?.key === slot.key) emit(typed.base)
      jump(slot.key)
    }
    const clear = (slots: readonly (readonly (Slot | null)[])[]) => {
      const corner = slots[0]?.[0]
      const { session } = now()
      if (corner) {
        const blanks = formatBlock(slots.map(line => line.map(() => '')))
        return emit(session.paste(corner.address, blanks).session)
      }
      const filled = slots.flat().filter(slot => slot?.editable === true) as readonly Slot[]
      emit(filled.reduce((next, slot) => next.set(slot.address, null), session))
    }
    const selected = () => {
      const { board, range: chosen } = now()
      const wide = chosen && (chosen.bottom > chosen.top || chosen.right > chosen.left)
      return wide ? slotsIn(board, chosen) : null
    }
    const copy = (event: ClipboardEvent<HTMLElement>) => {
      const slots = selected()
      if (!slots) return false
      const text = slots.map(line =>
        line.map(slot => (slot ? plainValue(now().session.get(slot.address)) : '')),
      )
      event.clipboardData.setData('text/plain', formatBlock(text))
      event.preventDefault()
      return true
    }
    const paste = (slot: Slot, event: ClipboardEvent<HTMLElement>) => {
      const text = event.clipboardData.getData('text/plain')
      if (now().readOnly || !isBlock(text)) return
      event.preventDefault()
      stopTyping()
      const { session, range: chosen, board } = now()
      const corner = (chosen && slotsIn(board, chosen)[0]?.[0]) ?? slot
      const unreadBefore = session.problems.length
      const { session: next, refused } = session.paste(corner.address, text)
      const cells = text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)
      const count = cells.reduce((sum, line) => sum + line.split('\t').length, 0)
      emit(next)
      now().onPasted({
        pasted: count - refused.length,
        refused,
        unread: Math.max(0, next.problems.length - unreadBefore),
      })
    }
    const moveBy = (slot: Slot, event: KeyboardEvent<HTMLElement>): boolean => {
      const direction = arrows[event.key]
      const { board, range: chosen } = now()
      const from = board.find(slot.key)
      if (!direction || !from || event.altKey || mode.current === 'edit') return false
      if (!event.shiftKey) {
        const to = neighbour(board, from, direction)
        if (to) jump(to.key)
        return true
      }
      const start = anchor.current ?? slot.key
      const head = chosen ? (headKey.current ?? slot.key) : slot.key
      const at = board.find(head)
      const to = at && neighbour(board, at, direction)
      if (to && board.find(to.key)?.block === from.block) {
        headKey.current = to.key
        select(start, to.key)
      }
      return true
    }
    const enter = (slot: Slot, back: boolean) => {
      const { board, enterGoes } = now()
      const from = board.find(slot.key)
      const to = from && nextEditable(board, from, enterGoes, back)
      if (to) jump(to.key)
    }
    const history = (event: KeyboardEvent<HTMLElement>): boolean => {
      if (!(event.ctrlKey || event.metaKey)) return false
      const key = event.key.toLowerCase()
      const again = key === 'y' || (key === 'z' && event.shiftKey)
      if (!again && key !== 'z') return false
      stopTyping()
      emit(again ? now().session.redo() : now().session.undo())
      return true
    }
    const special = (slot: Slot, event: KeyboardEvent<HTMLElement>): boolean => {
      if (event.key === 'Enter') {
        enter(slot, event.shiftKey)
        return true
      }
      if (event.key === 'F2') {
        mode.current = mode.current === 'edit' ? 'move' : 'edit'
        const input = event.target
        if (input instanceof HTMLInputElement) {
          const at = input.value.length
          mode.current === 'edit' ? input.setSelectionRange(at, at) : input.select()
        }
        return true
      }
      if (event.key === 'Escape') {
        restore(slot)
        return true
      }
      const chosen = selected()
      if (event.key === 'Delete' && chosen && !now().readOnly) {
        clear(chosen)
        return true
      }
      return false
    }

    const host: FormHost = {
      type,
      set: (slot, value) => {
        if (!now().readOnly) emit(now().session.set(slot.address, value))
      },
      focused: slot => {
        setCurrentKey(slot.key)
        headKey.current = null
        if (anchor.current !== slot.key) {
          anchor.current = slot.key
          setRange(null)
        }
      },
      blurred: () => {
        mode.current = 'move'
        stopTyping()
      },
      keyDown: (slot, event) => {
        if (event.defaultPrevented || event.nativeEvent.isComposing) return
        if (history(event) || special(slot, event) || moveBy(slot, event)) event.preventDefault()
      },
      pressed: (slot, event) => {
        const from = anchor.current
        const input = event.target
        if (event.shiftKey && from) {
          event.preventDefault()
          headKey.current = slot.key
          return select(from, slot.key)
        }
        if (document.activeElement === input) mode.current = 'edit'
        else if (input instanceof HTMLInputElement && input.role !== 'combobox') {
          event.preventDefault()
          jump(slot.key)
        }
        anchor.current = slot.key
        setRange(null)
      },
      dragged: (slot, event) => {
        const from = anchor.current
        if (event.buttons !== 1 || !from || from === slot.key) return
        getSelection()?.removeAllRanges()
        headKey.current = slot.key
        select(from, slot.key)
      },
      copy: event => void copy(event),
      cut: event => {
        const slots = selected()
        if (slots && copy(event) && !now().readOnly) clear(slots)
      },
      paste,
      addRow: (section, key) => emit(now().session.addRow(section, key)),
      removeRow: (section, key) => {
        stopTyping()
        emit(now().session.removeRow(section, key))
      },
    }
    return { host, jump }
  }, [root])

  const current = currentKey === null ? null : (options.board.find(currentKey)?.slot ?? null)
  return { ...actions, editing, range, current }
}
