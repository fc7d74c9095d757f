import type { ReactElement } from 'react'
import { useBlocker } from 'react-router'
import type { FormSession } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { discardDraft, listMyReports } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { copyPrevious, planCopy } from './copy-previous.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import type { Opened } from './filling.ts'

type CopyProps = Readonly<{
  opened: Opened
  session: FormSession
  onCopied: (session: FormSession) => void
  onClose: () => void
}>

export function CopyDialog({ opened, session, onCopied, onClose }: CopyProps): ReactElement {
  const t = useText(reporterText)
  const previous = opened.previous ?? { cells: {} }
  const blanks = planCopy(session, previous, 'blanks').entries.length
  const all = planCopy(session, previous, 'all').entries.length
  const copy = (only: 'blanks' | 'all') => {
    const done = copyPrevious(session, previous, only)
    onCopied(done.session)
    onClose()
    showToast(t('copy.done.text', { count: done.count }))
  }
  return (
    <Dialog
      title={t('copy.dialog.title')}
      open
      onClose={onClose}
      actions={
        <>
          {all > blanks && (
            <Button onClick={() => copy('all')}>{t('copy.action.all', { count: all })}</Button>
          )}
          <Button look="primary" disabled={blanks === 0} onClick={() => copy('blanks')}>
            {t('copy.action.blanks', { count: blanks })}
          </Button>
        </>
      }
    >
      <p>{all > 0 ? t('copy.dialog.text', { count: all }) : t('copy.dialog.none')}</p>
    </Dialog>
  )
}

type DiscardProps = Readonly<{
  opened: Opened
  keeper: DraftKeeper
  onDiscarded: () => Promise<void>
  onClose: () => void
}>

export function DiscardDialog({ opened, keeper, onDiscarded, onClose }: DiscardProps): ReactElement {
  const t = useText(reporterText)
  const { collectionId, unitId } = opened.report
  const discard = useWrite(discardDraft, {
    changes: [listMyReports],
    onDone: () => {
      keeper.finish()
      void onDiscarded()
    },
  })
  const go = async () => {
    await keeper.flush()
    const { version } = keeper.standing()
    discard.mutate({ params: { collectionId, unitId }, body: { version } })
  }
  return (
    <Dialog
      title={t('discard.dialog.title')}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.page.keepEditing')}</Button>
          <Button look="danger" busy={discard.isPending} onClick={() => void go()}>
            {t('discard.action.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('discard.dialog.text')}</p>
      {discard.isError && <ErrorState error={discard.error} compact />}
    </Dialog>
  )
}

/** Stops a leave only where something would be lost: neither the server nor this device holds it. */
export function LeaveGuard({ atRisk }: Readonly<{ atRisk: () => boolean }>): ReactElement | null {
  const t = useText(reporterText)
  const blocker = useBlocker(atRisk)
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog
      title={t('leave.dialog.title')}
      open
      onClose={() => blocker.reset()}
      actions={
        <>
          <Button onClick={() => blocker.reset()}>{t('leave.action.stay')}</Button>
          <Button look="danger" onClick={() => blocker.proceed()}>
            {t('leave.action.leave')}
          </Button>
        </>
      }
    >
      <p>{t('leave.dialog.text')}</p>
    </Dialog>
  )
}
