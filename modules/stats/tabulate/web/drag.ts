/** Dragging within and between the shelves of the definition; everything it does can be done by buttons too. */
import { type DragEvent, useState } from 'react'

export type Dragged =
  | Readonly<{ from: 'palette'; dimension: string }>
  | Readonly<{ from: 'rows' | 'columns'; index: number }>
  | Readonly<{ from: 'across' }>

// The browser hides what is dragged until it is dropped, and a shelf must know before whether it takes it.
let dragged: Dragged | null = null

export const dragSource = (item: Dragged) => ({
  draggable: true,
  onDragStart: (event: DragEvent) => {
    dragged = item
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', JSON.stringify(item))
  },
  onDragEnd: () => {
    dragged = null
  },
})

/** A place that takes what `accepts` says; `over` while such a thing hovers. */
export function useDropTarget(accepts: (item: Dragged) => boolean, onDrop: (item: Dragged) => void) {
  const [over, setOver] = useState(false)
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!dragged || !accepts(dragged)) return
        event.preventDefault()
        event.stopPropagation()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false)
        if (!dragged || !accepts(dragged)) return
        event.preventDefault()
        event.stopPropagation()
        onDrop(dragged)
        dragged = null
      },
    },
  }
}
