import type { ReactElement } from 'react'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'

/** Asks before something that cannot simply be undone; stays open with the reason when it was refused. */
export function Confirm(
  props: Readonly<{
    title: string
    text: string
    open: boolean
    busy: boolean
    error: unknown
    onYes: () => void
    onClose: () => void
  }>,
): ReactElement {
  const t = useText(uiText)
  return (
    <Dialog
      title={props.title}
      open={props.open}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t('ui.action.cancel')}</Button>
          <Button look="danger" busy={props.busy} onClick={props.onYes}>
            {props.title}
          </Button>
        </>
      }
    >
      <p>{props.text}</p>
      {props.error ? <ErrorState error={props.error} compact /> : null}
    </Dialog>
  )
}
