import type { ReactElement } from 'react'
import { formatPeriod } from '#engines/form/index.ts'
import { readRegion } from '#modules/ops/access/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { IconButton } from '#ui/components/button.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { listApplicationMonths, listIndustries, MAX_PAPERS, uploadPaper } from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { useLabels } from '../labels.ts'
import { draftOf, type UnitDraft } from '../unit-draft.ts'
import { CompareTable } from './compare.tsx'
import { Fact } from './fact.tsx'
import { PaperList } from './paper-list.tsx'
import { type ProposalDraft, papersNeeded } from './proposal-draft.ts'
import type { StepProps } from './propose-page.tsx'
import { type UploadProps, usePaperUpload } from './use-paper-upload.ts'

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
      <PaperUpload
        room={MAX_PAPERS - draft.papers.length}
        onPaper={paper =>
          put(now => (now.papers.length < MAX_PAPERS ? { papers: [...now.papers, paper] } : {}))
        }
      />
      <h3>{t('propose.preview.title')}</h3>
      <Preview draft={draft} />
    </>
  )
}

function PaperUpload({ room, onPaper }: UploadProps): ReactElement {
  const t = useText(applicationText)
  const labels = useLabels()
  const upload = usePaperUpload(uploadPaper, { room, onPaper })
  const { busy, beyond, failed } = upload
  return (
    <>
      {room > 0 && (
        <FileDrop
          accept=".pdf,.ofd,.jpg,.jpeg,.png"
          multiple
          testId="paper-file"
          onFiles={upload.take}
          title={busy === null ? t('propose.papers.drop') : t('propose.papers.busy', { name: busy })}
          hint={t('propose.papers.hint', { max: MAX_PAPERS })}
        />
      )}
      {beyond.length > 0 && (
        <Banner look="query">
          {t('propose.papers.beyond', { max: MAX_PAPERS, names: beyond.join(labels.comma) })}
        </Banner>
      )}
      {failed.map(({ name, error }) => (
        <div key={name}>
          <b>{name}</b>
          <ErrorState error={error} compact />
        </div>
      ))}
    </>
  )
}

const valuesOf = ({ attributes, regionCode, ...core }: UnitDraft) => ({
  ...core,
  regionCode: regionCode ?? null,
  ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.trim()])),
})

function Preview({ draft }: Readonly<{ draft: ProposalDraft }>): ReactElement {
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
      <Asked draft={draft} />
      <CompareTable now={now} after={after} names={names} moved={[]} tense="now" />
    </>
  )
}

/** What is asked beside the fields: for which month, from which day, why. */
function Asked({ draft }: Readonly<{ draft: ProposalDraft }>): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const labels = useLabels()
  const months = useRead(listApplicationMonths)
  const { kind, month, note, reason } = draft
  const effectiveOn = months.data?.items.find(one => one.month === month)?.effectiveOn
  return (
    <dl className="zr-list">
      <Fact label={t('page.facts.month')}>{month && formatPeriod(month, locale)}</Fact>
      <Fact label={t('page.facts.effective')}>{effectiveOn}</Fact>
      {kind === 'exit' && <Fact label={t('propose.exit.reason')}>{labels.reason(Number(reason))}</Fact>}
      <Fact label={t('page.facts.note')}>{note.trim()}</Fact>
    </dl>
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
