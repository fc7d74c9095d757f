import type { ReactElement } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import {
  askAboutReport,
  askOn,
  closeInquiry,
  getReport,
  INQUIRY_CELLS,
  type Inquiry,
  listReports,
} from '../../contract.ts'
import { inquiryText } from '../../locale/inquiries/text.ts'
import { codelistsOf } from '../form-program.ts'
import { newQuestion, useDraft } from '../inquiries/drafts.tsx'
import { AskedCells, Compose, Thread } from '../inquiries/thread.tsx'
import type { Report } from './report-session.ts'
import type { SideProps } from './report-side.tsx'

type Asked = ReplyOf<typeof askAboutReport>

const changes = [getReport, listReports]

const paramsOf = ({ report, collection }: Report) => ({
  collectionId: collection.collectionId,
  unitId: report.unitId,
})

const placesOf = (report: Report, onJump: (key: string) => void) => ({
  spec: report.spec,
  values: report.values,
  codelists: codelistsOf(report),
  onJump,
})

type Props = Pick<SideProps, 'report' | 'cell' | 'marked' | 'onUnmark' | 'onJump' | 'askRef'>

function useAsking(report: Report) {
  const t = useText(inquiryText)
  const onDone = ({ told }: Asked) => {
    if (told > 0) showToast(t('inquiry.ask.done'))
  }
  const ask = useWrite(askAboutReport, { changes, onDone })
  const again = useWrite(askOn, { changes, onDone })
  return { ask, again, params: paramsOf(report) }
}

/** Written down, and nobody is there to read it. */
function ToldNobody({ asked }: Readonly<{ asked: Asked | undefined }>): ReactElement | null {
  const t = useText(inquiryText)
  return asked?.told === 0 ? <Banner look="query">{t('inquiry.ask.nobody')}</Banner> : null
}

/** About the cells that are marked, else the one under the caret. */
function Ask({ report, cell, marked, onUnmark, onJump, askRef }: Props): ReactElement {
  const t = useText(inquiryText)
  const { ask, params } = useAsking(report)
  const draft = useDraft(newQuestion(params))
  const cells = marked.length > 0 ? marked : cell === null ? [] : [cell]
  const tooMany = cells.length > INQUIRY_CELLS
  const send = async (text: string) => {
    const body = { revisionNo: report.report.revisionNo, cells: [...cells], text }
    await ask.mutateAsync({ params, body })
    onUnmark()
  }
  return (
    <section className="co-ask" ref={askRef} tabIndex={-1}>
      <h2>{t('inquiry.ask.title')}</h2>
      <ToldNobody asked={ask.data} />
      {cells.length === 0 && draft.text === '' ? (
        <p className="co-soft">{t('inquiry.ask.none')}</p>
      ) : (
        <>
          {!tooMany && <AskedCells {...placesOf(report, onJump)} cells={cells} />}
          <Compose
            label={t('inquiry.ask.label')}
            hint={
              tooMany
                ? t('inquiry.ask.tooMany', { most: INQUIRY_CELLS, count: cells.length })
                : t(cells.length === 0 ? 'inquiry.ask.none' : 'inquiry.ask.hint')
            }
            action={t('inquiry.ask.send')}
            draft={draft}
            sending={ask}
            disabled={tooMany || cells.length === 0}
            onSend={send}
          />
        </>
      )}
    </section>
  )
}

function Close({ report, inquiry }: Readonly<{ report: Report; inquiry: Inquiry }>): ReactElement {
  const t = useText(inquiryText)
  const close = useWrite(closeInquiry, { changes })
  const params = { ...paramsOf(report), inquiryId: inquiry.inquiryId }
  const go = (button: HTMLElement) => {
    const thread = button.closest('article')
    const body = { messages: inquiry.messages.length }
    // The button is gone then.
    close.mutate({ params, body }, { onSuccess: () => thread?.focus() })
  }
  return (
    <>
      {close.error && <ErrorState compact error={close.error} />}
      {inquiry.state !== 'closed' && (
        <Button busy={close.isPending} onClick={event => go(event.currentTarget)}>
          {t('inquiry.close.action')}
        </Button>
      )}
    </>
  )
}

function AskOn({ report, inquiry }: Readonly<{ report: Report; inquiry: Inquiry }>): ReactElement {
  const t = useText(inquiryText)
  const { again, params } = useAsking(report)
  const draft = useDraft(inquiry.inquiryId)
  const { inquiryId, state } = inquiry
  return (
    <>
      <ToldNobody asked={again.data} />
      <details className="co-ask-on" open={state === 'answered' || draft.text !== ''}>
        <summary>{t('inquiry.ask.on')}</summary>
        <Compose
          label={t('inquiry.ask.label')}
          action={t('inquiry.ask.on')}
          draft={draft}
          sending={again}
          onSend={text => again.mutateAsync({ params: { ...params, inquiryId }, body: { text } })}
        />
      </details>
    </>
  )
}

/** What was asked about this report and answered, through all its revisions; and asking. */
export function SideInquiries(props: Props): ReactElement {
  const { report, onJump } = props
  const t = useText(inquiryText)
  const { ask } = report.may
  const current = report.shownRevision === report.report.revisionNo
  return (
    <div className="cq-threads">
      {ask && current && <Ask {...props} />}
      {report.inquiries.length === 0 && (
        <EmptyState title={t('inquiry.list.none')}>{t('inquiry.list.noneHint')}</EmptyState>
      )}
      {report.inquiries.map(inquiry => (
        <Thread key={inquiry.inquiryId} {...placesOf(report, onJump)} inquiry={inquiry}>
          {ask && (
            <>
              <Close report={report} inquiry={inquiry} />
              <AskOn report={report} inquiry={inquiry} />
            </>
          )}
        </Thread>
      ))}
    </div>
  )
}
