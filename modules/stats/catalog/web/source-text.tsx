import { type ReactElement, type Ref, useImperativeHandle, useRef } from 'react'
import { useText } from '#ui/i18n/text.ts'
import type { Diagnostic } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

export type SourceTextHandle = Readonly<{ goTo: (line: number, column: number) => void }>

/** As `.zc-source` in the style sheet. */
const LINE = 20
const PADDING = 10
const ABOVE = 5

/** The text with its line numbers; lines with problems carry the worst one's mark. */
export function SourceText(
  props: Readonly<{
    value: string
    diagnostics: readonly Diagnostic[]
    onChange: (text: string) => void
    ref: Ref<SourceTextHandle>
  }>,
): ReactElement {
  const t = useText(catalogText)
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  useImperativeHandle(props.ref, () => ({
    goTo: (line, column) => area.current && select(area.current, line, column),
  }))
  const count = props.value.split('\n').length
  const worst = new Map<number, Diagnostic>()
  for (const one of props.diagnostics) {
    if (one.severity === 'error' || !worst.has(one.line)) worst.set(one.line, one)
  }
  return (
    <div className="zc-editor">
      <div ref={gutter} className="zc-gutter" aria-hidden="true">
        <pre>{Array.from({ length: count }, (_, line) => line + 1).join('\n')}</pre>
        {[...worst.values()].map(({ line, severity }) => (
          <span key={line} className={`zc-gutter-${severity}`} style={{ top: PADDING + (line - 1) * LINE }}>
            {severity === 'error' ? '●' : '▲'}
          </span>
        ))}
      </div>
      <textarea
        ref={area}
        className="zc-source"
        aria-label={t('import.source.label')}
        spellCheck={false}
        wrap="off"
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
        onScroll={event => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
      />
    </div>
  )
}

/** From the place to the end of its line, brought into view. */
function select(area: HTMLTextAreaElement, line: number, column: number): void {
  const lines = area.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
  const end = start + (lines[line - 1]?.length ?? 0)
  area.focus()
  area.setSelectionRange(Math.min(start + column - 1, end), end)
  area.scrollTop = Math.max(0, (line - 1 - ABOVE) * LINE)
  area.scrollLeft = 0
}
