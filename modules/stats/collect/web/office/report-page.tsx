import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { LiveEvent } from '#ui/api/live-source.ts'
import { useRead, useReadAhead, useWrite } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { actOnToast, showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { getReport, remindReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { KeepDrafts } from '../inquiries/drafts.tsx'
import { useWholeForm } from '../whole-form.ts'
import { ExtendDialog } from './extend-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { ReportDesk } from './report-desk.tsx'
import { ReportHead } from './report-head.tsx'
import type { Report } from './report-session.ts'
import { SendBackDialog } from './send-back-dialog.tsx'
import { eventKindOf } from './side-history.tsx'
import { useAccept } from './use-accept.ts'
import { useAddress } from './use-address.ts'
import { useSeen } from './use-kept-list.ts'
import { useNeighbours } from './use-neighbours.ts'
import { useReportKeys } from './use-report-keys.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'
import './office.css'
import './report.css'

type Open = 'send-back' | 'withdraw' | 'extend' | 'keys' | null

/** Another's act or a new submission on this very report: read it again and say so. */
function useReportNews(collectionId: number, report: Report | undefined): void {
  const client = useQueryClient()
  const t = useText(officeText)
  const known = report?.report
  const readAgain = async () => {
    await client.invalidateQueries({ queryKey: [getReport.id] })
    const after = client.getQueriesData<Report>({ queryKey: [getReport.id] })
    const now = after.map(([, data]) => data?.report).find(one => one?.unitId === known?.unitId)
    if (known && now && now.revisionNo > known.revisionNo) showToast(t('report.banner.changed'))
  }
  const onEvent = (event: LiveEvent) => {
    const detail = event.detail as { collectionId?: number } | undefined
    const here = detail?.collectionId === collectionId && sameCounty(event.regionCode, known?.regionCode)
    if (!detail || here) void readAgain()
  }
  useLive(['collect.report'], onEvent, () => void readAgain())
}

type Ask = Readonly<{ open: (dialog: Open) => void; correct: () => void }>

/** What this person may do with the report now; while it is being corrected, nothing else. */
function useActs(report: Report, correcting: boolean, ask: Ask) {
  const t = useText(officeText)
  const { unitId, revisionNo } = report.report
  const params = { collectionId: report.collection.collectionId, unitId }
  const { accept, go } = useAccept(report)
  const remind = useWrite(remindReport, {
    changes: [getReport],
    onDone: ({ accounts }) => showToast(t('report.done.remind', { count: accounts })),
  })
  const { may } = report
  const current = report.shownRevision === revisionNo
  const all = {
    accept: may.accept && current ? go : undefined,
    withdraw: may.withdraw ? () => ask.open('withdraw') : undefined,
    sendBack: may.sendBack && current ? () => ask.open('send-back') : undefined,
    correct: may.correct && current && report.values ? ask.correct : undefined,
    extend: may.extend ? () => ask.open('extend') : undefined,
    remind: may.remind ? () => remind.mutate({ params, body: {} }) : undefined,
    keys: () => ask.open('keys'),
  }
  const { keys } = all
  const acts: Partial<typeof all> & Pick<typeof all, 'keys'> = correcting ? { keys } : all
  return {
    acts,
    failed: accept.error ?? remind.error,
    accepting: accept.isPending,
    reset: () => accept.reset(),
  }
}

function Opened({ report }: Readonly<{ report: Report }>): ReactElement {
  const navigate = useNavigate()
  const { search } = useAddress()
  const { unitId, unitName } = report.report
  const { collectionId } = report.collection
  const params = { collectionId, unitId }
  const [open, setOpen] = useState<Open>(null)
  const [correcting, setCorrecting] = useState(false)
  const [marked, setMarked] = useState<readonly string[]>([])
  const neighbours = useNeighbours(collectionId, unitId)
  useSeen(collectionId, unitId)
  useReadAhead(
    getReport,
    neighbours.nextUnit === null
      ? null
      : { params: { collectionId, unitId: neighbours.nextUnit }, query: {} },
  )
  const t = useText(officeText)
  const goNext = () => {
    if (neighbours.next) void navigate(neighbours.next)
    else if (neighbours.isLast) showToast(t('report.nav.last', { total: neighbours.total }))
  }
  const { acts, failed, accepting, reset } = useActs(report, correcting, {
    open: setOpen,
    correct: () => setCorrecting(true),
  })
  useReportKeys({
    j: goNext,
    k: () => neighbours.previous && navigate(neighbours.previous),
    a: acts.accept,
    b: acts.sendBack,
    e: acts.correct,
    u: actOnToast,
    '?': acts.keys,
  })
  return (
    <div className="co-report">
      <ReportHead
        report={report}
        neighbours={neighbours}
        back={`/collect/reports?${search}`}
        acts={acts}
        busy={accepting}
        correcting={correcting}
      />
      {failed && (
        <div>
          <ErrorState compact error={failed} kept="" />
          <LastAct report={report} />
        </div>
      )}
      <ReportDesk
        report={report}
        correcting={correcting}
        onCorrected={() => setCorrecting(false)}
        marked={marked}
        onUnmark={() => setMarked([])}
        onMark={key => setMarked(now => (now.includes(key) ? now.filter(one => one !== key) : [...now, key]))}
      />
      <SendBackDialog
        report={report}
        open={open === 'send-back'}
        marked={marked}
        onClose={() => setOpen(null)}
        onDone={() => {
          setMarked([])
          setOpen(null)
        }}
      />
      <WithdrawDialog params={params} open={open === 'withdraw'} onClose={() => setOpen(null)} />
      <ExtendDialog
        collectionId={collectionId}
        unitIds={open === 'extend' ? [unitId] : null}
        nameOf={() => unitName}
        onClose={() => setOpen(null)}
        onDone={reset}
      />
      <KeysDialog open={open === 'keys'} onClose={() => setOpen(null)} />
    </div>
  )
}

/** Who did what last: two who act upon one report at once are told of each other. */
function LastAct({ report }: Readonly<{ report: Report }>): ReactElement | null {
  const t = useText(officeText)
  const last = report.events.at(-1)
  const kind = last && eventKindOf(last.kind)
  if (!last?.by || !kind) return null
  const words = { name: last.by, at: formatDateTime(last.at), what: t(`event.kind.${kind}`) }
  return <p className="co-soft">{t('report.failed.last', words)}</p>
}

/** A notice names the county only. */
const sameCounty = (notice: unknown, region: string | undefined): boolean =>
  typeof notice === 'string' && notice.slice(0, 6) === region?.slice(0, 6)

/** One report of one unit: look, judge, act, go on to the next. */
export const ReportPage = (): ReactElement => (
  <KeepDrafts>
    <ReadPage />
  </KeepDrafts>
)

function ReadPage(): ReactElement {
  const { collectionId, unitId } = useParams()
  const { search } = useAddress()
  const revision = Number(search.get('revision')) || undefined
  const read = useWholeForm(
    useRead(getReport, {
      params: { collectionId: Number(collectionId), unitId: Number(unitId) },
      query: revision === undefined ? {} : { revision },
    }),
  )
  useReportNews(Number(collectionId), read.data)
  if (!read.data) return <Unread read={read} lines={14} />
  return (
    <>
      <ReadFailure read={read} />
      <Opened key={`${collectionId}/${unitId}`} report={read.data} />
    </>
  )
}
