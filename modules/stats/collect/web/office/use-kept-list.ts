/**
 * A list as it was left for one of its reports: what was ticked, how far it was scrolled, and the report looked at last.
 * Who comes back by whatever way finds it so, as long as it is the same list.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { filterKeys } from './use-report-filter.ts'

type Left = Readonly<{
  list: string
  keys: ReadonlySet<string>
  top: number
  left: number
  page: number
  /** The report that was opened, or gone on to. */
  seen?: number
}>

const keyOf = (collectionId: number) => ['collect.list.left', collectionId] as const

const leftOf = (client: QueryClient, collectionId: number) => client.getQueryData<Left>(keyOf(collectionId))

function keep(client: QueryClient, collectionId: number, left: Left): void {
  client.setQueryDefaults(['collect.list.left'], { gcTime: 3_600_000 })
  client.setQueryData<Left>(keyOf(collectionId), left)
}

/** What makes it the same list: filter, order and place, whichever its page. */
function listIn(search: URLSearchParams): string {
  const wanted = [...filterKeys, 'sort', 'order', 'at', 'region']
  return new URLSearchParams([...search].filter(([key]) => wanted.includes(key)).toSorted()).toString()
}

const scroller = (root: HTMLElement | null) => root?.querySelector('.zt-table-scroll') ?? null

export function useKeptList(collectionId: number, search: URLSearchParams, drawn: boolean) {
  const client = useQueryClient()
  const root = useRef<HTMLDivElement>(null)
  const list = listIn(search)
  const [left] = useState(() => {
    const found = leftOf(client, collectionId)
    return found?.list === list ? found : null
  })
  const [keys, setKeys] = useState<ReadonlySet<string>>(left?.keys ?? new Set())
  const now = useRef({ list, keys })
  now.current = { list, keys }
  useLayoutEffect(() => {
    const place = root.current
    return () => {
      const at = scroller(place)
      keep(client, collectionId, {
        ...now.current,
        top: at?.scrollTop ?? 0,
        left: at?.scrollLeft ?? 0,
        page: window.scrollY,
      })
    }
  }, [client, collectionId])
  const [restored, setRestored] = useState(left === null)
  useEffect(() => {
    if (restored || !drawn || !left) return
    setRestored(true)
    scroller(root.current)?.scrollTo(left.left, left.top)
    // The page itself takes the focus on arrival.
    requestAnimationFrame(() => {
      window.scrollTo(0, left.page)
      const path = `/collect/reports/${collectionId}/${left.seen}?`
      const seen = root.current?.querySelector<HTMLElement>(`tbody a[href*="${path}"]`)
      seen?.focus({ preventScroll: true })
      seen?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }, [restored, drawn, left, collectionId])
  return { root, keys, setKeys }
}

/** The report looked at is the one the list is found at again. */
export function useSeen(collectionId: number, unitId: number): void {
  const client = useQueryClient()
  useEffect(() => {
    const left = leftOf(client, collectionId)
    if (left) keep(client, collectionId, { ...left, seen: unitId })
  }, [client, collectionId, unitId])
}
