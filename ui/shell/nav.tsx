import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'

/** A row of places. On a narrow window it scrolls sideways, to the one that is `current` first. */
export function Nav(
  props: Readonly<{ label: string; current: string | undefined; children: ReactNode }>,
): ReactElement {
  const row = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link marked as current changes with `current`
  useEffect(() => {
    row.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [props.current])
  return (
    <nav ref={row} className="zt-nav" aria-label={props.label}>
      {props.children}
    </nav>
  )
}
