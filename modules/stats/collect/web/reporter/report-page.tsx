/** One report: filled in while it may be, read otherwise, with the reason in sight. */
import { type ReactElement, useCallback, useEffect, useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { type KeptRead, useKeptRead } from '#ui/api/kept-read.ts'
import { asProblem } from '#ui/api/request-failed.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Unread } from '#ui/components/read-states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { useSession } from '#ui/session/use-session.ts'
import { openMyReport } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { KeepDrafts } from '../inquiries/drafts.tsx'
import { useWholeForm } from '../whole-form.ts'
import { FillReport } from './fill-report.tsx'
import type { Opened } from './filling.ts'
import { LeftReport } from './left-report.tsx'
import { ReadReport } from './read-report.tsx'
import type { Outcome } from './submission-sender.ts'
import { useOutcome } from './submissions-on-the-way.tsx'
import { useLeftWork, useWaiting } from './use-waiting.ts'
import { WaitingReport } from './waiting-report.tsx'
import { reportPath } from './words.ts'
import './reporter.css'

export function useReportKey(): Readonly<{ collectionId: number; unitId: number }> {
  const { collectionId, unitId } = useParams()
  return { collectionId: Number(collectionId), unitId: Number(unitId) }
}

/** When the report falls due while the page is open, the page learns it. */
function useDueRefresh(opened: Opened | undefined, refresh: () => void): void {
  const dueAt = opened?.report.window.dueAt
  const now = opened?.now
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment alone decides
  useEffect(() => {
    if (dueAt === undefined || now === undefined) return
    const wait = Date.parse(dueAt) - Date.parse(now) + 1_500
    if (wait <= 0 || wait > 86_400_000) return
    const timer = setTimeout(refresh, wait)
    return () => clearTimeout(timer)
  }, [dueAt, now])
}

/** What was kept says when that was; the deadline is counted from now. */
function useToday<T extends KeptRead<typeof openMyReport>>(read: T): T {
  const { data, keptAt } = read
  const shown = useMemo(
    () => (data && keptAt !== null ? { ...data, now: new Date().toISOString() } : data),
    [data, keptAt],
  )
  return { ...read, data: shown }
}

export const ReportPage = (): ReactElement => (
  <KeepDrafts>
    <ReadPage />
  </KeepDrafts>
)

/** The server answered, and does not give the report to this person. */
function refusalOf(error: unknown): ProblemBody | null {
  const problem = asProblem(error)
  return [403, 404].includes(problem.status) ? problem : null
}

function ReadPage(): ReactElement {
  const key = useReportKey()
  const account = useSession()?.signInName ?? ''
  const read = useKeptRead(
    account,
    openMyReport,
    { params: key },
    {
      topics: ['collect.report', 'collect.collection'],
      staleTime: 0,
      gcTime: 0,
      refetchOnWindowFocus: false,
    },
  )
  const opened = useWholeForm(useToday(read), account)
  const refresh = async () => void (await opened.refetch())
  useLive(['collect'])
  useDueRefresh(opened.data, () => void refresh())
  const left = useLeftWork(account, key)
  const refused = read.isError ? refusalOf(read.error) : null
  if (refused && left) {
    return <LeftReport account={account} report={key} left={left} problem={refused} known={opened.data} />
  }
  if (!opened.data) return <Unread read={opened} lines={14} />
  return (
    <Report
      key={`${key.collectionId}/${key.unitId}`}
      opened={opened.data}
      account={account}
      keptAt={read.keptAt}
      onRefresh={refresh}
    />
  )
}

/** Above what this device kept, while the server cannot be asked. */
function AwayBanner({ keptAt }: Readonly<{ keptAt: string | null }>): ReactElement | null {
  const t = useText(reporterText)
  if (keptAt === null) return null
  return (
    <div className="zr-away zt-no-print">
      <Banner>{t('away.report.text', { time: formatDateTime(keptAt) })}</Banner>
    </div>
  )
}

type ReportProps = Readonly<{
  opened: Opened
  account: string
  keptAt: string | null
  onRefresh: () => Promise<void>
}>

function Report(props: ReportProps): ReactElement {
  const { opened, account } = props
  const { collectionId, unitId } = opened.report
  const navigate = useNavigate()
  const { waiting } = useWaiting(account, { collectionId, unitId })
  const onOutcome = useCallback(
    (outcome: Outcome) => {
      const { report } = outcome.waiting
      if (report.collectionId !== collectionId || report.unitId !== unitId) return false
      if (outcome.kind === 'refused') return true
      // It was handed over: the report is read anew where it stands.
      if (outcome.receipt === null) return false
      const state = { receipt: outcome.receipt }
      void navigate(reportPath({ collectionId, unitId }, '/receipt'), { replace: true, state })
      return true
    },
    [navigate, collectionId, unitId],
  )
  useOutcome(onOutcome)
  return (
    <>
      {waiting ? (
        <WaitingReport opened={opened} account={account} waiting={waiting} />
      ) : (
        <>
          <AwayBanner keptAt={props.keptAt} />
          <OpenReport {...props} />
        </>
      )}
    </>
  )
}

function OpenReport({ opened, account, onRefresh }: ReportProps): ReactElement {
  const { refusal } = useWaiting(account, opened.report)
  const [correcting, setCorrecting] = useState(opened.draft !== null)
  const [discarded, setDiscarded] = useState(0)
  const { state, revisionNo, returned } = opened.report
  const fills = opened.editable && (state !== 'submitted' || correcting)
  if (!fills) {
    return (
      <ReadReport
        key={`${state} ${revisionNo} ${opened.steps?.turn}`}
        opened={opened}
        account={account}
        refusal={refusal}
        onCorrect={() => setCorrecting(true)}
        onMoved={() => void onRefresh()}
      />
    )
  }
  return (
    <FillReport
      key={`${revisionNo} ${returned?.at} ${discarded}`}
      opened={opened}
      account={account}
      refusal={refusal}
      onRefused={() => void onRefresh()}
      onDiscarded={async () => {
        await onRefresh()
        setCorrecting(false)
        setDiscarded(discarded + 1)
      }}
    />
  )
}
