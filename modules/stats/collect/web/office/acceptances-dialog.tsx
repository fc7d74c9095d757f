import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { type BulkAcceptance, cancelAcceptance, getAcceptance, listAcceptances } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { changedByActs } from './changed-by-acts.ts'
import { useAddress } from './use-address.ts'
import './office.css'

const POLL = 700
const SHOWN = 20

const isUnderWay = (one: BulkAcceptance | undefined): boolean =>
  one?.state === 'waiting' || one?.state === 'running'

/** How far a bulk acceptance is, with a way to stop it; or what came of it. */
export function AcceptanceResult({ acceptance }: Readonly<{ acceptance: BulkAcceptance }>): ReactElement {
  const t = useText(officeText)
  const { acceptanceId, state, total, accepted, skipped } = acceptance
  const cancel = useWrite(cancelAcceptance, { changes: [getAcceptance, listAcceptances, ...changedByActs] })
  if (state === 'waiting' || state === 'running') {
    return (
      <>
        <ProgressBar
          label={t('accept.progress.label')}
          done={accepted + skipped}
          total={total}
          onCancel={() => cancel.mutate({ params: { acceptanceId } })}
        />
        {cancel.error && <ErrorState compact error={cancel.error} />}
      </>
    )
  }
  const counts = {
    total: formatCount(total),
    accepted: formatCount(accepted),
    skipped: formatCount(skipped),
    left: formatCount(total - accepted - skipped),
  }
  return <p role="status">{t(total === 0 ? 'accept.none.text' : `accept.${state}.text`, counts)}</p>
}

/** Kept up to date while it goes on. */
export const useAcceptanceProgress = (acceptanceId: number) =>
  useRead(
    getAcceptance,
    { params: { acceptanceId } },
    { refetchInterval: query => (isUnderWay(query.state.data) ? POLL : false) },
  )

export function ResultLink({ acceptanceId }: Pick<BulkAcceptance, 'acceptanceId'>): ReactElement {
  const t = useText(officeText)
  const { to } = useAddress()
  return <Link to={to(`/collect/acceptances/${acceptanceId}`)}>{t('accept.result.link')}</Link>
}

/** What was just asked for, in the dialog that asked. */
export function StartedAcceptance({ acceptanceId }: Pick<BulkAcceptance, 'acceptanceId'>): ReactElement {
  const t = useText(officeText)
  const read = useAcceptanceProgress(acceptanceId)
  if (!read.data) return <Unread compact read={read} lines={2} />
  return (
    <div className="co-fields">
      <ReadFailure read={read} />
      <AcceptanceResult acceptance={read.data} />
      {isUnderWay(read.data) && (
        <p className="co-soft">{t('accept.list.where', { title: t('accept.list.title') })}</p>
      )}
      {read.data.skipped > 0 && (
        <p>
          <ResultLink acceptanceId={acceptanceId} />
        </p>
      )}
    </div>
  )
}

function Asked({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  const read = useRead(
    listAcceptances,
    { params: { collectionId }, query: { page: 1, pageSize: SHOWN } },
    { refetchInterval: query => (query.state.data?.items.some(isUnderWay) ? POLL : false) },
  )
  if (!read.data) return <Unread compact read={read} lines={4} />
  const { items, total } = read.data
  if (total === 0) return <EmptyState title={t('accept.list.none')}>{t('accept.list.noneHint')}</EmptyState>
  return (
    <>
      <ReadFailure read={read} />
      <ul className="co-tasks">
        {items.map(one => (
          <li key={one.acceptanceId}>
            <span className="co-task-head">
              <time dateTime={one.createdAt}>{formatDateTime(one.createdAt)}</time>
              <ResultLink acceptanceId={one.acceptanceId} />
            </span>
            <AcceptanceResult acceptance={one} />
          </li>
        ))}
      </ul>
      {total > items.length && (
        <p className="co-soft">{t('accept.list.more', { shown: SHOWN, total: formatCount(total) })}</p>
      )}
    </>
  )
}

/** The bulk acceptances one has asked for in a collection: how far each is, or what came of it. */
export function AcceptancesButton({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('accept.list.title')}</Button>
      <Dialog
        title={t('accept.list.title')}
        open={open}
        onClose={close}
        actions={<Button onClick={close}>{t('office.action.close')}</Button>}
      >
        <Asked collectionId={collectionId} />
      </Dialog>
    </>
  )
}
