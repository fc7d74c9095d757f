import { type ReactElement, useRef, useState } from 'react'
import { readRegion } from '#modules/ops/access/contract.ts'
import { call } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { IconButton } from '#ui/components/button.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { listIndustries, MAX_PAPERS, type Paper, uploadPaper } from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { useLabels } from '../labels.ts'
import { draftOf, type UnitDraft } from '../unit-draft.ts'
import { CompareTable } from './compare.tsx'
import { PaperList } from './paper-list.tsx'
import { type ProposalDraft, papersNeeded } from './proposal-draft.ts'
import type { StepProps } from './propose-page.tsx'

export function PapersStep({ draft, put }: StepProps): ReactElement {
  const t = useText(applicationText)
  return (
    <>
      <h3>{t('propose.papers.title')}</h3>
      <p className="zr-soft">
        {papersNeeded(draft) ? t('propose.papers.needed') : t('propose.papers.optional')}
      </p>
      <PaperList
        papers={draft.papers}
        action={paper => (
          <IconButton
            icon="trash"
            label={t('propose.papers.remove', { name: paper.name })}
            onClick={() => put(now => ({ papers: now.papers.filter(one => one.fileId !== paper.fileId) }))}
          />
        )}
      />
      {draft.papers.length < MAX_PAPERS && (
        <PaperUpload
          room={MAX_PAPERS - draft.papers.length}
          onPaper={paper => put(now => ({ papers: [...now.papers, paper] }))}
        />
      )}
      <h3>{t('propose.preview.title')}</h3>
      <Preview draft={draft} />
    </>
  )
}

function PaperUpload(
  props: Readonly<{ room: number; onPaper: (paper: Paper) => void }>,
): ReactElement {
  const t = useText(applicationText)
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (files: readonly File[]) => {
    if (busy !== null) return
    setError(null)
    try {
      for (const file of files.slice(0, props.room)) {
        setBusy(file.name)
        props.onPaper(await call(uploadPaper, { upload: file }))
      }
    } catch (failure) {
      setError(failure)
    }
    setBusy(null)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept=".pdf,.ofd,.jpg,.jpeg,.png"
        data-testid="paper-file"
        onChange={event => {
          void send([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <button
        type="button"
        className={over ? 'zr-drop zr-drop-over' : 'zr-drop'}
        aria-busy={busy !== null}
        onClick={() => input.current?.click()}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          setOver(false)
          void send([...event.dataTransfer.files])
        }}
      >
        <b>{busy === null ? t('propose.papers.drop') : t('propose.papers.busy', { name: busy })}</b>
        <span className="zr-soft">{t('propose.papers.hint', { max: MAX_PAPERS })}</span>
      </button>
      {error !== null && <ErrorState error={error} compact />}
    </>
  )
}

const valuesOf = ({ attributes, regionCode, ...core }: UnitDraft) => ({
  ...core,
  regionCode: regionCode ?? null,
  ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.trim()])),
})

function Preview({ draft }: Readonly<{ draft: ProposalDraft }>): ReactElement {
  const t = useText(applicationText)
  const labels = useLabels()
  const { unit, kind, fields } = draft
  const names = useNames(draft)
  const now = unit && kind !== 'entry' ? valuesOf(draftOf(unit)) : null
  const codes = {
    kind: draft.unitKind,
    creditCode: draft.creditCode.trim() || null,
    localCode: draft.localCode.trim() || null,
  }
  const after = kind === 'exit' ? now! : { ...valuesOf(fields), ...(kind === 'entry' && codes) }
  return (
    <>
      {kind === 'exit' && (
        <p className="zr-exit">
          {t('propose.exit.reason')} <b>{labels.reason(Number(draft.reason))}</b>
        </p>
      )}
      <CompareTable now={now} after={after} names={names} moved={[]} tense="now" />
    </>
  )
}

/** From the county down, as the register writes it. */
const fullName = (chain: readonly Readonly<{ code: string; name: string }>[]): string =>
  chain
    .filter(one => !one.code.endsWith('00000000'))
    .map(one => one.name)
    .join(' ')

/** Names of the codes on either side of the preview. */
function useNames({ unit, fields }: ProposalDraft): Readonly<Record<string, string>> {
  const region = fields.regionCode ?? ''
  const industry = fields.industryCode ?? ''
  const place = useRead(readRegion, { params: { code: region } }, { enabled: region !== '' })
  const trade = useRead(listIndustries, { query: { search: industry } }, { enabled: industry !== '' })
  return {
    ...(unit && { [unit.regionCode]: unit.regionName }),
    ...(unit?.industryCode && { [unit.industryCode]: unit.industryName ?? '' }),
    ...(place.data && { [region]: fullName([...place.data.ancestors, place.data.region]) }),
    [industry]: trade.data?.items.find(item => item.code === industry)?.name ?? '',
  }
}
