import { type ReactElement, type ReactNode, useEffect } from 'react'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { Refusals } from './refusals.tsx'
import { type Sequence, useSequence } from './use-sequence.ts'

type Props = Readonly<{
  title: string
  /** Opened with units, closed with null. */
  unitIds: readonly number[] | null
  nameOf: (unitId: number) => string
  /** Does it to one unit; throws what refused it. */
  act: (unitId: number) => Promise<unknown>
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

/** One act on several units, each judged on its own: what is asked, how far it is, a way to stop, who refused and why. */
export function EachDialog(props: Props): ReactElement {
  const { unitIds, onClose } = props
  const t = useText(officeText)
  const { state, run, stop, reset } = useSequence(props.act)
  const opened = unitIds !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened anew it starts anew; a page drawn again while it is open changes nothing
  useEffect(() => {
    reset()
    if (opened) props.onOpen?.()
  }, [opened])
  const start = async () => {
    await run(unitIds ?? [])
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
            {t('office.action.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('office.action.cancel')}</Button>
            <Button look="primary" disabled={props.ready === false} onClick={start}>
              {props.go}
            </Button>
          </>
        )
      }
    >
      <div className="co-fields">
        {!state && props.children}
        {state && !over && (
          <ProgressBar label={props.running} done={state.done} total={state.total} onCancel={stop} />
        )}
        {state && over && <p role="status">{props.outcome(state)}</p>}
        {state && <Refusals refused={state.refused} nameOf={props.nameOf} />}
      </div>
    </Dialog>
  )
}
