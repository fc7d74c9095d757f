import { type KeyboardEvent, type ReactElement, type ReactNode, useId } from 'react'
import './tabs.css'

type Tab<Key extends string> = Readonly<{ key: Key; label: string }>

/** Tabs and the panel of the chosen one. One stop for Tab; arrows, Home and End choose. */
export function Tabs<Key extends string>(
  props: Readonly<{
    label: string
    tabs: readonly Tab<Key>[]
    chosen: Key
    onChoose: (key: Key) => void
    children: ReactNode
  }>,
): ReactElement {
  const { tabs, chosen, onChoose } = props
  const id = useId()
  const at = tabs.findIndex(tab => tab.key === chosen)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const last = tabs.length - 1
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onChoose(tabs[to]!.key)
    ;(event.currentTarget.children[to] as HTMLElement).focus()
  }
  return (
    <>
      <div className="zt-tabs" role="tablist" aria-label={props.label} tabIndex={-1} onKeyDown={onKeyDown}>
        {tabs.map(tab => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === chosen ? 0 : -1}
            onClick={() => onChoose(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div className="zt-tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {props.children}
      </div>
    </>
  )
}
