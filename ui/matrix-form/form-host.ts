/** What the parts of a form need from its whole. Stable between renders, so that a cell redraws for its own news only. */
import { type ClipboardEvent, createContext, type KeyboardEvent, type MouseEvent, useContext } from 'react'
import type { Codelists, FormSpec, FormValues, LocalText } from '#engines/form/index.ts'
import type { Slot } from './board.ts'
import type { Explained } from './explanation.tsx'

export type FormHost = Readonly<{
  type: (slot: Slot, text: string) => void
  set: (slot: Slot, value: string | boolean | null) => void
  focused: (slot: Slot) => void
  blurred: (slot: Slot) => void
  keyDown: (slot: Slot, event: KeyboardEvent<HTMLElement>) => void
  pressed: (slot: Slot, event: MouseEvent<HTMLElement>) => void
  dragged: (slot: Slot, event: MouseEvent<HTMLElement>) => void
  copy: (event: ClipboardEvent<HTMLElement>) => void
  cut: (event: ClipboardEvent<HTMLElement>) => void
  paste: (slot: Slot, event: ClipboardEvent<HTMLElement>) => void
  /** A table whose lines name rows of the section; a text that is no block is left to the field it is pasted into. */
  pasteLines: (section: string, event: ClipboardEvent<HTMLElement>) => void
  /** Shows what an item means, that of the cell under the caret, or nothing; asked again it goes. */
  explain: (what: Explained) => void
  addRow: (section: string, key: string) => void
  removeRow: (section: string, key: string) => void
  /** By so many places, up where negative; the button that was pressed keeps the focus. */
  moveRow: (section: string, key: string, by: number) => void
}>

/** Somebody pointed at a cell: what is read with it, and what they say about it. */
export type Flag = Readonly<{ word: string; said: string }>
export type Flags = ReadonlyMap<string, Flag>

/** What stands at a cell, or at its column as a whole. */
export const flagOf = (flags: Flags | undefined, { key, place }: Slot): Flag | undefined =>
  flags?.get(key) ?? flags?.get(place.code)

export type FormSurroundings = Readonly<{
  spec: FormSpec
  host: FormHost
  readOnly: boolean
  codelists: Codelists
  local: (text: LocalText) => string
  /** Values shown small under each value, while a comparison is chosen. */
  beside: FormValues | undefined
  /** An earlier revision: cells that differ from it are marked, with what they held. */
  baseline: FormValues | undefined
  flagged: Flags | undefined
  /** What somebody asks about cells, by key. */
  asked: ReadonlyMap<string, string> | undefined
}>

export const FormContext = createContext<FormSurroundings | null>(null)

export function useForm(): FormSurroundings {
  const form = useContext(FormContext)
  if (!form) throw new Error('used outside MatrixForm')
  return form
}
