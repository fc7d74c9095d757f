import { type ReactElement, useState } from 'react'
import type { BodyOf } from '#kernel/contract/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Refusals } from '#ui/components/refusals.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { acceptReports, getProgress, listReports } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import type { BodyFilter } from './use-report-filter.ts'

type Filtered = Readonly<{ filter: BodyFilter; count: number }>

/**
 * Accepting many: what was picked at once, a whole filter after asking. The click alone sends, so that a page
 * drawn anew sends nothing again.
 */
export function useAcceptance(collectionId: number) {
  const accept = useWrite(acceptReports, { changes: [listReports, getProgress] })
  const [asked, ask] = useState<Filtered | null>(null)
  return {
    accept,
    asked: accept.isIdle ? asked : null,
    ask,
    send: (body: BodyOf<typeof acceptReports>) => accept.mutate({ params: { collectionId }, body }),
    close: () => {
      ask(null)
      accept.reset()
    },
  }
}

type Props = Readonly<{
  acceptance: ReturnType<typeof useAcceptance>
  nameOf: (unitId: number) => string
  onClosed: () => void
}>

/** What would be accepted, and then the outcome of every report. */
export function AcceptDialog({ acceptance, nameOf, onClosed }: Props): ReactElement {
  const t = useText(officeText)
  const { accept, asked, send } = acceptance
  const result = accept.data
  const refused = (result?.outcomes ?? []).flatMap(one =>
    one.ok || !one.message
      ? []
      : [{ id: one.unitId, problem: { code: one.code ?? '', message: one.message } }],
  )
  const close = () => {
    acceptance.close()
    onClosed()
  }
  return (
    <Dialog
      title={t('list.accept.title')}
      open={asked !== null || !accept.isIdle}
      busy={accept.isPending}
      onClose={close}
      width={refused.length > 0 ? 'wide' : 'narrow'}
      actions={
        asked ? (
          <>
            <Button onClick={close}>{t('office.action.cancel')}</Button>
            <Button look="primary" onClick={() => send({ filter: asked.filter })}>
              {t('list.accept.go')}
            </Button>
          </>
        ) : (
          <Button busy={accept.isPending} onClick={close}>
            {t('office.action.close')}
          </Button>
        )
      }
    >
      {asked && <p>{t('list.accept.confirm', { count: formatCount(asked.count) })}</p>}
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
          <Refusals refused={refused} column={t('list.column.name')} nameOf={nameOf} />
        </div>
      )}
    </Dialog>
  )
}
