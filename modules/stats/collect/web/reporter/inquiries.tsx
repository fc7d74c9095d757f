import { type ReactElement, useMemo, useState } from 'react'
import type { FormValues } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { answerInquiry, type Inquiry, listMyReports, openMyReport } from '../../contract.ts'
import { inquiryText } from '../../locale/inquiries/text.ts'
import { codelistsOf } from '../form-program.ts'
import { useDraft } from '../inquiries/drafts.tsx'
import { AskedCells, Compose, Thread } from '../inquiries/thread.tsx'
import type { Opened } from './filling.ts'

type Props = Readonly<{ opened: Opened; values: FormValues; onJump: (cell: string) => void }>

function Answer({ opened, inquiry }: Readonly<{ opened: Opened; inquiry: Inquiry }>): ReactElement | null {
  const t = useText(inquiryText)
  const draft = useDraft(inquiry.inquiryId)
  const { collectionId, unitId } = opened.report
  const answer = useWrite(answerInquiry, {
    changes: [openMyReport, listMyReports],
    onDone: () => showToast(t('inquiry.answer.done')),
  })
  const closed = inquiry.state === 'closed'
  if (closed && draft.text === '') return null
  return (
    <Compose
      label={t('inquiry.answer.label')}
      action={t('inquiry.answer.send')}
      draft={draft}
      disabled={closed}
      {...(closed && { hint: t('inquiry.answer.closed') })}
      sending={answer}
      onSend={text =>
        answer.mutateAsync({ params: { collectionId, unitId, inquiryId: inquiry.inquiryId }, body: { text } })
      }
    />
  )
}

/** What the office asks about this report: said above the form, answered in a dialog, however the report stands. */
export function Inquiries({ opened, values, onJump }: Props): ReactElement | null {
  const t = useText(inquiryText)
  const [shown, show] = useState(false)
  const lists = useMemo(() => codelistsOf(opened), [opened])
  const { inquiries, spec } = opened
  if (inquiries.length === 0) return null
  const open = inquiries.filter(one => one.state === 'open')
  const jump = (key: string) => {
    show(false)
    onJump(key)
  }
  const places = { spec, values, codelists: lists, onJump: jump }
  const count = open.length
  return (
    <>
      <Banner
        look={count > 0 ? 'query' : 'notice'}
        action={
          <Button look={count > 0 ? 'plain' : 'quiet'} onClick={() => show(true)}>
            {t(count > 0 ? 'inquiry.banner.answer' : 'inquiry.banner.look')}
          </Button>
        }
      >
        {count > 0 ? (
          <span className="zr-asked">
            <b>{t('inquiry.banner.open', { count })}</b>
            <AskedCells {...places} cells={[...new Set(open.flatMap(one => one.cells))]} />
          </span>
        ) : (
          t('inquiry.banner.rest', { count: inquiries.length })
        )}
      </Banner>
      <Dialog
        title={t('inquiry.dialog.title')}
        open={shown}
        onClose={() => show(false)}
        actions={<Button onClick={() => show(false)}>{t('inquiry.dialog.close')}</Button>}
      >
        <div className="cq-threads">
          {inquiries.map(inquiry => (
            <Thread key={inquiry.inquiryId} {...places} inquiry={inquiry}>
              <Answer opened={opened} inquiry={inquiry} />
            </Thread>
          ))}
        </div>
      </Dialog>
    </>
  )
}
