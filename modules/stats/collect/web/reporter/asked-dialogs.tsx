import { type ReactElement, useState } from 'react'
import { ConflictDialog } from './conflict-dialog.tsx'
import { CopyDialog, DiscardDialog } from './fill-dialogs.tsx'
import type { Opened } from './filling.ts'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { OwnWorkbook } from './own-workbook.tsx'
import { SubmitDialog } from './submit-dialog.tsx'
import { UploadDialog } from './upload-dialog.tsx'
import { type ReportForm, submitted } from './use-report-form.ts'
import type { useSubmission } from './use-submission.ts'

export type Asked = 'submit' | 'handOver' | 'copy' | 'upload' | 'own' | 'discard' | 'conflict' | null

type DialogsProps = Readonly<{
  opened: Opened
  account: string
  onDiscarded: () => Promise<void>
  onMoved: () => void
  form: ReportForm
  asked: Asked
  submission: ReturnType<typeof useSubmission>
  onAsk: (asked: Asked) => void
  onClose: () => void
}>

/** What the person is asked about, one thing at a time. */
export function AskedDialogs(props: DialogsProps): ReactElement {
  const { opened, form, asked, submission, onDiscarded, onClose } = props
  const { keeper, saving, session, content } = form
  const [handed, setHanded] = useState<File | null>(null)
  const to = opened.steps?.may.handOver
  return (
    <>
      <SubmitDialog
        opened={opened}
        session={session}
        state={submission.state}
        open={asked === 'submit'}
        onSubmit={() => void submission.submit(submitted(session, content), content.explanations)}
        onClose={onClose}
      />
      {asked === 'handOver' && opened.steps && to && to !== 'fill' && (
        <HandOverDialog
          opened={opened}
          steps={opened.steps}
          to={to}
          content={submitted(session, content)}
          said={content.explanations}
          account={props.account}
          keeper={keeper}
          onClose={onClose}
          onMoved={props.onMoved}
        />
      )}
      {asked === 'conflict' && saving.kind === 'conflict' && form.found.length > 0 && (
        <ConflictDialog
          opened={opened}
          other={saving.other}
          local={form.filling.local}
          found={form.found}
          open
          onChosen={choices => {
            form.choose(saving.other, choices)
            onClose()
          }}
          onClose={onClose}
        />
      )}
      {asked === 'copy' && (
        <CopyDialog opened={opened} session={session} onCopied={form.setSession} onClose={onClose} />
      )}
      {asked === 'upload' && (
        <UploadDialog
          opened={opened}
          session={session}
          onApplied={form.setSession}
          onOwn={file => {
            setHanded(file)
            props.onAsk('own')
          }}
          onClose={onClose}
        />
      )}
      {asked === 'own' && (
        <OwnWorkbook
          opened={opened}
          session={session}
          file={handed}
          onApplied={form.setSession}
          onClose={() => {
            setHanded(null)
            onClose()
          }}
        />
      )}
      {asked === 'discard' && (
        <DiscardDialog opened={opened} keeper={keeper} onDiscarded={onDiscarded} onClose={onClose} />
      )}
    </>
  )
}
