import { type RefObject, useEffect, useState } from 'react'

const MARGIN = 20
/** Short tables are drawn whole. */
const WHOLE = 200

/** Of many rows of one height, those in sight and some around them. */
export function useWindow(scroll: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  useEffect(() => {
    const element = scroll.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroll])
  const page = Math.ceil(height / rowHeight)
  const whole = count <= WHOLE
  const first = whole ? 0 : Math.max(0, Math.min(count - page, Math.floor(top / rowHeight)) - MARGIN)
  const last = whole ? count : Math.min(count, first + page + 2 * MARGIN)
  return {
    first,
    last,
    before: first * rowHeight,
    after: (count - last) * rowHeight,
    page,
    onScroll: () => setTop(scroll.current?.scrollTop ?? 0),
    /** Scrolls a row that is not drawn into sight, so that it can take the focus. */
    reveal: (row: number) => {
      if (whole || !scroll.current || (row >= first + MARGIN && row < last - MARGIN)) return
      scroll.current.scrollTop = Math.max(0, (row - page / 2) * rowHeight)
    },
  }
}
