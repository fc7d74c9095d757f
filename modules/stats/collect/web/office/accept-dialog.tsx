import { type ReactElement, useEffect } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { acceptReports, getProgress, listReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { Refusals } from './refusals.tsx'
import type { BodyFilter } from './use-report-filter.ts'

export type Accepting =
  | Readonly<{ unitIds: readonly number[] }>
  | Readonly<{ filter: BodyFilter; count: number }>

type Props = Readonly<{
  collectionId: number
  accepting: Accepting | null
  nameOf: (unitId: number) => string
  onClose: () => void
}>

/** Accepting many: a selection at once, a whole filter after asking; every outcome is told. */
export function AcceptDialog({ collectionId, accepting, nameOf, onClose }: Props): ReactElement {
  const t = useText(officeText)
  const accept = useWrite(acceptReports, { changes: [listReports, getProgress] })
  const { mutate, reset } = accept
  useEffect(() => {
    if (accepting === null) reset()
    else if ('unitIds' in accepting) {
      mutate({ params: { collectionId }, body: { unitIds: [...accepting.unitIds] } })
    }
  }, [accepting, collectionId, mutate, reset])
  const asks = accepting !== null && 'filter' in accepting && accept.isIdle
  const result = accept.data
  const refused = (result?.outcomes ?? []).flatMap(one =>
    one.ok || !one.message
      ? []
      : [{ unitId: one.unitId, problem: { code: one.code ?? '', message: one.message } }],
  )
  return (
    <Dialog
      title={t('list.accept.title')}
      open={accepting !== null}
      onClose={onClose}
      width={refused.length > 0 ? 'wide' : 'narrow'}
      actions={
        asks ? (
          <>
            <Button onClick={onClose}>{t('office.action.cancel')}</Button>
            <Button
              look="primary"
              onClick={() => mutate({ params: { collectionId }, body: { filter: accepting.filter } })}
            >
              {t('list.accept.go')}
            </Button>
          </>
        ) : (
          <Button busy={accept.isPending} onClick={onClose}>
            {t('office.action.close')}
          </Button>
        )
      }
    >
      {asks && <p>{t('list.accept.confirm', { count: formatCount(accepting.count) })}</p>}
      {accept.isError && <ErrorState compact error={accept.error} />}
      {result && (
        <div className="co-fields" role="status">
          <p>
            <b>
              {t('list.accept.done', {
                accepted: formatCount(result.accepted),
                refused: formatCount(result.refused),
              })}
            </b>
          </p>
          {refused.length === 0 && result.accepted > 0 && <p>{t('list.accept.allDone')}</p>}
          <Refusals refused={refused} nameOf={nameOf} />
        </div>
      )}
    </Dialog>
  )
}
