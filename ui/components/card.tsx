import type { ReactElement, ReactNode } from 'react'
import './card.css'

export function Card(
  props: Readonly<{ title?: ReactNode; extra?: ReactNode; children: ReactNode; flush?: boolean }>,
): ReactElement {
  return (
    <section className="zt-card">
      {(props.title || props.extra) && (
        <header className="zt-card-head">
          <h2 className="zt-card-title">{props.title}</h2>
          {props.extra}
        </header>
      )}
      <div className={props.flush ? undefined : 'zt-card-body'}>{props.children}</div>
    </section>
  )
}
