/** Moving, typing, ranges and the clipboard of a form; every change goes through its session. */
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Board, Position, Range, Slot } from './board.ts'
import type { Explained } from './explanation.tsx'
import { createBlocks } from './form-blocks.ts'
import type { FormHost } from './form-host.ts'
import {
  createLive,
  drawnCell,
  type Editing,
  type FormKeysOptions,
  type FormLive,
  isInput,
  type LiveState,
} from './form-live.ts'
import { createMoves } from './form-moves.ts'
import { createRows } from './form-rows.ts'

export type FormKeys = Readonly<{
  host: FormHost
  editing: Editing | null
  range: Range | null
  current: Slot | null
  wanted: Position | undefined
  explained: Explained
  /** Puts the caret into a cell and brings it into view. */
  jump: (key: string) => void
  reach: FormLive['reach']
}>

function typeText(live: FormLive, slot: Slot, text: string): void {
  const { editing, session, readOnly } = live.state.current
  if (readOnly || !slot.editable) return
  const goesOn = editing?.key === slot.key && editing.emitted === session
  const base = goesOn ? editing.base : session
  const emitted = base.set(slot.address, text)
  const next = { key: slot.key, text, base, emitted }
  live.state.current.editing = next
  live.set.editing(next)
  live.emit(emitted)
}

const isSameItem = (a: Explained, b: Explained): boolean =>
  typeof a === 'object' && typeof b === 'object' && a?.explanation === b?.explanation

function createHost(live: FormLive): FormHost {
  const now = () => live.state.current
  return {
    ...createMoves(live),
    ...createBlocks(live),
    ...createRows(live),
    explain: what => live.set.explained(now => (isSameItem(now, what) ? null : what)),
    type: (slot, text) => typeText(live, slot, text),
    set: (slot, value) => {
      if (!now().readOnly) live.emit(now().session.set(slot.address, value))
    },
  }
}

const firstOfRow = (board: Board, row: string): Slot | undefined =>
  board.blocks
    .flatMap(block => block.lines.flat())
    .find(slot => slot?.editable && slot.address.row === row) ?? undefined

/** What handlers asked to happen once the new session is drawn. */
function settle(live: FormLive, root: HTMLElement | null): void {
  const state = live.state.current
  const added = state.addedRow === null ? undefined : firstOfRow(state.board, state.addedRow)
  if (added) {
    state.addedRow = null
    live.jump(added.key)
  }
  const awaited = state.awaited && drawnCell(root, state.awaited.key)
  if (awaited) {
    const { act } = state.awaited!
    state.awaited = null
    act(awaited)
  }
  if (!state.reselect) return
  state.reselect = false
  const input = root?.ownerDocument.activeElement
  if (isInput(input) && root?.contains(input)) input.select()
}

export function useFormKeys(options: FormKeysOptions, root: RefObject<HTMLElement | null>): FormKeys {
  const [editing, setEditing] = useState<Editing | null>(null)
  const [range, setRange] = useState<Range | null>(null)
  const [currentKey, setCurrentKey] = useState<string | null>(null)
  const [wantedKey, setWantedKey] = useState<string | null>(null)
  const [explained, setExplained] = useState<Explained>(null)
  const state = useRef<LiveState>({
    ...options,
    editing: null,
    range: null,
    mode: 'move',
    anchor: null,
    head: null,
    reselect: false,
    addedRow: null,
    awaited: null,
  })
  Object.assign(state.current, options)
  const actions = useMemo(() => {
    const live = createLive(state, root, {
      editing: setEditing,
      range: setRange,
      current: setCurrentKey,
      wanted: setWantedKey,
      explained: setExplained,
    })
    return { live, host: createHost(live) }
  }, [root])
  useLayoutEffect(() => settle(actions.live, root.current))

  const current = currentKey === null ? null : (options.board.find(currentKey)?.slot ?? null)
  const wanted = wantedKey === null ? undefined : options.board.find(wantedKey)
  const { jump, reach } = actions.live
  return { host: actions.host, jump, reach, editing, range, current, wanted, explained }
}
