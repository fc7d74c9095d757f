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
  const local = useLocalText()
  const locale = useLocale()
  const navigate = useNavigate()
  const { to } = useAddress()
  const [code, setCode] = useState('')
  const [version, setVersion] = useState('')
  const [period, setPeriod] = useState('')
  const [edition, setEdition] = useState('')
  const [dates, setDates] = useState(() => firstDates(Date.now()))
  const [criterion, setCriterion] = useState<FrameCriterion>({ kinds: ['legal'] })
  const { forms, form, editions, versions } = useChoices(code)
  const issue = useWrite(issueCollection, {
    changes: [listCollections],
    onDone: ({ collectionId, units }) => {
      showToast(t('issue.done.text', { count: units }))
      navigate(to('/collect/progress', { collection: collectionId }))
    },
  })
  if (!forms.data) return <Unread read={forms} lines={12} />
  if (!editions.data) return <Unread read={editions} lines={12} />
  const chosenVersion = version || String(versions.at(0)?.versionId ?? '')
  const chosenEdition = edition || (editions.data.find(one => one.current)?.edition ?? '')
  const frequency = form.data?.frequency as Frequency | undefined
  const instants = instantsOf(dates)
  const ready = chosenVersion !== '' && period !== '' && chosenEdition !== '' && instants !== null
  const send = () =>
    instants &&
    issue.mutate({
      body: {
        formVersionId: Number(chosenVersion),
        period,
        regionEdition: chosenEdition,
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
      <Card title={t('issue.form.label')}>
        <div className="co-grid">
          <Select
            label={t('issue.form.label')}
            required
            value={code}
            blank={t('issue.form.blank')}
            options={forms.data.items
              .filter(one => one.publishedVersion !== null)
              .map(one => ({ value: one.code, label: `${one.code} ${local(one.title)}` }))}
            onChange={next => {
              setCode(next)
              setVersion('')
              setPeriod('')
            }}
          />
          <Select
            label={t('issue.version.label')}
            value={chosenVersion}
            options={versions.map(one => ({
              value: String(one.versionId),
              label: t('issue.version.option', {
                no: one.versionNo,
                at: one.publishedAt ? formatDate(one.publishedAt) : '',
              }),
            }))}
            onChange={setVersion}
          />
          <Select
            label={t('issue.period.label')}
            required
            value={period}
            blank={t('issue.period.blank')}
            options={(frequency ? periodsFor(frequency, Date.now()) : []).map(one => ({
              value: one,
              label: formatPeriod(one, locale),
            }))}
            onChange={setPeriod}
          />
          <Select
            label={t('issue.edition.label')}
            value={chosenEdition}
            options={editions.data.map(one => ({ value: one.edition, label: local(one.name) }))}
            onChange={setEdition}
          />
        </div>
      </Card>
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
