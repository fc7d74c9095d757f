import type { CSSProperties, ReactElement, RefObject } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { ComboboxItem } from './combobox.tsx'

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

type ListProps = Readonly<{
  id: string
  label: string
  list: RefObject<HTMLDivElement | null>
  under: HTMLInputElement | null
  found: readonly ComboboxItem[]
  /** Place of the item that Enter would choose. */
  at: number
  search: string
  onChoose: (item: ComboboxItem) => void
}>

/** What a search found, below its input; the keys stay with the input. */
export function ComboboxList(props: ListProps): ReactElement {
  const { id, found, at, search } = props
  const t = useText(uiText)
  return (
    <div
      ref={props.list}
      id={id}
      className="zt-combobox-list"
      style={placeUnder(props.under)}
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
          onClick={() => props.onChoose(item)}
        >
          <span className="zt-combobox-code">{item.code}</span>
          <span>{item.name}</span>
          {item.note && <span className="zt-combobox-note">{item.note}</span>}
        </div>
      ))}
      {found.length === 0 && <p className="zt-combobox-none">{t('ui.table.noMatch', { search })}</p>}
    </div>
  )
}
