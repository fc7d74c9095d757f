import type { ReactElement } from 'react'
import { Severity } from '#ui/components/tag.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import type { Diagnostic } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

/** Each problem with its place and its line of text; choosing one goes there. */
export function ProblemList(
  props: Readonly<{
    diagnostics: readonly Diagnostic[]
    source?: string
    onChoose?: (problem: Diagnostic) => void
  }>,
): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const lines = props.source?.split('\n')
  return (
    <ul className="zc-problems" aria-label={t('import.problems.label')}>
      {props.diagnostics.map(one => (
        <li key={`${one.line}:${one.column} ${one.code} ${one.message['zh-CN']}`}>
          <button type="button" onClick={() => props.onChoose?.(one)}>
            <Severity level={one.severity === 'error' ? 'fatal' : 'query'} mark /> {local(one.message)}{' '}
            <span className="zc-soft">
              {t('import.problems.place', { line: one.line, column: one.column })}
            </span>
            {lines?.[one.line - 1] && <code>{lines[one.line - 1]!.trim()}</code>}
          </button>
        </li>
      ))}
    </ul>
  )
}
