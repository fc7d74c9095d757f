/** Single keys of the audit flow. They rest while one types, while a dialog is open, and with a modifier held. */
import { useLayoutEffect, useRef } from 'react'
import { isDialogOpen } from '#ui/components/dialog.tsx'

export type KeyActs = Readonly<Record<string, (() => void) | undefined>>

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) {
    const types = ['checkbox', 'radio', 'button']
    return !target.readOnly && !target.disabled && !types.includes(target.type)
  }
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)
}

export function useReportKeys(acts: KeyActs): void {
  const latest = useRef(acts)
  latest.current = acts
  // Before the page is painted: whoever sees it may press.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return
      if (isTyping(event.target) || isDialogOpen()) return
      const act = latest.current[event.key === '?' ? '?' : event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
