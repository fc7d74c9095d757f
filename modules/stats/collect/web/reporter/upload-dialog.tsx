/** A filled workbook taken back: what would change and what cannot be taken, before anything does. */
import { type ReactElement, useState } from 'react'
import { editOf, type FileChange, fileChanges } from '#engines/exchange/form-workbook/changes.ts'
import type { FormReading, Refusal } from '#engines/exchange/form-workbook/index.ts'
import type { FormSession } from '#engines/form/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import type { Opened } from './filling.ts'
import { readFormFile } from './form-file.ts'
import { UploadPreview } from './upload-preview.tsx'

type Props = Readonly<{
  opened: Opened
  session: FormSession
  onApplied: (session: FormSession) => void
  /** The file is none of ours; it may be one of the enterprise's own. */
  onOwn: (file: File) => void
  onClose: () => void
}>

type Read = Readonly<{ name: string; reading: FormReading; changes: readonly FileChange[] }>
type Step =
  | Readonly<{ kind: 'choose'; refusal?: Refusal | 'unreadable'; file?: File }>
  | Readonly<{ kind: 'reading'; name: string }>
  | (Readonly<{ kind: 'preview' }> & Read)

/** What only the download's age would take back is not chosen to begin with. */
const firstChosen = (changes: readonly FileChange[]): ReadonlySet<string> =>
  new Set(changes.filter(({ untouched }) => !untouched).map(({ id }) => id))

export function UploadDialog({ opened, session, onApplied, onOwn, onClose }: Props): ReactElement {
  const t = useText(reporterText)
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const take = async (file: File) => {
    const { name } = file
    setStep({ kind: 'reading', name })
    try {
      const { reading, refusal } = await readFormFile(opened, file)
      if (refusal) return setStep({ kind: 'choose', refusal, file })
      const changes = fileChanges(session.values, reading)
      setChosen(firstChosen(changes))
      setStep({ kind: 'preview', name, reading, changes })
    } catch {
      setStep({ kind: 'choose', refusal: 'unreadable', file })
    }
  }
  const apply = (changes: readonly FileChange[]) => {
    const taken = changes.filter(({ id }) => chosen.has(id))
    onApplied(session.apply(editOf(taken)))
    onClose()
    showToast(t('upload.done.text', { count: taken.length }))
  }
  const preview = step.kind === 'preview' && step.changes.length > 0
  return (
    <Dialog
      title={t('upload.dialog.title')}
      open
      onClose={onClose}
      width="wide"
      actions={
        <>
          {step.kind === 'preview' && (
            <Button onClick={() => setStep({ kind: 'choose' })}>{t('upload.action.other')}</Button>
          )}
          <Button onClick={onClose}>{t('upload.action.cancel')}</Button>
          {preview && (
            <Button look="primary" disabled={chosen.size === 0} onClick={() => apply(step.changes)}>
              {t('upload.action.apply', { count: chosen.size })}
            </Button>
          )}
        </>
      }
    >
      {step.kind === 'preview' ? (
        <UploadPreview opened={opened} {...step} chosen={chosen} onChoose={setChosen} />
      ) : (
        <ChooseFile step={step} onFile={file => void take(file)} onOwn={onOwn} />
      )}
    </Dialog>
  )
}

type ChooseProps = Readonly<{
  step: Exclude<Step, { kind: 'preview' }>
  onFile: (file: File) => void
  onOwn: (file: File) => void
}>

function ChooseFile({ step, onFile, onOwn }: ChooseProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const reading = step.kind === 'reading'
  const { refusal, file } = reading ? {} : step
  const foreign = refusal !== undefined && refusal !== 'unreadable' && refusal.code === 'NOT_OURS'
  return (
    <div className="zr-upload">
      <p>{t('upload.dialog.text')}</p>
      {refusal && (
        <Banner
          look="fatal"
          action={foreign && file && <Button onClick={() => onOwn(file)}>{t('upload.action.own')}</Button>}
        >
          <b>{file?.name}</b>{' '}
          {refusal === 'unreadable' ? t('upload.failed.unreadable') : localText(refusal.message, locale)}
        </Banner>
      )}
      <FileDrop
        accept=".xlsx"
        testId="upload-file"
        busy={reading}
        title={reading ? t('upload.file.reading', { name: step.name }) : t('upload.file.choose')}
        hint={t('upload.file.hint')}
        onFiles={([file]) => onFile(file)}
      />
    </div>
  )
}
