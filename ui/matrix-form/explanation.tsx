import { type MouseEvent, type ReactElement, useEffect, useRef } from 'react'
import { IconButton } from '../components/button.tsx'
import { useText } from '../i18n/text.ts'
import type { ExplainedItem } from './board.ts'
import { useForm } from './form-host.ts'
import { formText } from './locale/text.ts'

/** The item whose explanation (指标解释) is read: that of the cell under the caret wherever it goes, or one asked for. */
export type Explained = 'caret' | ExplainedItem | null

/** The caret stays in its cell. */
const keepCaret = (event: MouseEvent) => event.preventDefault()

/** At an item's name. Who is in one of its cells has F1 for it; Tab goes on from cell to cell. */
export function ExplainButton({
  item,
  tabbed = false,
}: Readonly<{ item: ExplainedItem; tabbed?: boolean }>): ReactElement {
  const t = useText(formText)
  const { host } = useForm()
  return (
    <IconButton
      icon="info"
      className="zt-explain zt-no-print"
      label={t('form.explain.label')}
      tabIndex={tabbed ? 0 : -1}
      onMouseDown={keepCaret}
      onClick={() => host.explain(item)}
    />
  )
}

type ExplanationProps = Readonly<{ explained: Explained; item: ExplainedItem | undefined }>

/** In the status line: what the item of the cell means, or that it can be read. */
export function Explanation({ explained, item }: ExplanationProps): ReactElement | null {
  const t = useText(formText)
  const { host, local } = useForm()
  const shown = explained === 'caret' ? item : explained
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // On a phone it grows over the form: the cell stays in sight.
    const cell = shown && panel.current?.ownerDocument.activeElement
    if (cell?.matches('[data-cell]')) cell.scrollIntoView({ block: 'nearest' })
  }, [shown])
  if (explained === null) {
    if (!item) return null
    return (
      <button
        type="button"
        className="zt-status-explain"
        aria-expanded={false}
        aria-keyshortcuts="F1"
        onMouseDown={keepCaret}
        onClick={() => host.explain('caret')}
      >
        {t('form.explain.label')}
        <kbd className="zt-status-key">{'F1'}</kbd>
      </button>
    )
  }
  return (
    <div ref={panel} className="zt-explanation">
      <p>
        {shown && <b>{[shown.code, local(shown.name)].filter(Boolean).join(' ')}</b>}
        {shown ? local(shown.explanation) : t('form.explain.none')}
      </p>
      <IconButton
        icon="close"
        label={t('form.explain.close')}
        onMouseDown={keepCaret}
        onClick={() => host.explain(null)}
      />
    </div>
  )
}
