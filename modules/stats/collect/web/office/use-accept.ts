/** Accepting is shown at once and can be taken back while its message stands: withdrawing is the act for that. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { readKey, useWrite } from '#ui/api/queries.ts'
import { showToast } from '#ui/components/toast.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { useText } from '#ui/i18n/text.ts'
import { acceptReport, getReport, withdrawAcceptance } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { changedByActs } from './changed-by-acts.ts'
import type { Report } from './report-session.ts'

export function useAccept(report: Report) {
  const t = useText(officeText)
  const client = useQueryClient()
  const tellFailure = useFailureToast()
  const here = useRef(false)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  const { unitId, unitName, revisionNo } = report.report
  const params = { collectionId: report.collection.collectionId, unitId }
  const withdraw = useWrite(withdrawAcceptance, {
    changes: changedByActs,
    onDone: () => showToast(t('report.done.withdraw')),
    onFailed: tellFailure,
  })
  const accept = useWrite(acceptReport, {
    changes: changedByActs,
    onFailed: error => {
      void client.invalidateQueries({ queryKey: [getReport.id] })
      // The page tells it where it is still open; who has gone on is told wherever they are.
      if (!here.current) tellFailure(error)
    },
  })
  const go = () => {
    showAccepted(client, report)
    const sent = accept.mutateAsync({ params, body: { revisionNo } })
    const takeBack = () => withdraw.mutate({ params, body: {} })
    // Whoever takes it back before the answer is there is not kept waiting for the key to mean something.
    const dismiss = showToast(t('report.done.accept', { unit: unitName }), 'done', {
      label: t('report.action.undo'),
      key: 'U',
      run: () => void sent.then(takeBack, () => {}),
    })
    sent.catch(dismiss)
  }
  return { accept, go }
}

function showAccepted(client: QueryClient, { report, collection, may }: Report): void {
  const level = may.accept
  if (!level) return
  const { unitId } = report
  const { collectionId } = collection
  // The next report may be being read ahead.
  void client.cancelQueries({ queryKey: readKey(getReport, { params: { collectionId, unitId } }) })
  client.setQueriesData<Report>({ queryKey: [getReport.id] }, known => {
    const same = known?.report.unitId === unitId && known.collection.collectionId === collectionId
    if (!known || !same) return known
    return {
      ...known,
      report: { ...known.report, state: `accepted:${level}` },
      may: { ...known.may, accept: null, sendBack: false, correct: false, extend: false },
    }
  })
}
