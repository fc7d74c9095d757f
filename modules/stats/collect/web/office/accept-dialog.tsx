import { type ReactElement, useState } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Refusals } from '#ui/components/refusals.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import {
  ACCEPTED_AT_ONCE,
  acceptReports,
  getProgress,
  listAcceptances,
  listReports,
  startAcceptance,
} from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { StartedAcceptance } from './acceptances-dialog.tsx'
import type { BodyFilter } from './use-report-filter.ts'

type Bulk = ReplyOf<typeof listReports>['bulk']
/** `place`: the list it is about, in words. */
type Filtered = Readonly<{ filter: BodyFilter; place: string; total: number; bulk: Bulk }>

/**
 * Accepting: a few that were picked at once, more of them or a whole filter (after asking) as a job. The click alone
 * sends, so that a page drawn anew sends nothing again.
 */
export function useAcceptance(collectionId: number) {
  const params = { collectionId }
  const accept = useWrite(acceptReports, { changes: [listReports, getProgress] })
  const start = useWrite(startAcceptance, { changes: [listAcceptances] })
  const [asked, ask] = useState<Filtered | null>(null)
  return {
    accept,
    start,
    asked: start.isIdle ? asked : null,
    ask,
    send: (unitIds: readonly number[]) => {
      if (unitIds.length <= ACCEPTED_AT_ONCE) accept.mutate({ params, body: { unitIds: [...unitIds] } })
      else start.mutate({ params, body: { filter: {}, unitIds: [...unitIds] } })
    },
    sendAll: (filter: BodyFilter) => start.mutate({ params, body: { filter } }),
    close: () => {
      ask(null)
      accept.reset()
      start.reset()
    },
  }
}

type Props = Readonly<{
  acceptance: ReturnType<typeof useAcceptance>
  nameOf: (unitId: number) => string
  onClosed: () => void
}>

type Outcome = ReplyOf<typeof acceptReports>

const refusedOf = (outcome: Outcome | undefined) =>
  (outcome?.outcomes ?? []).flatMap(one =>
    one.ok || !one.message
      ? []
      : [{ id: one.unitId, problem: { code: one.code ?? '', message: one.message } }],
  )

function Picked(props: Readonly<{ outcome: Outcome; nameOf: Props['nameOf'] }>): ReactElement {
  const t = useText(officeText)
  const { accepted, refused } = props.outcome
  const counts = { accepted: formatCount(accepted), refused: formatCount(refused) }
  return (
    <div className="co-fields" role="status">
      <p>
        <b>{t('list.accept.done', counts)}</b>
      </p>
      {refused === 0 && accepted > 0 && <p>{t('list.accept.allDone')}</p>}
      <Refusals refused={refusedOf(props.outcome)} column={t('list.column.name')} nameOf={props.nameOf} />
    </div>
  )
}

function Asked({ place, total, bulk }: Filtered): ReactElement {
  const t = useText(officeText)
  const counts = { place, total: formatCount(total), count: formatCount(bulk.accept) }
  return (
    <div className="co-fields">
      <p>{t('list.accept.confirm', counts)}</p>
      {bulk.held > 0 && <p>{t('list.accept.held', { count: formatCount(bulk.held) })}</p>}
      <p className="co-soft">{t('list.accept.after')}</p>
    </div>
  )
}

/** What would be accepted; then the outcome of every report that was picked, or how far the job is. */
export function AcceptDialog({ acceptance, nameOf, onClosed }: Props): ReactElement {
  const t = useText(officeText)
  const { accept, start, asked, sendAll } = acceptance
  const close = () => {
    acceptance.close()
    onClosed()
  }
  const error = accept.error ?? start.error
  return (
    <Dialog
      title={t('list.accept.title')}
      open={asked !== null || !accept.isIdle || !start.isIdle}
      busy={accept.isPending || start.isPending}
      onClose={close}
      width={refusedOf(accept.data).length > 0 ? 'wide' : 'narrow'}
      actions={
        asked ? (
          <>
            <Button onClick={close}>{t('office.action.cancel')}</Button>
            <Button look="primary" onClick={() => sendAll(asked.filter)}>
              {t('list.accept.go', { count: formatCount(asked.bulk.accept) })}
            </Button>
          </>
        ) : (
          <Button busy={accept.isPending || start.isPending} onClick={close}>
            {t('office.action.close')}
          </Button>
        )
      }
    >
      {asked && <Asked {...asked} />}
      {error && <ErrorState compact error={error} />}
      {accept.data && <Picked outcome={accept.data} nameOf={nameOf} />}
      {start.data && <StartedAcceptance acceptanceId={start.data.acceptanceId} />}
    </Dialog>
  )
}
