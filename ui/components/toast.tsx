import { type ReactElement, useSyncExternalStore } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { Button, IconButton } from './button.tsx'
import './toast.css'

/** What can still be done about it, and the key a screen offers for it. */
type ToastAction = Readonly<{ label: string; key?: string; run: () => void }>
type Toast = Readonly<{ id: number; text: string; look: 'done' | 'fatal'; action?: ToastAction }>

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function replaceToasts(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

const dismiss = (id: number) => replaceToasts(toasts.filter(toast => toast.id !== id))

/** A short word about something just done; failures stay until they are closed. @returns what takes it back */
export function showToast(text: string, look: Toast['look'] = 'done', action?: ToastAction): () => void {
  const id = ++lastId
  replaceToasts([...toasts.slice(-3), { id, text, look, ...(action && { action }) }])
  if (look === 'done') setTimeout(() => dismiss(id), 5000)
  return () => dismiss(id)
}

function act({ id, action }: Toast): void {
  dismiss(id)
  action?.run()
}

/** Does what the newest message that is still shown offers. */
export function actOnToast(): void {
  const newest = toasts.findLast(toast => toast.action)
  if (newest) act(newest)
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
          {toast.action && (
            <Button look="quiet" onClick={() => act(toast)} aria-keyshortcuts={toast.action.key}>
              {toast.action.label}
              {toast.action.key && <kbd>{toast.action.key}</kbd>}
            </Button>
          )}
          <IconButton icon="close" label={t('ui.action.close')} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </section>
  )
}
