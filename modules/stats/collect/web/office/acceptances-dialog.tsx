import { type ReactElement, useRef } from 'react'
import { Link } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { ProgressBar } from '#ui/components/progress-bar.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { formatCount, formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { type BulkAcceptance, cancelAcceptance, getAcceptance, listAcceptances } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { changedByActs } from './changed-by-acts.ts'
import { isUnderWay, pollWhile, TASKS_SHOWN, TaskList, TasksButton } from './tasks-dialog.tsx'
import { useAddress } from './use-address.ts'
import './office.css'

type ResultProps = Readonly<{
  acceptance: BulkAcceptance
  /** It is the one that is looked at, so its end is said aloud. */
  alone?: boolean
}>

/** How far a bulk acceptance is, with a way to stop it; or what came of it. */
export function AcceptanceResult({ acceptance, alone = false }: ResultProps): ReactElement {
  const t = useText(officeText)
  const place = useRef<HTMLDivElement>(null)
  const { acceptanceId, accepted, skipped, total } = acceptance
  const cancel = useWrite(cancelAcceptance, { changes: [getAcceptance, listAcceptances, ...changedByActs] })
  // The button is gone then.
  const stop = () => cancel.mutate({ params: { acceptanceId } }, { onSuccess: () => place.current?.focus() })
  return (
    <div ref={place} tabIndex={-1}>
      {isUnderWay(acceptance) && (
        <ProgressBar
          label={t('accept.progress.label')}
          done={accepted + skipped}
          total={total}
          onCancel={stop}
        />
      )}
      {cancel.error && isUnderWay(acceptance) && <ErrorState compact error={cancel.error} />}
      <div {...(alone && { role: 'status' })}>
        {!isUnderWay(acceptance) && <Ended acceptance={acceptance} />}
      </div>
    </div>
  )
}

function Ended({ acceptance }: Pick<ResultProps, 'acceptance'>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const { total, accepted, skipped, failure } = acceptance
  const state = acceptance.state as Exclude<BulkAcceptance['state'], 'waiting' | 'running'>
  const counts = {
    total: formatCount(total),
    accepted: formatCount(accepted),
    skipped: formatCount(skipped),
    left: formatCount(total - accepted - skipped),
  }
  if (failure) return <p>{t('accept.broken.text', { ...counts, reason: local(failure.message) })}</p>
  return <p>{t(total === 0 ? 'accept.none.text' : `accept.${state}.text`, counts)}</p>
}

/** Kept up to date while it goes on. */
export const useAcceptanceProgress = (acceptanceId: number) =>
  useRead(
    getAcceptance,
    { params: { acceptanceId } },
    { refetchInterval: query => pollWhile(query.state.data) },
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
      <AcceptanceResult alone acceptance={read.data} />
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

/** The bulk acceptances one has asked for in a collection: how far each is, or what came of it. */
export function AcceptancesButton({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  return (
    <TasksButton title={t('accept.list.title')}>
      <Asked collectionId={collectionId} />
    </TasksButton>
  )
}

function Asked({ collectionId }: Readonly<{ collectionId: number }>): ReactElement {
  const t = useText(officeText)
  const read = useRead(
    listAcceptances,
    { params: { collectionId }, query: { page: 1, pageSize: TASKS_SHOWN } },
    { refetchInterval: query => pollWhile(...(query.state.data?.items ?? [])) },
  )
  return (
    <TaskList
      read={read}
      keyOf={(one: BulkAcceptance) => one.acceptanceId}
      empty={{ title: t('accept.list.none'), hint: t('accept.list.noneHint') }}
      more={total => t('accept.list.more', { shown: TASKS_SHOWN, total: formatCount(total) })}
    >
      {one => (
        <>
          <span className="co-task-head">
            <time dateTime={one.createdAt}>{formatDateTime(one.createdAt)}</time>
            <ResultLink acceptanceId={one.acceptanceId} />
          </span>
          <AcceptanceResult acceptance={one} />
        </>
      )}
    </TaskList>
  )
}
