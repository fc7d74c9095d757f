/**
 * Tables of very many rows stand in the document in chunks: those near the window are drawn, each other one is a
 * single row as high as what it stands for.
 */
import {
  type FocusEvent,
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useState,
} from 'react'
import { flushSync } from 'react-dom'

const chunkRows = 40

/** Tables up to this many rows are drawn whole. */
const wholeUpTo = 120

/** In pixels: how far beyond the window rows are drawn, and what a row takes before any was measured. */
const margin = 600
const rowHeight = 36

export type Chunk = Readonly<{
  index: number
  /** Lines from `from`, without `to`. */
  from: number
  to: number
  drawn: boolean
  /** What it takes where it is not drawn. */
  height: number
}>

export const isChunked = (rows: number): boolean => rows > wholeUpTo

const chunkOf = (line: number): number => Math.floor(line / chunkRows)

const indexOf = (body: Element): number => Number(body.getAttribute('data-chunk'))

/** What the rows of a table scroll in; null where it is the window. */
function scrollerOf(table: HTMLTableElement): Element | null {
  const view = table.ownerDocument.defaultView ?? window
  const paper = table.closest('.zt-form-paper')
  return paper && view.getComputedStyle(paper).overflowY !== 'visible' ? paper : null
}

type Heights = Map<number, Readonly<{ rows: number; height: number }>>

/** Which chunks are near the window, and in `heights` what those that were drawn take. */
function useNear(table: RefObject<HTMLTableElement | null>, chunks: number, heights: Heights) {
  const [near, setNear] = useState<ReadonlySet<number>>(() => new Set([0]))
  useEffect(() => {
    const view = table.current?.ownerDocument.defaultView
    if (!table.current || !view || chunks === 0) return
    const { tBodies } = table.current
    const seen = (entries: readonly IntersectionObserverEntry[]) => {
      for (const { target, boundingClientRect } of entries) {
        const rows = (target as HTMLTableSectionElement).rows.length
        if (rows > 1) heights.set(indexOf(target), { rows, height: boundingClientRect.height })
      }
      startTransition(() =>
        setNear(before => {
          const next = new Set(before)
          for (const { target, isIntersecting } of entries) {
            if (isIntersecting) next.add(indexOf(target))
            else next.delete(indexOf(target))
          }
          return next
        }),
      )
    }
    let observer: IntersectionObserver | undefined
    let root: Element | null = null
    const observe = () => {
      const next = scrollerOf(table.current!)
      if (observer && next === root) return
      observer?.disconnect()
      root = next
      observer = new view.IntersectionObserver(seen, { root, rootMargin: `${margin}px 0px` })
      for (const body of tBodies) observer.observe(body)
    }
    observe()
    view.addEventListener('resize', observe)
    return () => {
      view.removeEventListener('resize', observe)
      observer?.disconnect()
    }
  }, [table, chunks, heights])
  return near
}

/** Paper has no window: everything is drawn before it is printed. */
function usePrinting(table: RefObject<HTMLTableElement | null>, chunked: boolean): boolean {
  const [printing, setPrinting] = useState(false)
  useLayoutEffect(() => {
    const view = table.current?.ownerDocument.defaultView
    if (!view || !chunked) return
    const media = view.matchMedia('print')
    const print = (now: boolean) => flushSync(() => setPrinting(now))
    const begin = () => print(true)
    const end = () => print(false)
    const follow = () => print(media.matches)
    view.addEventListener('beforeprint', begin)
    view.addEventListener('afterprint', end)
    media.addEventListener('change', follow)
    return () => {
      view.removeEventListener('beforeprint', begin)
      view.removeEventListener('afterprint', end)
      media.removeEventListener('change', follow)
    }
  }, [table, chunked])
  return printing
}

function heightOf(heights: Heights, index: number, rows: number): number {
  const own = heights.get(index)
  if (own?.rows === rows) return own.height
  const known = [...heights.values()]
  const sum = (of: 'rows' | 'height') => known.reduce((total, one) => total + one[of], 0)
  return known.length === 0 ? rows * rowHeight : Math.round((sum('height') / sum('rows')) * rows)
}

/**
 * The chunks of a table of `rows` rows, or null where it is drawn whole. `wanted` is a line that somebody is led to;
 * the chunk with the focus stays, with its neighbours, so that Tab finds the next row.
 */
export function useRowChunks(
  table: RefObject<HTMLTableElement | null>,
  rows: number,
  wanted: number | undefined,
): Readonly<{ chunks: readonly Chunk[] | null; onFocus: (event: FocusEvent<Element>) => void }> {
  const chunked = isChunked(rows)
  const count = chunked ? Math.ceil(rows / chunkRows) : 0
  const [heights] = useState<Heights>(() => new Map())
  const near = useNear(table, count, heights)
  const printing = usePrinting(table, chunked)
  const [held, setHeld] = useState<number | null>(null)
  const onFocus = useCallback((event: FocusEvent<Element>) => setHeld(indexOf(event.currentTarget)), [])
  const isDrawn = (index: number) =>
    printing ||
    near.has(index) ||
    (wanted !== undefined && chunkOf(wanted) === index) ||
    (held !== null && Math.abs(held - index) <= 1)
  const chunks = Array.from({ length: count }, (_, index): Chunk => {
    const [from, to] = [index * chunkRows, Math.min((index + 1) * chunkRows, rows)]
    return { index, from, to, drawn: isDrawn(index), height: heightOf(heights, index, to - from) }
  })
  return { chunks: chunked ? chunks : null, onFocus }
}
