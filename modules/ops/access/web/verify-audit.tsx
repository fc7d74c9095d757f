import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { send } from '#ui/api/call.ts'
import { Button } from '#ui/components/button.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { listAudit, type VerificationLine, verifyAudit } from '../contract.ts'
import { accessText } from '../locale/text.ts'

type Verdict = Extract<VerificationLine, { verdict: unknown }>['verdict']
type State =
  | Readonly<{ kind: 'idle' | 'stopped' }>
  | Readonly<{ kind: 'running'; checked: number; total: number }>
  | Readonly<{ kind: 'done'; verdict: Verdict }>
  | Readonly<{ kind: 'failed'; error: unknown }>

/** The reply is lines of JSON; the last one holds the verdict. */
async function* linesOf(response: Response): AsyncGenerator<VerificationLine> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += value
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as VerificationLine
  }
}

function useVerification() {
  const client = useQueryClient()
  const [state, setState] = useState<State>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const start = async () => {
    const stop = new AbortController()
    running.current = stop
    setState({ kind: 'running', checked: 0, total: 0 })
    try {
      let last: State = { kind: 'stopped' }
      for await (const line of linesOf(await send(verifyAudit, { signal: stop.signal }))) {
        last = 'verdict' in line ? { kind: 'done', verdict: line.verdict } : { kind: 'running', ...line }
        setState(last)
      }
      if (last.kind === 'running') setState({ kind: 'stopped' })
      await client.invalidateQueries({ queryKey: [listAudit.id] })
    } catch (error) {
      setState(stop.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', error })
    }
  }
  return { state, start, cancel: () => running.current?.abort() }
}

export function VerifyAudit(): ReactElement {
  const t = useText(accessText)
  const { state, start, cancel } = useVerification()
  if (state.kind === 'running') {
    return (
      <ProgressBar
        label={t('audit.verify.label')}
        done={state.checked}
        total={state.total}
        onCancel={cancel}
      />
    )
  }
  return (
    <>
      {state.kind === 'done' && <VerdictLine verdict={state.verdict} />}
      {state.kind === 'stopped' && <span className="za-soft">{t('audit.verify.stopped')}</span>}
      {state.kind === 'failed' && <ErrorState error={state.error} compact />}
      <Button onClick={() => void start()}>{t('audit.verify.start')}</Button>
    </>
  )
}

function VerdictLine({ verdict }: Readonly<{ verdict: Verdict }>): ReactElement {
  const t = useText(accessText)
  const rows = formatCount(verdict.rows)
  if (verdict.intact) {
    return (
      <p className="za-verdict" role="status">
        {verdict.anchors
          ? t('audit.verify.intact', { rows, anchors: formatCount(verdict.anchors) })
          : t('audit.verify.unanchored', { rows })}
      </p>
    )
  }
  const { reason = 'hash', anchorLine: line = 0, brokenAt: at = 0 } = verdict
  return (
    <p className="za-verdict za-verdict-broken" role="alert">
      {reason === 'anchorFile'
        ? t('audit.verify.anchorFile', { rows, line })
        : t('audit.verify.broken', { at, rows, reason: t(`audit.reason.${reason}`, { line }) })}
    </p>
  )
}
