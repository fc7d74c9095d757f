import type { FormEvent, KeyboardEvent, ReactElement, ReactNode } from 'react'
import type { RequestFailed } from '#ui/api/request-failed.ts'
import { Button } from '#ui/components/button.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { INQUIRY_TEXT_MAX, type Inquiry } from '../../contract.ts'
import { inquiryText } from '../../locale/inquiries/text.ts'
import type { Draft } from './drafts.tsx'
import { type PlacesProps, PointedCell } from './pointed-cell.tsx'
import './inquiries.css'

type CellsProps = PlacesProps & Readonly<{ cells: readonly string[] }>

export function AskedCells({ cells, ...places }: CellsProps): ReactElement {
  const t = useText(inquiryText)
  return (
    <ul className="cq-cells" aria-label={t('inquiry.cells.label')}>
      {cells.map(key => (
        <li key={key}>
          <PointedCell {...places} cell={key} />
        </li>
      ))}
    </ul>
  )
}

const looks = { open: 'query', answered: 'accent', closed: 'plain' } as const

/** One inquiry: its cells, who said what and when, and below it what can be done. */
export function Thread(
  props: PlacesProps & Readonly<{ inquiry: Inquiry; children?: ReactNode }>,
): ReactElement {
  const t = useText(inquiryText)
  const { inquiry, children, ...places } = props
  const { state, cells, revisionNo, messages } = inquiry
  return (
    <article className="cq-thread" data-state={state} tabIndex={-1}>
      <header>
        <Badge look={looks[state]}>{t(`inquiry.state.${state}`)}</Badge>
        <span className="cq-soft">{t('inquiry.about.revision', { revision: revisionNo })}</span>
      </header>
      <AskedCells {...places} cells={cells} />
      <ol>
        {messages.map(({ side, by, at, text }) => (
          <li key={`${at} ${side} ${text}`} data-side={side}>
            <p className="cq-soft">{`${t(`inquiry.side.${side}`)} · ${by} · ${formatDateTime(at)}`}</p>
            <p className="cq-text">{text}</p>
          </li>
        ))}
      </ol>
      {children}
    </article>
  )
}

type ComposeProps = Readonly<{
  label: string
  action: string
  hint?: string
  draft: Draft
  sending: Readonly<{ isPending: boolean; error: RequestFailed | null }>
  /** Resolves when it was taken, so that the text may go. */
  onSend: (text: string) => Promise<unknown>
  /** It would not be taken; the text stays to be copied. */
  disabled?: boolean
  children?: ReactNode
}>

/** A text to send, with the button or Ctrl+Enter; it stays until it was taken. */
export function Compose(props: ComposeProps): ReactElement {
  const { label, action, hint, draft, sending, onSend, disabled = false, children } = props
  const unsent = draft.text.trim()
  const held = disabled || unsent === ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (held || sending.isPending) return
    // A refusal is shown by the sender's state.
    onSend(unsent).then(
      () => draft.sent(unsent),
      () => {},
    )
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }
  return (
    <form className="cq-compose" onSubmit={send}>
      <TextArea
        label={label}
        rows={2}
        maxLength={INQUIRY_TEXT_MAX}
        value={draft.text}
        onChange={draft.write}
        onKeyDown={onKeyDown}
        {...(hint && { hint })}
      />
      {sending.error !== null && <ErrorState compact error={sending.error} />}
      <footer>
        {children}
        <Button
          submit
          look="primary"
          aria-keyshortcuts="Control+Enter"
          disabled={held}
          busy={sending.isPending}
        >
          {action}
        </Button>
      </footer>
    </form>
  )
}
