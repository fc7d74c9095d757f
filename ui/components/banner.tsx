import type { ReactElement, ReactNode } from 'react'
import './banner.css'

/** A strip across the page; `demo` labels generated data and is never dismissed. */
export function Banner(
  props: Readonly<{ look?: 'demo' | 'notice' | 'query' | 'fatal'; children: ReactNode; action?: ReactNode }>,
): ReactElement {
  const { look = 'notice', children, action } = props
  return (
    <div className={`zt-banner zt-banner-${look}`} role={look === 'fatal' ? 'alert' : 'note'}>
      <span className="zt-banner-text">{children}</span>
      {action}
    </div>
  )
}
