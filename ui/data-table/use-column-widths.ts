import { type PointerEvent, useCallback, useState } from 'react'

const keyOf = (table: string) => `zhitong.widths.${table}`

function kept(table: string): Readonly<Record<string, number>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(table)) ?? '{}')
    const entries = Object.entries(value as object).filter(([, width]) => typeof width === 'number')
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}

export type ColumnWidths = Readonly<{
  widths: Readonly<Record<string, number>>
  resize: (column: string, width: number) => void
  drag: (column: string, event: PointerEvent<HTMLElement>) => void
}>

/** Widths a person gave to columns, remembered by table. */
export function useColumnWidths(table: string): ColumnWidths {
  const [widths, setWidths] = useState(() => kept(table))
  const resize = useCallback(
    (column: string, width: number) =>
      setWidths(current => {
        const next = { ...current, [column]: Math.round(Math.min(Math.max(width, 48), 800)) }
        try {
          localStorage.setItem(keyOf(table), JSON.stringify(next))
        } catch {
          // Not remembered; the width holds for this visit.
        }
        return next
      }),
    [table],
  )
  const drag = useCallback(
    (column: string, event: PointerEvent<HTMLElement>) => {
      event.preventDefault()
      const handle = event.currentTarget
      const start = event.clientX
      const width = handle.closest('th')?.offsetWidth ?? 120
      handle.setPointerCapture(event.pointerId)
      const move = (moved: globalThis.PointerEvent) => resize(column, width + moved.clientX - start)
      handle.addEventListener('pointermove', move)
      handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), {
        once: true,
      })
    },
    [resize],
  )
  return { widths, resize, drag }
}
