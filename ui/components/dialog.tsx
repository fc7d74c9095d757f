import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { IconButton } from './button.tsx'
import './dialog.css'

type DialogProps = Readonly<{
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  /** Buttons, the safe one first. */
  actions?: ReactNode
  width?: 'narrow' | 'wide' | 'full'
  /** Something is under way whose outcome is told here: until it is over nothing closes the dialog. */
  busy?: boolean
}>

/** Keys of the page behind a dialog rest while it is open. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null

/** A modal on the browser's own `<dialog>`: focus is kept inside and given back, Escape closes. It begins at `data-autofocus`. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  actions,
  width = 'narrow',
  busy = false,
}: DialogProps): ReactElement {
  const t = useText(uiText)
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (open && !dialog?.open) {
      dialog?.showModal()
      dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    }
    if (!open && dialog?.open) dialog.close()
  }, [open])
  return (
    <dialog
      ref={ref}
      className={`zt-dialog zt-dialog-${width}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        if (!busy) onClose()
      }}
      // A browser lets nobody hold it back: Escape pressed twice closes it all the same.
      onClose={() => (busy ? ref.current?.showModal() : onClose())}
    >
      {open && (
        <>
          <header className="zt-dialog-head">
            <h2 id={id}>{title}</h2>
            <IconButton icon="close" label={t('ui.action.close')} disabled={busy} onClick={onClose} />
          </header>
          <div className="zt-dialog-body">{children}</div>
          {actions && <footer className="zt-dialog-foot">{actions}</footer>}
        </>
      )}
    </dialog>
  )
}
