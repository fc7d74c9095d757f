import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { addressKey, type Codelists, type FormSession } from '#engines/form/index.ts'
import { useLocale } from '../i18n/locale.ts'
import type { Board, Slot } from './board.ts'
import { findHits, type Hit } from './find.ts'
import { shownText } from './form-cell.tsx'
import type { FormKeys } from './use-form-keys.ts'

export type Found = Readonly<{ cells: ReadonlySet<string>; rows: ReadonlySet<string>; now: Hit | undefined }>

export type Find = Readonly<{
  /** Null while the bar is closed. */
  search: string | null
  hits: readonly Hit[]
  /** Which hit is looked at, from 0. */
  at: number
  found: Found | null
  open: () => void
  type: (search: string) => void
  step: (by: number) => void
  /** Puts the caret into the cell that is looked at, or back where it was. */
  close: () => void
}>

type Options = Readonly<{
  board: Board
  root: RefObject<HTMLElement | null>
  /** What a cell shows; a new function where a value or the language changed. */
  words: (slot: Slot) => string
  jump: FormKeys['jump']
  reach: FormKeys['reach']
}>

const showCell = (cell: HTMLElement) => cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })

function useFind({ board, root, words, jump, reach }: Options): Find {
  const [search, setSearch] = useState<string | null>(null)
  const [wish, setWish] = useState(0)
  const from = useRef<HTMLElement | null>(null)
  const hits = useMemo(() => (search === null ? [] : findHits(board, search, words)), [board, search, words])
  const at = Math.min(wish, Math.max(0, hits.length - 1))
  const now = hits[at]
  const key = now?.key
  useEffect(() => {
    if (key !== undefined) reach(key, showCell)
  }, [reach, key])

  const found = useMemo(
    () =>
      search === null
        ? null
        : {
            cells: new Set(hits.map(hit => hit.key)),
            rows: new Set(hits.flatMap(hit => hit.row ?? [])),
            now,
          },
    [search, hits, now],
  )
  const open = useCallback(() => {
    from.current ??= (root.current?.ownerDocument.activeElement as HTMLElement | null) ?? null
    setSearch(search => search ?? '')
  }, [root])
  return {
    search,
    hits,
    at,
    found,
    open,
    type: text => {
      setSearch(text)
      setWish(0)
    },
    step: by => hits.length > 0 && setWish((at + by + hits.length) % hits.length),
    close: () => {
      if (now) jump(now.key)
      else from.current?.focus()
      from.current = null
      setSearch(null)
    },
  }
}

export const asksToFind = (event: KeyboardEvent): boolean =>
  event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey

/** The search of this form, which Ctrl+F opens instead of the browser's: cells show what that one cannot see. */
export function useFormSearch(
  session: FormSession,
  board: Board,
  codelists: Codelists,
  root: RefObject<HTMLElement | null>,
  { jump, reach }: Pick<FormKeys, 'jump' | 'reach'>,
) {
  const locale = useLocale()
  const input = useRef<HTMLInputElement>(null)
  const words = useCallback(
    (slot: Slot) => {
      const unread = session.problems.find(problem => addressKey(problem) === slot.key)
      return shownText(session, slot, unread?.text, locale, codelists)
    },
    [session, locale, codelists],
  )
  const find = useFind({ board, root, words, jump, reach })
  const { open } = find
  const openFind = useCallback(() => {
    open()
    input.current?.focus()
    input.current?.select()
  }, [open])
  const onKeyDown = (event: KeyboardEvent) => {
    if (!asksToFind(event)) return
    event.preventDefault()
    openFind()
  }
  return { find, words, input, openFind, onKeyDown }
}
