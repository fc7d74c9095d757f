import { type ReactElement, useEffect, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { withdrawAcceptance } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { changedByActs } from './changed-by-acts.ts'

type Props = Readonly<{
  params: { collectionId: number; unitId: number }
  open: boolean
  onClose: () => void
}>

export function WithdrawDialog({ params, open, onClose }: Props): ReactElement {
  const t = useText(officeText)
  const [reason, setReason] = useState('')
  const withdraw = useWrite(withdrawAcceptance, {
    changes: changedByActs,
    onDone: () => {
      showToast(t('report.done.withdraw'))
      onClose()
    },
  })
  const { reset } = withdraw
  useEffect(() => {
    if (!open) return
    setReason('')
    reset()
  }, [open, reset])
  const text = reason.trim()
  return (
    <Dialog
      title={t('withdraw.title.dialog')}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('office.action.cancel')}</Button>
          <Button
            look="primary"
            busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ params, body: text ? { reason: text } : {} })}
          >
            {t('report.action.withdraw')}
          </Button>
        </>
      }
    >
      <div className="co-fields">
        <p>{t('withdraw.what.text')}</p>
        <TextArea label={t('withdraw.reason.label')} maxLength={1000} value={reason} onChange={setReason} />
        {withdraw.isError && <ErrorState compact error={withdraw.error} />}
      </div>
    </Dialog>
  )
}
