import type { ReactElement, ReactNode } from 'react'
import { formatBytes } from '#ui/i18n/format.ts'
import type { Paper } from '../../contract.ts'

export function PaperList(
  props: Readonly<{ papers: readonly Paper[]; action: (paper: Paper) => ReactNode }>,
): ReactElement {
  return (
    <ul className="zr-papers">
      {props.papers.map(paper => (
        <li key={paper.fileId}>
          <span className="zr-paper-name">{paper.name}</span>
          <span className="zr-soft zr-code">{formatBytes(paper.bytes)}</span>
          {props.action(paper)}
        </li>
      ))}
    </ul>
  )
}
