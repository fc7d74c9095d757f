import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import './menu.css'

export type MenuItem = Readonly<{ key: string; label: ReactNode; onSelect: () => void; disabled?: boolean }>

type MenuProps = Readonly<{
  /** What stands on the button. */
  children: ReactNode
  /** Read aloud instead of the button's content. */
  label?: string
  items: readonly MenuItem[]
  className?: string
}>

const stepOf: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** A button that opens a list of actions: arrows move, Enter chooses, Escape closes. */
export function Menu({ children, label, items, className }: MenuProps): ReactElement {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useEffect(() => {
    if (!open) return
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  const close = () => {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.preventDefault()
      close()
    }
    if (event.key === 'Tab') setOpen(false)
    const step = stepOf[event.key]
    if (!step) return
    event.preventDefault()
    if (!open) return setOpen(true)
    const list = entries()
    const at = list.indexOf(document.activeElement as HTMLElement)
    list[step(at, list.length)]?.focus()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the button and the items inside
    <div ref={root} className="zt-menu" onKeyDown={onKeyDown}>
      <button
        type="button"
        className={className ?? 'zt-button'}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div id={id} role="menu" className="zt-menu-list">
          {items.map(item => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="zt-menu-item"
              disabled={item.disabled}
              onClick={() => {
                close()
                item.onSelect()
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
