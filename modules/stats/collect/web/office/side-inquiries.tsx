import { type ReactElement, useMemo } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { askAboutReport, askOn, closeInquiry, getReport, type Inquiry, listReports } from '../../contract.ts'
import { inquiryText } from '../../locale/inquiries/text.ts'
import { codelistsOf } from '../form-program.ts'
import { AskedCells, Compose, Thread } from '../inquiries/thread.tsx'
import type { Report } from './report-session.ts'
import type { SideProps } from './report-side.tsx'
import { useOfficeRights } from './use-collections.ts'

const changes = [getReport, listReports]

const paramsOf = ({ report, collection }: Report) => ({
  collectionId: collection.collectionId,
  unitId: report.unitId,
})

type Props = Pick<SideProps, 'report' | 'cell' | 'marked' | 'onJump'>

/** About the cells that are marked, else the one under the caret. */
function Ask({ report, cell, marked, onJump }: Props): ReactElement {
  const t = useText(inquiryText)
  const lists = useMemo(() => codelistsOf(report), [report])
  const ask = useWrite(askAboutReport, { changes, onDone: () => showToast(t('inquiry.ask.done')) })
  const cells = marked.length > 0 ? marked : cell === null ? [] : [cell]
  return (
    <section className="co-ask">
      <h2>{t('inquiry.ask.title')}</h2>
      {cells.length === 0 ? (
        <p className="co-soft">{t('inquiry.ask.none')}</p>
      ) : (
        <>
          <AskedCells spec={report.spec} codelists={lists} cells={cells} onJump={onJump} />
          <Compose
            label={t('inquiry.ask.label')}
            hint={t('inquiry.ask.hint')}
            action={t('inquiry.ask.send')}
            sending={ask}
            onSend={text =>
              ask.mutateAsync({
                params: paramsOf(report),
                body: { revisionNo: report.report.revisionNo, cells: [...cells], text },
              })
            }
          />
        </>
      )}
    </section>
  )
}

function Acts({ report, inquiry }: Readonly<{ report: Report; inquiry: Inquiry }>): ReactElement {
  const t = useText(inquiryText)
  const again = useWrite(askOn, { changes, onDone: () => showToast(t('inquiry.ask.done')) })
  const close = useWrite(closeInquiry, { changes })
  const params = { ...paramsOf(report), inquiryId: inquiry.inquiryId }
  return (
    <details className="co-ask-on" open={inquiry.state === 'answered'}>
      <summary>{t('inquiry.ask.on')}</summary>
      {close.error && <ErrorState compact error={close.error} />}
      <Compose
        label={t('inquiry.ask.label')}
        action={t('inquiry.ask.on')}
        sending={again}
        onSend={text => again.mutateAsync({ params, body: { text } })}
      >
        {inquiry.state !== 'closed' && (
          <Button busy={close.isPending} onClick={() => close.mutate({ params })}>
            {t('inquiry.close.action')}
          </Button>
        )}
      </Compose>
    </details>
  )
}

/** What was asked about this report and answered, through all its revisions; and asking. */
export function SideInquiries(props: Props): ReactElement {
  const { report, onJump } = props
  const t = useText(inquiryText)
  const rights = useOfficeRights()
  const lists = useMemo(() => codelistsOf(report), [report])
  const current = report.shownRevision === report.report.revisionNo && report.report.revisionNo > 0
  return (
    <div className="cq-threads">
      {rights.review && current && <Ask {...props} />}
      {report.inquiries.length === 0 && (
        <EmptyState title={t('inquiry.list.none')}>{t('inquiry.list.noneHint')}</EmptyState>
      )}
      {report.inquiries.map(inquiry => (
        <Thread
          key={inquiry.inquiryId}
          spec={report.spec}
          codelists={lists}
          inquiry={inquiry}
          onJump={onJump}
        >
          {rights.review && <Acts key={inquiry.state} report={report} inquiry={inquiry} />}
        </Thread>
      ))}
    </div>
  )
}
