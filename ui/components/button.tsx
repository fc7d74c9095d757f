import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react'
import './button.css'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> &
  Readonly<{
    /** `primary` once per page: the thing the page is for. */
    look?: 'primary' | 'plain' | 'quiet' | 'danger'
    icon?: IconName
    busy?: boolean
    submit?: boolean
    children?: ReactNode
    ref?: Ref<HTMLButtonElement>
  }>

export function Button(props: ButtonProps): ReactElement {
  const { look = 'plain', icon, busy = false, submit = false, children, className, disabled, ...rest } = props
  // Named off instead of disabled, it keeps the focus of whoever just pressed it.
  const off = busy || rest['aria-disabled'] === true
  const names = ['zt-button', `zt-button-${look}`, className].filter(Boolean).join(' ')
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={names}
      disabled={disabled}
      aria-busy={busy || undefined}
      aria-disabled={off || undefined}
      onClick={off ? event => event.preventDefault() : rest.onClick}
    >
      {busy ? <span className="zt-button-spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** A button that is only its icon; the label is read aloud and shown on hover. */
export function IconButton(
  props: Omit<ButtonProps, 'children' | 'icon'> & Readonly<{ icon: IconName; label: string }>,
): ReactElement {
  const { label, className, look = 'quiet', ...rest } = props
  return (
    <Button
      {...rest}
      look={look}
      aria-label={label}
      title={label}
      className={['zt-button-icon', className].filter(Boolean).join(' ')}
    />
  )
}
