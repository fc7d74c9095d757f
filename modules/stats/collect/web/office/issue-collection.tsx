import { type ReactElement, useState } from 'react'
import { useNavigate } from 'react-router'
import { type Frequency, formatPeriod, periodOf, periodRange, shiftPeriod } from '#engines/form/index.ts'
import { listEditions } from '#modules/ops/access/contract.ts'
import { listForms, readForm } from '#modules/stats/catalog/contract.ts'
import type { FrameCriterion } from '#modules/stats/register/contract.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Select } from '#ui/components/field.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatCount, formatDate } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { issueCollection, listCollections, previewFrame } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { type CollectionTimes, instantsOf } from './collection-times.ts'
import { CriterionFields } from './criterion-fields.tsx'
import { DateFields } from './date-fields.tsx'
import { useAddress } from './use-address.ts'
import { laterAt } from './wall-clock.ts'
import './office.css'

/** The period under way and its neighbours; the one before is what is mostly collected. */
const periodsFor = (frequency: Frequency, now: number): readonly string[] => {
  const current = periodOf(formatDate(now), frequency)
  return periodRange(shiftPeriod(current, -6), shiftPeriod(current, 1)).toReversed()
}

const firstDates = (now: number): CollectionTimes => ({
  opens: `${laterAt(now, 1).slice(0, 11)}08:00`,
  closes: laterAt(now, 8),
  countyBy: laterAt(now, 10),
  cityBy: laterAt(now, 12),
})

function useChoices(code: string) {
  const forms = useRead(listForms, { query: { pageSize: 500, state: 'published' } })
  const form = useRead(readForm, { params: { code } }, { enabled: code !== '' })
  const editions = useRead(listEditions, {}, { staleTime: 600_000 })
  const versions = (form.data?.versions ?? []).filter(one => one.status === 'published')
  return { forms, form, editions, versions }
}

type Choices = ReturnType<typeof useChoices>
type Chosen = Readonly<Record<'code' | 'version' | 'period' | 'edition', string>>

/** What was chosen, and the newest version and edition where nothing was. */
const settled = ({ versions, editions }: Choices, chosen: Chosen): Chosen => ({
  ...chosen,
  version: chosen.version || String(versions.at(0)?.versionId ?? ''),
  edition: chosen.edition || (editions.data?.find(one => one.current)?.edition ?? ''),
})

type FormCardProps = Readonly<{ choices: Choices; chosen: Chosen; onChoose: (chosen: Chosen) => void }>

function FormCard({ choices, chosen, onChoose }: FormCardProps): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const locale = useLocale()
  const { forms, form, editions, versions } = choices
  const { code, version, period, edition } = settled(choices, chosen)
  const frequency = form.data?.frequency as Frequency | undefined
  const periods = frequency ? periodsFor(frequency, Date.now()) : []
  const published = forms.data?.items.filter(one => one.publishedVersion !== null) ?? []
  return (
    <Card title={t('issue.form.label')}>
      <div className="co-grid">
        <Select
          label={t('issue.form.label')}
          required
          value={code}
          blank={t('issue.form.blank')}
          options={published.map(one => ({ value: one.code, label: `${one.code} ${local(one.title)}` }))}
          onChange={next => onChoose({ ...chosen, code: next, version: '', period: '' })}
        />
        <Select
          label={t('issue.version.label')}
          value={version}
          options={versions.map(one => ({
            value: String(one.versionId),
            label: t('issue.version.option', {
              no: one.versionNo,
              at: one.publishedAt ? formatDate(one.publishedAt) : '',
            }),
          }))}
          onChange={next => onChoose({ ...chosen, version: next })}
        />
        <Select
          label={t('issue.period.label')}
          required
          value={period}
          blank={t('issue.period.blank')}
          options={periods.map(one => ({ value: one, label: formatPeriod(one, locale) }))}
          onChange={next => onChoose({ ...chosen, period: next })}
        />
        <Select
          label={t('issue.edition.label')}
          value={edition}
          options={(editions.data ?? []).map(one => ({ value: one.edition, label: local(one.name) }))}
          onChange={next => onChoose({ ...chosen, edition: next })}
        />
      </div>
    </Card>
  )
}

function Preview(props: Readonly<{ criterion: FrameCriterion; period: string }>): ReactElement {
  const t = useText(officeText)
  const { criterion, period } = props
  const read = useRead(
    previewFrame,
    { body: { criterion, period } },
    { enabled: period !== '', placeholderData: last => last },
  )
  if (period === '') return <p className="co-soft">{t('issue.preview.wait')}</p>
  if (!read.data) return <Unread compact read={read} lines={1} />
  const { units } = read.data
  return (
    <>
      <ReadFailure read={read} />
      <p role="status" className={units === 0 ? 'co-number-query' : undefined}>
        {units === 0 ? t('issue.preview.none') : t('issue.preview.units', { count: formatCount(units) })}
      </p>
    </>
  )
}

/** A published form, a period, who owes it and by when; who would owe it is counted as one chooses. */
export function IssueCollection(): ReactElement {
  const t = useText(officeText)
  const navigate = useNavigate()
  const { to } = useAddress()
  const [chosen, setChosen] = useState<Chosen>({ code: '', version: '', period: '', edition: '' })
  const [dates, setDates] = useState(() => firstDates(Date.now()))
  const [criterion, setCriterion] = useState<FrameCriterion>({ kinds: ['legal'] })
  const choices = useChoices(chosen.code)
  const { forms, editions } = choices
  const issue = useWrite(issueCollection, {
    changes: [listCollections],
    onDone: ({ collectionId, units }) => {
      showToast(t('issue.done.text', { count: units }))
      navigate(to('/collect/progress', { collection: collectionId }))
    },
  })
  if (!forms.data) return <Unread read={forms} lines={12} />
  if (!editions.data) return <Unread read={editions} lines={12} />
  const { version, period, edition } = settled(choices, chosen)
  const instants = instantsOf(dates)
  const ready = version !== '' && period !== '' && edition !== '' && instants !== null
  const send = () =>
    instants &&
    issue.mutate({
      body: {
        formVersionId: Number(version),
        period,
        regionEdition: edition,
        criterion,
        ...instants,
      },
    })
  return (
    <div className="co-screen co-narrow">
      <header className="co-head">
        <h1>{t('issue.title.page')}</h1>
      </header>
      <ReadFailure read={forms} />
      <ReadFailure read={editions} />
      <FormCard choices={choices} chosen={chosen} onChoose={setChosen} />
      <Card title={t('issue.dates.title')}>
        <DateFields times={dates} onChange={setDates} />
      </Card>
      <Card title={t('issue.criterion.title')}>
        <div className="co-fields">
          <CriterionFields value={criterion} onChange={setCriterion} />
          <div className="co-preview">
            <b>{t('issue.preview.title')}</b>
            <Preview criterion={criterion} period={period} />
          </div>
        </div>
      </Card>
      {issue.isError && <ErrorState compact error={issue.error} />}
      <footer className="co-foot">
        {!ready && <span className="co-soft">{t('issue.missing.text')}</span>}
        <Button onClick={() => navigate(to('/collect/collections'))}>{t('office.action.cancel')}</Button>
        <Button look="primary" disabled={!ready} busy={issue.isPending} onClick={send}>
          {t('issue.action.go')}
        </Button>
      </footer>
    </div>
  )
}
