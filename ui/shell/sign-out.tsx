import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { signOutHere } from '../session/sign-out.ts'
import { endSession } from '../session/use-session.ts'

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    await signOutHere()
    const dropped = endSession(client)
    await navigate('/sign-in')
    await dropped
  }
}

/** Asked where something on this device was sent to nobody yet: it goes with the person who signs out. */
export function SignOutDialog(
  props: Readonly<{ open: boolean; onConfirm: () => void; onClose: () => void }>,
): ReactElement {
  const t = useText(uiText)
  return (
    <Dialog
      title={t('ui.signOut.title')}
      open={props.open}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t('ui.signOut.stay')}</Button>
          <Button look="danger" onClick={props.onConfirm}>
            {t('ui.signOut.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('ui.signOut.text')}</p>
    </Dialog>
  )
}
