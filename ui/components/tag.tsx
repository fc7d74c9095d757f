import type { ReactElement, ReactNode } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import './tag.css'

export type SeverityLevel = 'fatal' | 'query' | 'notice'
const shapes: Readonly<Record<SeverityLevel, string>> = { fatal: '●', query: '▲', notice: '■' }

/** Severity as colour, shape and word; `mark` shows the shape alone with the word read aloud. */
export function Severity(
  props: Readonly<{ level: SeverityLevel; count?: number; mark?: boolean }>,
): ReactElement {
  const t = useText(uiText)
  const word = t(`ui.severity.${props.level}`)
  return (
    <span className={`zt-severity zt-severity-${props.level}`}>
      <span className="zt-severity-shape" aria-hidden="true">
        {shapes[props.level]}
      </span>
      <span className={props.mark ? 'zt-hidden' : undefined}>{word}</span>
      {props.count !== undefined && <b className="zt-severity-count">{props.count}</b>}
    </span>
  )
}

export type ReportState = 'owed' | 'draft' | 'submitted' | 'returned' | 'accepted' | 'closed'

/** The life of a report: a sign and a word, filled further as the report goes up. */
export function StateTag(props: Readonly<{ state: ReportState; children?: ReactNode }>): ReactElement {
  const t = useText(uiText)
  return (
    <span className={`zt-tag zt-tag-${props.state}`}>
      <span className="zt-tag-dot" aria-hidden="true" />
      {props.children ?? t(`ui.state.${props.state}`)}
    </span>
  )
}

export function Badge(
  props: Readonly<{ look?: 'plain' | 'accent' | 'query' | 'fatal'; children: ReactNode }>,
): ReactElement {
  return <span className={`zt-badge zt-badge-${props.look ?? 'plain'}`}>{props.children}</span>
}
