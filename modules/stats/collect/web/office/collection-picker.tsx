import type { ReactElement, ReactNode } from 'react'
import { formatPeriod } from '#engines/form/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { formatDeadline } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import type { CollectionItem } from './counts.ts'
import { useChosenCollection } from './use-collections.ts'
import './office.css'
import '#ui/components/field.css'
import '#ui/components/button.css'

export function useCollectionName(): (
  one: Pick<CollectionItem, 'formCode' | 'formTitle' | 'period'>,
) => string {
  const t = useText(officeText)
  const local = useLocalText()
  const locale = useLocale()
  return one =>
    t('office.collection.name', {
      code: one.formCode,
      title: local(one.formTitle),
      period: formatPeriod(one.period, locale),
    })
}

export function PhaseTag({ phase }: Readonly<{ phase: CollectionItem['phase'] }>): ReactElement {
  const t = useText(officeText)
  return <span className={`co-phase co-phase-${phase}`}>{t(`office.phase.${phase}`)}</span>
}

function Picker(
  props: Readonly<{
    items: readonly CollectionItem[]
    chosen: CollectionItem
    choose: (id: number) => void
  }>,
): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const locale = useLocale()
  const { chosen } = props
  const dates = [
    t('office.collection.deadline', { at: formatDeadline(chosen.closedAt ?? chosen.closesAt, locale) }),
    chosen.countyAcceptsBy &&
      t('office.collection.countyBy', { at: formatDeadline(chosen.countyAcceptsBy, locale) }),
    chosen.cityAcceptsBy &&
      t('office.collection.cityBy', { at: formatDeadline(chosen.cityAcceptsBy, locale) }),
  ].filter(Boolean)
  return (
    <div className="co-picker">
      <label className="co-picker-label">
        <span className="zt-hidden">{t('office.collection.label')}</span>
        <select
          className="zt-input"
          value={chosen.collectionId}
          onChange={event => props.choose(Number(event.target.value))}
        >
          {props.items.map(one => (
            <option key={one.collectionId} value={one.collectionId}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <PhaseTag phase={chosen.phase} />
      <span className="co-picker-dates">{dates.join(' · ')}</span>
    </div>
  )
}

/** The title, the choice of a collection, and the screen for the chosen one; every state before that. */
export function WithCollection(
  props: Readonly<{
    title: string
    actions?: (collection: CollectionItem) => ReactNode
    children: (collection: CollectionItem) => ReactNode
  }>,
): ReactElement {
  const t = useText(officeText)
  const { listed, alone, chosen, wanted, isMissing, isOutside, choose } = useChosenCollection()
  if (!listed.data) return <Unread read={listed} lines={10} />
  const { items } = listed.data
  const others = <Button onClick={() => choose()}>{t('office.collection.inScope')}</Button>
  return (
    <div className="co-screen">
      <header className="co-head">
        <h1>{props.title}</h1>
        {chosen && (
          <Picker
            items={items.includes(chosen) ? items : [chosen, ...items]}
            chosen={chosen}
            choose={choose}
          />
        )}
        {chosen && props.actions && <div className="co-head-actions">{props.actions(chosen)}</div>}
      </header>
      <ReadFailure read={listed} />
      {alone.data && <ReadFailure read={alone} />}
      {isOutside && <Banner action={others}>{t('office.collection.outside')}</Banner>}
      {chosen ? (
        props.children(chosen)
      ) : isMissing ? (
        <EmptyState title={t('office.collection.missing')} action={others}>
          {t('office.collection.missingHint')}
        </EmptyState>
      ) : wanted !== null ? (
        <Unread read={alone} lines={10} />
      ) : (
        <EmptyState title={t('office.collection.none')}>{t('office.collection.noneHint')}</EmptyState>
      )}
    </div>
  )
}
