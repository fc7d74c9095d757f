import { type ReactElement, type ReactNode, useEffect } from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Refusals } from './refusals.tsx'
import { type Sequence, useSequence } from './use-sequence.ts'

type Props = Readonly<{
  title: string
  /** Opened with what it is done to, closed with null. */
  ids: readonly number[] | null
  /** Heads the names of what refused. */
  column: string
  nameOf: (id: number) => string
  /** Does it to one; throws what refused it. */
  act: (id: number) => Promise<unknown>
  go: string
  ready?: boolean
  running: string
  outcome: (over: Sequence) => string
  onOpen?: () => void
  onClose: () => void
  onDone?: () => void
  /** What is asked before. */
  children: ReactNode
}>

/** One act on several things, each judged on its own: what is asked, how far it is, a way to stop, who refused and why. */
export function EachDialog(props: Props): ReactElement {
  const { ids, onClose } = props
  const t = useText(uiText)
  const { state, run, stop, reset } = useSequence(props.act)
  const opened = ids !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened anew it starts anew; a page drawn again while it is open changes nothing
  useEffect(() => {
    reset()
    if (opened) props.onOpen?.()
  }, [opened])
  const start = async () => {
    await run(ids ?? [])
    props.onDone?.()
  }
  const over = state?.over === true
  return (
    <Dialog
      title={props.title}
      open={opened}
      busy={state !== null && !over}
      onClose={onClose}
      actions={
        state ? (
          <Button busy={!over} onClick={onClose}>
            {t('ui.action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('ui.action.cancel')}</Button>
            <Button look="primary" disabled={props.ready === false} onClick={start}>
              {props.go}
            </Button>
          </>
        )
      }
    >
      <div className="zt-each">
        {!state && props.children}
        {state && !over && (
          <ProgressBar label={props.running} done={state.done} total={state.total} onCancel={stop} />
        )}
        {state && over && <p role="status">{props.outcome(state)}</p>}
        {state && <Refusals refused={state.refused} column={props.column} nameOf={props.nameOf} />}
      </div>
    </Dialog>
  )
}
