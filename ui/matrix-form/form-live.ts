/** What the handlers of an open form share: the newest session, where the caret is, what is selected. */
import type { Dispatch, RefObject, SetStateAction } from 'react'
import type { FormSession, Refused } from '#engines/form/index.ts'
import { type Board, type Range, rangeOf, type Slot, slotsIn } from './board.ts'
import type { Explained } from './explanation.tsx'

/** `base` is the session before the first letter: a word typed is one step for undo. */
export type Editing = Readonly<{ key: string; text: string; base: FormSession; emitted: FormSession }>

/** The unit that a block was read in, those it may be in as well, and how to read it again in another. */
export type PastedUnit = Readonly<{ unit: string; units: readonly string[]; choose: (unit: string) => void }>

export type PasteResult = Readonly<{
  /** The session that the paste gave: what is said of it holds for no other. */
  session: FormSession
  /** From cells of the form, not from the clipboard. */
  filled: boolean
  pasted: number
  /** Rows that the block brought with it. */
  added: number
  refused: readonly Refused[]
  unread: number
  unit: PastedUnit | null
}>

export type FormKeysOptions = Readonly<{
  session: FormSession
  board: Board
  readOnly: boolean
  enterGoes: 'down' | 'right'
  onChange: (session: FormSession) => void
  onPasted: (result: PasteResult) => void
}>

/** Written by handlers between two renders, read by the next handler: a keystroke never sees an old session. */
export type LiveState = FormKeysOptions & {
  session: FormSession
  editing: Editing | null
  range: Range | null
  /** `edit`: arrows move the caret inside the cell (F2); else they leave it. */
  mode: 'move' | 'edit'
  anchor: string | null
  head: string | null
  /** The text of the cell under the caret is to be selected once it is drawn. */
  reselect: boolean
  /** The row just added, whose first cell is to take the caret once it is drawn. */
  addedRow: string | null
  /** What is to happen to a cell once it is drawn. */
  awaited: Awaited | null
}

type OnCell = (cell: HTMLElement) => void
export type Awaited = Readonly<{ key: string; act: OnCell }>

export type Setters = Readonly<{
  editing: (editing: Editing | null) => void
  range: (range: Range | null) => void
  current: (key: string) => void
  wanted: (key: string) => void
  explained: Dispatch<SetStateAction<Explained>>
}>

export type FormLive = Readonly<{
  state: RefObject<LiveState>
  set: Setters
  emit: (session: FormSession) => void
  stopTyping: () => void
  select: (from: string, to: string) => void
  unselect: () => void
  /** The selected cells where more than one is selected. */
  selected: () => readonly (readonly (Slot | null)[])[] | null
  jump: (key: string) => void
  /** Does something to the cell, which is drawn first where it is not. */
  reach: (key: string, act: OnCell) => void
  /** The same once what was changed just now is drawn. */
  reachThen: (key: string, act: OnCell) => void
}>

/** Also in a document of another window (`DeviceFrame`), whose elements are of that window's classes. */
export const isInput = (target: EventTarget | null | undefined): target is HTMLInputElement =>
  (target as Partial<HTMLElement> | null | undefined)?.tagName === 'INPUT'

export const drawnCell = (root: HTMLElement | null, key: string): HTMLElement | null =>
  root?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(key)}"]`) ?? null

export function focusCell(cell: HTMLElement): void {
  cell.focus({ preventScroll: true })
  if (isInput(cell)) cell.select()
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

export function createLive(
  state: RefObject<LiveState>,
  root: RefObject<HTMLElement | null>,
  set: Setters,
): FormLive {
  const setRange = (range: Range | null) => {
    state.current.range = range
    set.range(range)
  }
  const stopTyping = () => {
    state.current.editing = null
    set.editing(null)
  }
  const reachThen = (key: string, act: OnCell) => {
    state.current.awaited = { key, act }
    set.wanted(key)
  }
  const reach = (key: string, act: OnCell) => {
    const cell = drawnCell(root.current, key)
    state.current.awaited = null
    if (cell) act(cell)
    else if (state.current.board.find(key)) reachThen(key, act)
  }
  return {
    state,
    set,
    reach,
    reachThen,
    stopTyping,
    emit: session => {
      state.current.session = session
      state.current.onChange(session)
    },
    select: (from, to) => {
      const [a, b] = [state.current.board.find(from), state.current.board.find(to)]
      state.current.head = to
      setRange(a && b ? rangeOf(a, b) : null)
    },
    unselect: () => setRange(null),
    selected: () => {
      const { board, range } = state.current
      const wide = range && (range.bottom > range.top || range.right > range.left)
      return wide ? slotsIn(board, range) : null
    },
    jump: key => {
      const cell = state.current.board.find(key)?.slot.key ?? key
      state.current.mode = 'move'
      state.current.anchor = cell
      stopTyping()
      setRange(null)
      reach(cell, focusCell)
    },
  }
}
