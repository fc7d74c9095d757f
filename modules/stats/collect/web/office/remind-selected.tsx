import type { ReactElement } from 'react'
import { call } from '#ui/api/call.ts'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { remindReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { EachDialog } from './each-dialog.tsx'

type Props = Readonly<{
  collectionId: number
  unitIds: readonly number[] | null
  nameOf: (unitId: number) => string
  onClose: () => void
}>

/** Reminding the units one has picked. */
export function RemindSelected({ collectionId, unitIds, nameOf, onClose }: Props): ReactElement {
  const t = useText(officeText)
  return (
    <EachDialog
      title={t('remind.title.dialog')}
      unitIds={unitIds}
      nameOf={nameOf}
      act={unitId => call(remindReport, { params: { collectionId, unitId }, body: {} })}
      go={t('remind.action.send')}
      running={t('remind.progress.label')}
      outcome={({ done, refused }) => t('remind.done.text', { count: done - refused.length })}
      onClose={onClose}
    >
      <p>{t('remind.what.selection', { count: formatCount(unitIds?.length ?? 0) })}</p>
    </EachDialog>
  )
}
