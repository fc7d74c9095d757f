import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { matchRank } from '../search/pinyin-initials.ts'
import './combobox.css'
import { ComboboxList } from './combobox-list.tsx'

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
  invalid?: boolean
  required?: boolean
  /** Names the place of a form this stands in. */
  cell?: string
  /** Keys the list does not use, e.g. arrows that leave a table cell. */
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  onFocus?: () => void
  onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void
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

/** A list fixed to the window would stay behind when what is under it scrolls. */
function useClosedByScroll(
  open: boolean,
  input: RefObject<HTMLInputElement | null>,
  list: RefObject<HTMLDivElement | null>,
  onClose: () => void,
): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!open) return
    const scrolled = (event: Event) => {
      if (!list.current?.contains(event.target as Node)) close()
    }
    const view = input.current?.ownerDocument.defaultView ?? window
    view.addEventListener('scroll', scrolled, true)
    return () => view.removeEventListener('scroll', scrolled, true)
  }, [open, input, list])
}

/** What is searched and found, and what the keys do with it; `search` is null while the list is closed. */
function useSearch(props: ComboboxProps) {
  const { items, value, onChoose } = props
  const list = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const found = useMemo(() => (search === null ? [] : searchItems(items, search)), [items, search])
  const chosen = items.find(item => item.code === value)
  const open = search !== null
  const input = useRef<HTMLInputElement>(null)

  useClosedByScroll(open, input, list, () => setSearch(null))
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
  const type = (text: string) => {
    setSearch(text)
    setAt(0)
  }
  return { input, list, search, found, at, chosen, choose, type, close: () => setSearch(null), onKeyDown }
}

/** Choose one of many by code, name or pinyin initials. */
export function Combobox(props: ComboboxProps): ReactElement {
  const t = useText(uiText)
  const id = useId()
  const { input, list, search, found, at, chosen, choose, type, close, onKeyDown } = useSearch(props)
  const open = search !== null
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
        aria-invalid={props.invalid || undefined}
        aria-required={props.required || undefined}
        aria-activedescendant={open && found[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: opened by an explicit action whose next step is this search
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        placeholder={props.placeholder ?? t('ui.table.searchHint')}
        value={search ?? chosen?.name ?? props.value ?? ''}
        onFocus={event => {
          event.target.select()
          props.onFocus?.()
        }}
        onChange={event => type(event.target.value)}
        onPaste={props.onPaste}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {open && (
        <ComboboxList
          id={id}
          label={props.label}
          list={list}
          under={input.current}
          found={found}
          at={at}
          search={search}
          onChoose={choose}
        />
      )}
    </div>
  )
}
