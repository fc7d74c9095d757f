/** A workbook of the enterprise's own layout: matched with the form, looked through, then one edit. */
import { type ReactElement, useEffect, useEffectEvent } from 'react'
import type { FormSession } from '#engines/form/index.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { useText } from '#ui/i18n/text.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import type { Opened } from '../filling.ts'
import { UploadPreview } from '../upload-preview.tsx'
import { ChooseStep } from './choose-step.tsx'
import { KeepFields } from './keep-fields.tsx'
import { MatchStep } from './match-step.tsx'
import { MatchingNotes } from './matching-notes.tsx'
import { useKeptMappings } from './use-kept-mappings.ts'
import { useOwnImport } from './use-own-import.ts'
import './own-workbook.css'

type Props = Readonly<{
  opened: Opened
  session: FormSession
  /** What was chosen elsewhere and turned out to be no form of ours. */
  file: File | null
  onApplied: (session: FormSession) => void
  onClose: () => void
}>

export function OwnWorkbookDialog({ opened, session, file, onApplied, onClose }: Props): ReactElement {
  const t = useText(ownWorkbookText)
  const kept = useKeptMappings(opened)
  const own = useOwnImport(opened, session, kept)
  const { step, matched, reading, changes, chosen } = own
  const takeHanded = useEffectEvent(() => {
    if (file) void own.take(file)
  })
  useEffect(() => {
    if (kept.state !== 'reading') takeHanded()
  }, [kept.state])
  const apply = () => {
    onApplied(own.apply())
    onClose()
  }
  const keepOnly = async () => {
    if (await own.keepOnly()) onClose()
  }
  return (
    <Dialog
      title={t('own.dialog.title')}
      open
      onClose={onClose}
      width={step === 'match' ? 'full' : 'wide'}
      actions={
        <>
          {step !== 'choose' && (
            <Button onClick={() => own.setStep('choose')}>{t('own.action.other')}</Button>
          )}
          <Button onClick={onClose}>{t('own.action.cancel')}</Button>
          {step === 'match' && (
            <Button look="primary" onClick={() => own.setStep('preview')}>
              {t('own.action.preview')}
            </Button>
          )}
          {step === 'preview' && (
            <>
              <Button onClick={() => own.setStep('match')}>{t('own.action.back')}</Button>
              {chosen.size === 0 && own.keeps ? (
                <Button look="primary" busy={own.keepingNow} onClick={() => void keepOnly()}>
                  {t('own.action.keep')}
                </Button>
              ) : (
                <Button look="primary" disabled={chosen.size === 0} onClick={apply}>
                  {t('own.action.apply', { count: chosen.size })}
                </Button>
              )}
            </>
          )}
        </>
      }
    >
      {step === 'choose' && (
        <ChooseStep state={own.choosing} kept={kept} onFile={one => void own.take(one)} />
      )}
      {step === 'match' && matched && reading && (
        <MatchStep
          opened={opened}
          matched={matched}
          reading={reading}
          mappings={kept.mappings}
          onMatched={own.setMatched}
        />
      )}
      {step === 'preview' && matched && reading && (
        <>
          <MatchingNotes opened={opened} matched={matched} />
          <UploadPreview
            opened={opened}
            name={matched.name}
            reading={reading}
            changes={changes}
            chosen={chosen}
            onChoose={own.choose}
            ignoredTitle={t('own.preview.ignored')}
          />
          <KeepFields keeping={own.keeping} onChange={own.setKeeping} />
        </>
      )}
    </Dialog>
  )
}
