import type { ReactElement } from 'react'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'
import type { Unit } from './unit-draft.ts'
import { useValueWords } from './value-words.ts'

type State = Unit['history'][number]
type Step = Readonly<{ key: string; state: State; changes: readonly Change[]; first: boolean }>
type Change = Readonly<{ field: string; before: string; after: string }>

function useWording() {
  const t = useText(registerText)
  const labels = useLabels()
  const words = useValueWords()
  return (state: State): Readonly<Record<string, string>> => ({
    name: state.name,
    regionCode: state.regionName || state.regionCode,
    industryCode: state.industryCode ? `${state.industryCode} ${state.industryName ?? ''}` : '',
    registerType: labels.registerType(state.registerType),
    sizeClass: labels.size(state.sizeClass),
    aboveThreshold: state.aboveThreshold ? t('unit.value.yes') : t('unit.value.no'),
    ...Object.fromEntries(
      Object.entries(state.attributes).map(([name, value]) => [name, words(name, value)]),
    ),
  })
}

/** Each state against the one in force before it; those corrected since against the same. */
function useSteps(unit: Unit): readonly Step[] {
  const words = useWording()
  const steps = unit.history.map((state, at) => {
    const before = unit.history
      .slice(0, at)
      .findLast(one => !one.superseded && one.validFrom < state.validFrom)
    const [was, is] = [before ? words(before) : {}, words(state)]
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    const changes = names
      .filter(name => (was[name] ?? '') !== (is[name] ?? ''))
      .map(name => ({ field: name, before: was[name] ?? '', after: is[name] ?? '' }))
    return { key: `${state.validFrom} ${state.changedAt}`, state, changes, first: before === undefined }
  })
  return steps.toReversed()
}

export function UnitHistory({ unit }: Readonly<{ unit: Unit }>): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const steps = useSteps(unit)
  const columns: readonly Column<Step>[] = [
    {
      key: 'from',
      title: t('unit.history.from'),
      width: 110,
      cell: step => <span className="zr-code">{step.state.validFrom}</span>,
      value: step => step.state.validFrom,
    },
    {
      key: 'changed',
      title: t('unit.history.changed'),
      width: 520,
      cell: step => (
        <span className={step.state.superseded ? 'zr-soft' : undefined}>
          {step.first && t('unit.history.first')}
          {!step.first &&
            step.changes.map(change => (
              <span key={change.field} className="zr-change">
                {labels.field(change.field)} <s>{change.before || '—'}</s> → {change.after || '—'}
              </span>
            ))}
          {step.state.superseded && ` (${t('unit.history.superseded')})`}
        </span>
      ),
    },
    { key: 'note', title: t('unit.history.note'), width: 220, cell: step => step.state.note ?? '' },
    {
      key: 'by',
      title: t('unit.history.by'),
      width: 220,
      cell: step =>
        `${step.state.changedBy ?? t('unit.history.system')} ${formatDateTime(step.state.changedAt)}`,
    },
  ]
  return (
    <DataTable
      id="register.history"
      label={t('unit.history.title')}
      columns={columns}
      rows={steps}
      keyOf={step => step.key}
      searchable={false}
      exportFormats={[]}
    />
  )
}

export function UnitEvents({ unit }: Readonly<{ unit: Unit }>): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  return (
    <ul className="zr-events">
      {unit.events.map(event => (
        <li key={`${event.kind} ${event.at}`}>
          <b>{t(`unit.event.${event.kind}`)}</b> <span className="zr-code">{event.on}</span>{' '}
          {labels.reason(event.exitReason)}
          <p>{[event.note, event.by, formatDateTime(event.at)].filter(Boolean).join(' · ')}</p>
        </li>
      ))}
    </ul>
  )
}
