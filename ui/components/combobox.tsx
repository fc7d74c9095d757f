import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { matchRank } from '../search/pinyin-initials.ts'
import './combobox.css'

export type ComboboxItem = Readonly<{ code: string; name: string; note?: string }>

type ComboboxProps = Readonly<{
  label: string
  items: readonly ComboboxItem[]
  value: string | null
  onChoose: (code: string | null) => void
  placeholder?: string
  id?: string
  disabled?: boolean
  className?: string
  autoFocus?: boolean
  /** Names the place of a form this stands in. */
  cell?: string
  /** Keys the list does not use, e.g. arrows that leave a table cell. */
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  onFocus?: () => void
}>

const shownLimit = 50

/** The best matches of a search by code, name or pinyin initials. */
export function searchItems(items: readonly ComboboxItem[], search: string): readonly ComboboxItem[] {
  return items
    .flatMap(item => {
      const rank = matchRank(search, item.name, item.code)
      return rank === null ? [] : [{ item, rank }]
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, shownLimit)
    .map(({ item }) => item)
}

const listHeight = 264

/** Fixed to the window, so that no scrolling table cuts it off; above the input where there is no room below. */
function placeUnder(input: HTMLInputElement | null): CSSProperties {
  if (!input) return {}
  const box = input.getBoundingClientRect()
  const { innerHeight, innerWidth } = input.ownerDocument.defaultView ?? window
  const above = box.bottom + listHeight > innerHeight && box.top > listHeight
  const left = Math.max(4, Math.min(box.left, innerWidth - Math.max(box.width, 240) - 8))
  return {
    left,
    minWidth: box.width,
    maxWidth: innerWidth - left - 8,
    ...(above ? { bottom: innerHeight - box.top + 2 } : { top: box.bottom + 2 }),
  }
}

/** Choose one of many by code, name or pinyin initials. */
export function Combobox(props: ComboboxProps): ReactElement {
  const { items, value, onChoose } = props
  const t = useText(uiText)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const found = useMemo(() => (search === null ? [] : searchItems(items, search)), [items, search])
  const chosen = items.find(item => item.code === value)
  const open = search !== null
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      if (!list.current?.contains(event.target as Node)) setSearch(null)
    }
    const view = input.current?.ownerDocument.defaultView ?? window
    view.addEventListener('scroll', close, true)
    return () => view.removeEventListener('scroll', close, true)
  }, [open])

  const choose = (item: ComboboxItem | undefined) => {
    if (item) onChoose(item.code)
    else if (search === '') onChoose(null)
    setSearch(null)
  }
  const move = (step: number) => {
    const next = (at + step + found.length) % Math.max(found.length, 1)
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const arrow = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!open && arrow === 1 && (event.altKey || !props.onKeyDown)) setSearch('')
    else if (open && arrow !== 0) move(arrow)
    else if (open && event.key === 'Enter') choose(search === '' && at === 0 ? chosen : found[at])
    else if (open && event.key === 'Escape') setSearch(null)
    else return props.onKeyDown?.(event)
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="zt-combobox">
      <input
        ref={input}
        id={props.id}
        data-cell={props.cell}
        className={props.className ?? 'zt-input'}
        role="combobox"
        aria-label={props.label}
        aria-expanded={open}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={open && found[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: opened by an explicit action whose next step is this search
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        placeholder={props.placeholder ?? t('ui.table.searchHint')}
        value={search ?? chosen?.name ?? value ?? ''}
        onFocus={event => {
          event.target.select()
          props.onFocus?.()
        }}
        onChange={event => {
          setSearch(event.target.value)
          setAt(0)
        }}
        onBlur={() => setSearch(null)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          ref={list}
          id={id}
          className="zt-combobox-list"
          style={placeUnder(input.current)}
          role="listbox"
          aria-label={props.label}
        >
          {found.map((item, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the input, as the combobox pattern asks
            <div
              key={item.code}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              className="zt-combobox-item"
              onPointerDown={event => event.preventDefault()}
              onClick={() => choose(item)}
            >
              <span className="zt-combobox-code">{item.code}</span>
              <span>{item.name}</span>
              {item.note && <span className="zt-combobox-note">{item.note}</span>}
            </div>
          ))}
          {found.length === 0 && <p className="zt-combobox-none">{t('ui.table.noMatch', { search })}</p>}
        </div>
      )}
    </div>
  )
}
