import type { ReactElement } from 'react'
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

/** The list's filters; what they say is in the address. */
export function ReportFilters(
  props: Readonly<{ filter: ReturnType<typeof useReportFilter>; level: Level | null }>,
): ReactElement {
  const t = useText(officeText)
  const { search } = useAddress()
  const { filter, level } = props
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
      <Choose
        label={t('list.filter.state')}
        value={text('states')}
        choices={states}
        onChange={value => filter.change({ states: value })}
      />
      <Choose
        label={t('list.filter.findings')}
        value={text('findings')}
        choices={findings}
        onChange={value => filter.change({ findings: value })}
      />
      <Choose
        label={t('list.filter.onTime')}
        value={timely ?? ''}
        choices={timeliness}
        onChange={value => {
          const [key, on] = value?.split(':') ?? []
          filter.change({ onTime: undefined, overdue: undefined, ...(key && { [key]: on }) })
        }}
      />
      <Choose
        label={t('list.filter.inquiry')}
        value={text('inquiry')}
        choices={[
          { value: 'open', label: t('list.filter.inquiryOpen') },
          { value: 'answered', label: t('list.filter.inquiryAnswered') },
        ]}
        onChange={value => filter.change({ inquiry: value })}
      />
      {text('rule') && <span className="co-chip">{t('list.filter.rule', { rule: text('rule') })}</span>}
    </>
  )
}
