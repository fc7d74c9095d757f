/** One report: filled in while it may be, read otherwise, with the reason in sight. */
import { type ReactElement, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Unread } from '#ui/components/read-states.tsx'
import { useSession } from '#ui/session/use-session.ts'
import { openMyReport } from '../../contract.ts'
import { useWholeForm } from '../whole-form.ts'
import { FillReport } from './fill-report.tsx'
import type { Opened } from './filling.ts'
import { ReadReport } from './read-report.tsx'
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

export function ReportPage(): ReactElement {
  const key = useReportKey()
  const session = useSession()
  const read = useRead(
    openMyReport,
    { params: key },
    {
      topics: ['collect.report', 'collect.collection'],
      staleTime: 0,
      gcTime: 0,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  )
  const opened = useWholeForm(read)
  const refresh = async () => void (await opened.refetch())
  useLive(['collect'])
  useDueRefresh(opened.data, () => void refresh())
  if (!opened.data) return <Unread read={opened} lines={14} />
  return (
    <Report
      key={`${key.collectionId}/${key.unitId}`}
      opened={opened.data}
      account={session?.signInName ?? ''}
      onRefresh={refresh}
    />
  )
}

type ReportProps = Readonly<{ opened: Opened; account: string; onRefresh: () => Promise<void> }>

function Report({ opened, account, onRefresh }: ReportProps): ReactElement {
  const [correcting, setCorrecting] = useState(opened.draft !== null)
  const [discarded, setDiscarded] = useState(0)
  const { state, revisionNo, returned } = opened.report
  const fills = opened.editable && (state !== 'submitted' || correcting)
  if (!fills) {
    return (
      <ReadReport
        key={`${state} ${revisionNo}`}
        opened={opened}
        account={account}
        onCorrect={() => setCorrecting(true)}
      />
    )
  }
  return (
    <FillReport
      key={`${revisionNo} ${returned?.at} ${discarded}`}
      opened={opened}
      account={account}
      onRefused={() => void onRefresh()}
      onDiscarded={async () => {
        await onRefresh()
        setCorrecting(false)
        setDiscarded(discarded + 1)
      }}
    />
  )
}
