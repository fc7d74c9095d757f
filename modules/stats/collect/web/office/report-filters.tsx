import type { ReactElement } from 'react'
import { listRegions } from '#modules/ops/access/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { type Level, notInStates, waitingStates } from './counts.ts'
import { reportStates, stateKey } from './report-state.tsx'
import { useAddress } from './use-address.ts'
import { filterKeys, type useReportFilter } from './use-report-filter.ts'

type Choice = Readonly<{ value: string; label: string }>

function Choose(
  props: Readonly<{
    label: string
    value: string
    choices: readonly Choice[]
    onChange: (value: string | undefined) => void
  }>,
): ReactElement {
  const t = useText(officeText)
  const known = props.value === '' || props.choices.some(one => one.value === props.value)
  return (
    <label className="co-filter">
      <span>{props.label}</span>
      <select
        className="zt-input"
        value={props.value}
        onChange={event => props.onChange(event.target.value || undefined)}
      >
        <option value="">{t('list.filter.all')}</option>
        {!known && <option value={props.value}>{props.value}</option>}
        {props.choices.map(one => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Regions one level below where the reader stands, and the one chosen with those below it. */
function RegionChoice(
  props: Readonly<{ top: string | null; value: string; onChange: (code: string | undefined) => void }>,
): ReactElement {
  const t = useText(officeText)
  const { top, value, onChange } = props
  const parent = value || top
  const below = useRead(
    listRegions,
    { query: { limit: 200, ...(parent && { parent }) } },
    { staleTime: 600_000 },
  )
  const siblings = useRead(
    listRegions,
    { query: { limit: 200, ...(top && { parent: top }) } },
    { staleTime: 600_000 },
  )
  const all = [...(siblings.data?.regions ?? []), ...(value ? (below.data?.regions ?? []) : [])]
  const choices = [...new Map(all.map(one => [one.code, one])).values()]
    .toSorted((a, b) => a.code.localeCompare(b.code))
    .map(one => ({
      value: one.code,
      label: `${{ province: '', city: '', county: '', township: '　', village: '　　' }[one.level]}${one.name}`,
    }))
  return <Choose label={t('list.filter.region')} value={value} choices={choices} onChange={onChange} />
}

/** The list's filters; what they say is in the address. */
export function ReportFilters(
  props: Readonly<{ filter: ReturnType<typeof useReportFilter>; level: Level | null; top: string | null }>,
): ReactElement {
  const t = useText(officeText)
  const { search, change } = useAddress()
  const { filter, level, top } = props
  const text = (key: string) => search.get(key) ?? ''
  const states = [
    ...(level ? [{ value: waitingStates(level), label: t('list.filter.waiting') }] : []),
    ...reportStates
      .filter(state => !(level && state === waitingStates(level)))
      .map(state => ({ value: state as string, label: t(stateKey(state)) })),
    { value: notInStates, label: t('list.filter.notIn') },
    {
      value: 'submitted,accepted:county,accepted:city',
      label: t('progress.column.submitted'),
    },
    { value: 'accepted:county,accepted:city', label: t('progress.column.county') },
  ]
  const findings = (['none', 'any', 'fatal', 'query', 'unreviewed', 'doubted'] as const).map(value => ({
    value,
    label: t(`list.filter.${value}`),
  }))
  const timeliness = [
    { value: 'onTime:true', label: t('list.filter.onTimeYes') },
    { value: 'onTime:false', label: t('list.filter.onTimeNo') },
    { value: 'overdue:true', label: t('list.filter.overdue') },
  ]
  const timely = filterKeys
    .filter(key => key === 'onTime' || key === 'overdue')
    .flatMap(key => (text(key) ? [`${key}:${text(key)}`] : []))[0]
  return (
    <>
      <RegionChoice top={top} value={text('at')} onChange={at => change({ at, page: undefined })} />
      <Choose
        label={t('list.filter.state')}
        value={text('states')}
        choices={states}
        onChange={value => filter.set({ states: value })}
      />
      <Choose
        label={t('list.filter.findings')}
        value={text('findings')}
        choices={findings}
        onChange={value => filter.set({ findings: value })}
      />
      <Choose
        label={t('list.filter.onTime')}
        value={timely ?? ''}
        choices={timeliness}
        onChange={value => {
          const [key, on] = value?.split(':') ?? []
          filter.set({ onTime: undefined, overdue: undefined, ...(key && { [key]: on }) })
        }}
      />
      <Choose
        label={t('list.filter.inquiry')}
        value={text('inquiry')}
        choices={[
          { value: 'open', label: t('list.filter.inquiryOpen') },
          { value: 'answered', label: t('list.filter.inquiryAnswered') },
        ]}
        onChange={value => filter.set({ inquiry: value })}
      />
      {text('rule') && <span className="co-chip">{t('list.filter.rule', { rule: text('rule') })}</span>}
      {filter.isFiltered && (
        <Button look="quiet" icon="close" onClick={filter.clear}>
          {t('list.filter.clear')}
        </Button>
      )}
    </>
  )
}
