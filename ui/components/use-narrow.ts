import { useSyncExternalStore } from 'react'

const PHONE = '(max-width: 640px)'

function watch(changed: () => void): () => void {
  const list = matchMedia(PHONE)
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}

/** Whether the page is as narrow as a phone, where styles fold at the same width. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => matchMedia(PHONE).matches)
