import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import './menu.css'

export type MenuItem = Readonly<{
  key: string
  label: ReactNode
  onSelect: () => void
  disabled?: boolean
  /** What more there is to know before choosing it. */
  title?: string
}>

/** One of a few, in a line of its own; the list stays open, so that what was chosen is seen. */
export type MenuChoice = Readonly<{
  key: string
  label: string
  options: readonly Readonly<{ key: string; label: string; chosen: boolean; onSelect: () => void }>[]
}>

type MenuProps = Readonly<{
  /** What stands on the button. */
  children: ReactNode
  /** Read aloud instead of the button's content. */
  label?: string
  items: readonly (MenuItem | MenuChoice)[]
  className?: string
}>

const stepOf: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** The focus passes over what cannot be chosen. */
const ENABLED = '[role^=menuitem]:not(:disabled)'

const GAP = 4

/** Above everything, so that no table cuts the list off: below the button where it fits, else above it. */
function place(root: HTMLElement): void {
  const list = root.querySelector<HTMLElement>('[role=menu]')
  const button = root.querySelector('button')?.getBoundingClientRect()
  if (!list || !button) return
  list.showPopover()
  const { width, height } = list.getBoundingClientRect()
  const fits = button.bottom + GAP + height <= window.innerHeight
  list.style.top = `${fits ? button.bottom + GAP : Math.max(GAP, button.top - GAP - height)}px`
  list.style.left = `${Math.max(GAP, button.right - width)}px`
}

/** An open list takes the focus, and closes when the person or the page goes elsewhere. */
function useOpenList(
  root: RefObject<HTMLDivElement | null>,
  open: boolean,
  setOpen: (open: boolean) => void,
): void {
  useEffect(() => {
    if (!open) return
    if (root.current) place(root.current)
    root.current?.querySelector<HTMLElement>(ENABLED)?.focus()
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    // The focus stood in the list that goes: without this it would be lost to the page.
    const moved = () => {
      root.current?.querySelector('button')?.focus({ preventScroll: true })
      setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    window.addEventListener('resize', moved)
    window.addEventListener('scroll', moved, true)
    return () => {
      document.removeEventListener('pointerdown', outside)
      window.removeEventListener('resize', moved)
      window.removeEventListener('scroll', moved, true)
    }
  }, [root, open, setOpen])
}

/** A button that opens a list of actions: arrows move, Enter chooses, Escape closes. */
export function Menu({ children, label, items, className }: MenuProps): ReactElement {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>(ENABLED) ?? [])]

  useOpenList(root, open, setOpen)

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
    if (!step || (!open && event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
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
        <div id={id} role="menu" popover="manual" className="zt-menu-list">
          {items.map(item =>
            'options' in item ? (
              <Choice key={item.key} choice={item} />
            ) : (
              <button
                key={item.key}
                type="button"
                role="menuitem"
                tabIndex={-1}
                className="zt-menu-item"
                disabled={item.disabled}
                title={item.title}
                onClick={() => {
                  close()
                  item.onSelect()
                }}
              >
                {item.label}
              </button>
            ),
          )}
        </div>
      )}
    </div>
  )
}

function Choice({ choice }: Readonly<{ choice: MenuChoice }>): ReactElement {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a menu holds groups of items, not field sets
    <div role="group" aria-label={choice.label} className="zt-menu-choice">
      <span aria-hidden="true">{choice.label}</span>
      {choice.options.map(option => (
        <button
          key={option.key}
          type="button"
          role="menuitemradio"
          aria-checked={option.chosen}
          tabIndex={-1}
          className="zt-menu-item"
          onClick={option.onSelect}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
