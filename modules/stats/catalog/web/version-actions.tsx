import { type ReactElement, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import {
  discardDraft,
  listForms,
  listSubjectFrequencies,
  publishVersion,
  readForm,
  readVersion,
  retireVersion,
} from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import type { Form, Version } from './form-page.tsx'

type Action = 'publish' | 'retire' | 'discard'
const changes = [listForms, listSubjectFrequencies, readForm, readVersion]

function useActions(version: Version, onDone: () => void) {
  const t = useText(catalogText)
  const finished = (text: string) => () => {
    showToast(text)
    onDone()
  }
  const publish = useWrite(publishVersion, {
    changes,
    onDone: finished(t('form.publish.done', { no: version.versionNo })),
  })
  const retire = useWrite(retireVersion, { changes, onDone: finished(t('form.retire.done')) })
  const discard = useWrite(discardDraft, { changes, onDone: finished(t('form.discard.done')) })
  return { publish, retire, discard }
}

type Props = Readonly<{ version: Version; may: Form['may'] }>

export function VersionActions({ version, may }: Props): ReactElement | null {
  const t = useText(catalogText)
  const [asked, setAsked] = useState<Action | null>(null)
  const close = () => setAsked(null)
  const writes = useActions(version, close)
  const errors = version.diagnostics.filter(one => one.severity === 'error').length
  const actions: readonly Action[] = [
    ...(version.status === 'draft' && may.design ? (['discard'] as const) : []),
    ...(version.status === 'draft' && may.publish ? (['publish'] as const) : []),
    ...(version.status === 'published' && may.publish ? (['retire'] as const) : []),
  ]
  const texts: Readonly<Record<Action, string>> = {
    publish:
      errors > 0
        ? t('form.publish.blocked', { count: errors })
        : t('form.publish.text', { no: version.versionNo }),
    retire: t('form.retire.text'),
    discard: t('form.discard.text'),
  }
  const write = asked && writes[asked]
  return (
    <>
      {actions.map(action => (
        <Button
          key={action}
          look={action === 'publish' ? 'primary' : 'plain'}
          onClick={() => setAsked(action)}
        >
          {t(`form.action.${action}`)}
        </Button>
      ))}
      <Dialog
        title={asked ? `${t(`form.action.${asked}`)} ${version.code}` : ''}
        open={asked !== null}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>{t('form.action.cancel')}</Button>
            {asked && (
              <Button
                look={asked === 'publish' ? 'primary' : 'danger'}
                busy={write?.isPending ?? false}
                disabled={asked === 'publish' && errors > 0}
                onClick={() => write?.mutate({ params: { versionId: version.versionId } })}
              >
                {t(`form.action.${asked}`)}
              </Button>
            )}
          </>
        }
      >
        {asked && <p>{texts[asked]}</p>}
        {write?.isError && <ErrorState error={write.error} compact />}
      </Dialog>
    </>
  )
}
