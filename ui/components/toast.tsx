import { type ReactElement, useSyncExternalStore } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { IconButton } from './button.tsx'
import './toast.css'

type Toast = Readonly<{ id: number; text: string; look: 'done' | 'fatal' }>

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function replaceToasts(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

const dismiss = (id: number) => replaceToasts(toasts.filter(toast => toast.id !== id))

/** A short word about something just done; failures stay until they are closed. */
export function showToast(text: string, look: Toast['look'] = 'done'): void {
  const id = ++lastId
  replaceToasts([...toasts.slice(-3), { id, text, look }])
  if (look === 'done') setTimeout(() => dismiss(id), 5000)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Stands once in each shell. */
export function ToastRegion(): ReactElement {
  const t = useText(uiText)
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <section className="zt-toasts zt-no-print" aria-label={t('ui.toast.region')} aria-live="polite">
      {shown.map(toast => (
        <div key={toast.id} className={`zt-toast zt-toast-${toast.look}`}>
          <span>{toast.text}</span>
          <IconButton icon="close" label={t('ui.action.close')} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </section>
  )
}
