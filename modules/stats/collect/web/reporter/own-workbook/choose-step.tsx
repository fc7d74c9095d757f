import { type ReactElement, useState } from 'react'
import type { Refusal } from '#engines/exchange/form-workbook/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { MAPPING_NAME_MAX, type WorkbookMapping } from '../../../contract.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import type { KeptMappings } from './use-kept-mappings.ts'

export type ChooseState = Readonly<{ reading?: string; refused?: Refusal | 'unreadable'; name?: string }>
type Props = Readonly<{ state: ChooseState; kept: KeptMappings; onFile: (file: File) => void }>

/** A file, and what the unit remembers of earlier ones. */
export function ChooseStep({ state, kept, onFile }: Props): ReactElement {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const { reading, refused, name } = state
  return (
    <div className="zr-upload">
      <p>{t('own.dialog.text')}</p>
      {refused && (
        <Banner look="fatal">
          <b>{name}</b>{' '}
          {refused === 'unreadable' ? t('own.file.unreadable') : localText(refused.message, locale)}
        </Banner>
      )}
      <FileDrop
        accept=".xlsx,.csv"
        testId="own-file"
        busy={reading !== undefined || kept.state === 'reading'}
        title={reading === undefined ? t('own.file.choose') : t('own.file.reading', { name: reading })}
        hint={t('own.file.hint')}
        onFiles={([file]) => onFile(file)}
      />
      {kept.state === 'unread' && <Banner look="query">{t('own.kept.unread')}</Banner>}
      {kept.state === 'read' && <KeptList kept={kept} />}
    </div>
  )
}

function KeptList({ kept }: Readonly<{ kept: KeptMappings }>): ReactElement {
  const t = useText(ownWorkbookText)
  const [failure, setFailure] = useState<unknown>(null)
  const attempt = async (act: () => Promise<void>, done: string) => {
    setFailure(null)
    try {
      await act()
      showToast(done)
    } catch (error) {
      setFailure(error)
    }
  }
  if (kept.mappings.length === 0) return <p className="zr-soft">{t('own.kept.none')}</p>
  return (
    <section className="zr-own-kept" aria-label={t('own.kept.title')}>
      <h3>{t('own.kept.title')}</h3>
      {failure !== null && <ErrorState error={failure} compact />}
      <ul>
        {kept.mappings.map(mapping => (
          <KeptItem
            key={mapping.mappingId}
            mapping={mapping}
            onRename={name => attempt(() => kept.rename(mapping, name), t('own.kept.renamed', { name }))}
            onDrop={() => attempt(() => kept.drop(mapping), t('own.kept.deleted', { name: mapping.name }))}
          />
        ))}
      </ul>
    </section>
  )
}

type ItemProps = Readonly<{
  mapping: WorkbookMapping
  onRename: (name: string) => Promise<void>
  onDrop: () => Promise<void>
}>

function KeptItem({ mapping, onRename, onDrop }: ItemProps): ReactElement {
  const t = useText(ownWorkbookText)
  const { name, savedBy, savedAt } = mapping
  const [typed, setTyped] = useState<string | null>(null)
  const [sure, setSure] = useState(false)
  const count = Object.keys(mapping.mapping.cells).length + Object.keys(mapping.mapping.rows).length
  const save = async () => {
    await onRename((typed ?? name).trim())
    setTyped(null)
  }
  return (
    <li>
      {typed === null ? (
        <span className="zr-own-kept-name">
          <b>{name}</b>
          <span className="zr-soft">
            {t('own.kept.by', { by: savedBy, time: formatDateTime(savedAt), count })}
          </span>
        </span>
      ) : (
        <input
          className="zt-input"
          aria-label={t('own.kept.name')}
          maxLength={MAPPING_NAME_MAX}
          value={typed}
          onChange={event => setTyped(event.target.value)}
        />
      )}
      {typed !== null || sure ? (
        <>
          <Button
            onClick={() => {
              setTyped(null)
              setSure(false)
            }}
          >
            {t('own.kept.cancel')}
          </Button>
          {sure ? (
            <Button look="danger" onClick={() => void onDrop()}>
              {t('own.kept.confirm')}
            </Button>
          ) : (
            <Button disabled={typed?.trim() === ''} onClick={() => void save()}>
              {t('own.kept.save')}
            </Button>
          )}
        </>
      ) : (
        <>
          <Button look="quiet" aria-label={t('own.kept.renameOf', { name })} onClick={() => setTyped(name)}>
            {t('own.kept.rename')}
          </Button>
          <Button look="quiet" aria-label={t('own.kept.deleteOf', { name })} onClick={() => setSure(true)}>
            {t('own.kept.delete')}
          </Button>
        </>
      )}
    </li>
  )
}
