/**
 * Dragging within and between the shelves of the definition, by mouse, pen or finger; everything it does can be done
 * by buttons too. A finger that rests drags; one that moves at once scrolls the page as everywhere.
 */
import { type PointerEvent as Pressed, useState } from 'react'

export type Dragged =
  | Readonly<{ from: 'palette'; dimension: string }>
  | Readonly<{ from: 'rows' | 'columns'; index: number }>
  | Readonly<{ from: 'across' }>

type Target = Readonly<{
  accepts: (item: Dragged) => boolean
  onDrop: (item: Dragged) => void
  setOver: (over: boolean) => void
}>
type Point = Readonly<{ clientX: number; clientY: number }>

const targets = new WeakMap<Element, Target>()

/** A place that takes what `accepts` says; `over` while such a thing hovers. */
export function useDropTarget(accepts: Target['accepts'], onDrop: Target['onDrop']) {
  const [over, setOver] = useState(false)
  const ref = (element: HTMLElement | null) => {
    if (element) targets.set(element, { accepts, onDrop, setOver })
  }
  return { over, ref }
}

/** The innermost place under the point that takes the item. */
function targetUnder({ clientX, clientY }: Point, item: Dragged): Target | undefined {
  for (let at = document.elementFromPoint(clientX, clientY); at; at = at.parentElement) {
    const target = targets.get(at)
    if (target?.accepts(item)) return target
  }
  return undefined
}

/** Fields keep their own way with a pointer. */
const FIELDS = 'select, input, textarea'
const HOLD = 280
const SLACK = 6

export const dragSource = (item: Dragged, name: string) => ({
  onPointerDown: (event: Pressed<HTMLElement>) => {
    const source = event.currentTarget
    if (event.button !== 0 || !event.isPrimary || (event.target as Element).closest(FIELDS)) return
    followPress(event.nativeEvent, source, from => lift(item, name, source, from))
  },
})

/** From press to release: it becomes a drag once the pointer has moved, or the finger has rested. */
function followPress(press: PointerEvent, source: HTMLElement, begin: (from: Point) => Lifted): void {
  const listening = new AbortController()
  const { signal } = listening
  const waits = press.pointerType === 'touch'
  let last: Point = press
  let lifted: Lifted | undefined
  const start = () => {
    lifted = begin(press)
    lifted.moveTo(last)
  }
  const timer = waits ? setTimeout(start, HOLD) : undefined
  const end = (dropped: boolean) => {
    clearTimeout(timer)
    listening.abort()
    if (lifted) swallowClick()
    lifted?.end(dropped)
  }
  const ofPress = (act: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerId === press.pointerId) act(event)
  }
  const onMove = (event: PointerEvent) => {
    last = event
    if (lifted) lifted.moveTo(event)
    else if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) <= SLACK) return
    else if (waits) end(false)
    else start()
  }
  const onKey = (event: KeyboardEvent) => {
    if (!lifted || event.key !== 'Escape') return
    event.stopPropagation()
    end(false)
  }
  const holdBack = (event: Event) => {
    if (lifted || waits) event.preventDefault()
  }
  window.addEventListener('pointermove', ofPress(onMove), { signal })
  window.addEventListener(
    'pointerup',
    ofPress(() => end(true)),
    { signal },
  )
  window.addEventListener(
    'pointercancel',
    ofPress(() => end(false)),
    { signal },
  )
  window.addEventListener('keydown', onKey, { signal, capture: true })
  // Else the browser takes the finger for scrolling, or opens its menu where it rests.
  window.addEventListener('touchmove', event => lifted && event.preventDefault(), { signal, passive: false })
  source.addEventListener('contextmenu', holdBack, { signal })
}

type Lifted = Readonly<{ moveTo: (point: Point) => void; end: (dropped: boolean) => void }>

/** What is dragged, under way: its name goes with the pointer, the place below it shows that it takes it. */
function lift(item: Dragged, name: string, source: HTMLElement, from: Point): Lifted {
  const label = document.createElement('div')
  label.className = 'tb-lifted'
  label.textContent = name
  label.ariaHidden = 'true'
  document.body.append(label)
  source.dataset.lifted = ''
  const scroller = scrollerOf(source)
  let over: Target | undefined
  let point = from
  let frame = 0
  let waited = 0
  const hover = (next: Target | undefined) => {
    if (next?.setOver !== over?.setOver) over?.setOver(false)
    next?.setOver(true)
    over = next
  }
  const moveTo = (to: Point) => {
    point = to
    label.style.translate = `${to.clientX}px ${to.clientY}px`
    hover(targetUnder(to, item))
  }
  const scroll = () => {
    const by = pastEdge(scroller, point.clientY, from.clientY)
    waited = by === 0 ? 0 : waited + 1
    if (waited > PATIENCE) {
      scroller.scrollBy(0, by)
      hover(targetUnder(point, item))
    }
    frame = requestAnimationFrame(scroll)
  }
  frame = requestAnimationFrame(scroll)
  const end = (dropped: boolean) => {
    cancelAnimationFrame(frame)
    label.remove()
    delete source.dataset.lifted
    const target = dropped ? targetUnder(point, item) : undefined
    hover(undefined)
    target?.onDrop(item)
  }
  return { moveTo, end }
}

/** The release of a drag is no click on what it began at. */
function swallowClick(): void {
  const swallowing = new AbortController()
  const swallow = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('click', swallow, { capture: true, signal: swallowing.signal })
  setTimeout(() => swallowing.abort())
}

const EDGE = 40
const STEP = 8
/** Frames at the edge before it scrolls, so that what is dropped near it is dropped where it is seen. */
const PATIENCE = 20

function scrollerOf(element: HTMLElement): Element {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(at).overflowY)
    if (scrolls && at.scrollHeight > at.clientHeight) return at
  }
  return document.documentElement
}

/** How far to scroll in a frame, once the pointer has come from elsewhere to the upper or lower edge of what scrolls. */
function pastEdge(scroller: Element, y: number, began: number): number {
  const { top, bottom } = scroller.getBoundingClientRect()
  if (y < began && y < Math.max(0, top) + EDGE) return -STEP
  return y > began && y > Math.min(innerHeight, bottom) - EDGE ? STEP : 0
}
