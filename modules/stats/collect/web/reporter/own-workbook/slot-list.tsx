import { type ReactElement, useId, useMemo, useState } from 'react'
import type { FormReading } from '#engines/exchange/form-workbook/index.ts'
import { formatValue, unitsAlike, unitText } from '#engines/form/index.ts'
import { IconButton } from '#ui/components/button.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import { codelistsOf } from '../../form-program.ts'
import type { Opened } from '../filling.ts'
import type { Matched } from './own-workbook-file.ts'
import {
  matchedCount,
  type Slot,
  type SlotGroup,
  type SlotProblem,
  slotText,
  slotUnit,
  withText,
  withUnit,
} from './slots.ts'

type Props = Readonly<{
  opened: Opened
  groups: readonly SlotGroup[]
  matched: Matched
  reading: FormReading
  chosen: string
  /** The sheet that is shown; an address without one is on it. */
  sheet: string
  onChoose: (slot: Slot) => void
  onMatching: (matching: Matched['matching']) => void
}>

/** What was read for a place, or why nothing was. */
type Outcome = Readonly<{ text: string; told?: string; bad?: boolean }>

function useOutcomes({ opened, reading }: Props): (slot: Slot) => Outcome | undefined {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  return useMemo(() => {
    const codelists = codelistsOf(opened)
    const cells = new Map(reading.cells.map(cell => [cell.at.cell, cell]))
    const problems = new Map(reading.problems.flatMap(one => (one.at ? [[one.at.cell, one] as const] : [])))
    const blanks = new Set(
      reading.ignored.flatMap(({ at, code }) => (at && code === 'SOURCE_BLANK' ? [at.cell] : [])),
    )
    return slot => {
      if (slot.kind === 'key') {
        const count = reading.rows.filter(({ section }) => section === slot.section.id).length
        return { text: t('own.list.rows', { count }) }
      }
      const { code, spec } = slot.place
      const problem = problems.get(code)
      if (problem) return { text: localText(problem.message, locale), bad: true }
      if (slot.kind === 'column') return undefined
      const cell = cells.get(code)
      if (cell) {
        const text = formatValue(spec.type, cell.value, locale, { codelists })
        return { text, ...(cell.told && { told: localText(cell.told, locale) }) }
      }
      return blanks.has(code) ? { text: t('own.list.blank') } : undefined
    }
  }, [opened, reading, locale, t])
}

export function SlotList(props: Props): ReactElement {
  const { groups, matched } = props
  const t = useText(ownWorkbookText)
  const outcomeOf = useOutcomes(props)
  const total = groups.reduce((sum, { slots }) => sum + slots.length, 0)
  return (
    <section className="zr-own-list" aria-label={t('own.list.title')}>
      <p className="zr-own-hint zr-soft">{t('own.list.hint')}</p>
      <p className="zr-soft">
        {t('own.list.count', { total, matched: matchedCount(matched.matching, groups) })}
      </p>
      {groups.map(group => (
        <SlotTable key={group.id} {...props} group={group} outcomeOf={outcomeOf} />
      ))}
    </section>
  )
}

type TableProps = Props & Readonly<{ group: SlotGroup; outcomeOf: (slot: Slot) => Outcome | undefined }>

function SlotTable(props: TableProps): ReactElement {
  const { group, outcomeOf } = props
  const locale = useLocale()
  const title = group.section?.title
  return (
    <div>
      {title && <h3>{localText(title, locale)}</h3>}
      <ul className="zr-own-slots">
        {group.slots.map(slot => (
          <SlotItem key={slot.id} {...props} slot={slot} outcome={outcomeOf(slot)} />
        ))}
      </ul>
    </div>
  )
}

type ItemProps = Props & Readonly<{ slot: Slot; outcome: Outcome | undefined }>

function SlotItem({
  opened,
  matched,
  slot,
  outcome,
  chosen,
  sheet,
  onChoose,
  onMatching,
}: ItemProps): ReactElement {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const { matching, book } = matched
  const text = slotText(matching, slot)
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<SlotProblem | null>(null)
  const id = useId()
  const name =
    slot.kind === 'key'
      ? t('own.list.key', { name: localText(slot.section.keyName, locale) })
      : localText(slot.place.label, locale)
  const take = (next: string) => {
    const result = withText(matching, slot, next, sheet, book)
    setProblem(result.problem ?? null)
    if (!result.matching) return
    setTyped(null)
    if (next !== text) onMatching(result.matching)
  }
  const isChosen = slot.id === chosen
  return (
    <li className={isChosen ? 'zr-own-slot zr-own-slot-chosen' : 'zr-own-slot'}>
      <button type="button" className="zr-own-name" aria-pressed={isChosen} onClick={() => onChoose(slot)}>
        {name}
        {slot.kind !== 'key' && slot.place.unitOfMeasure && (
          <span className="zr-soft">{` ${unitText(slot.place.unitOfMeasure, locale)}`}</span>
        )}
      </button>
      <input
        className="zt-input zr-own-address"
        aria-label={t('own.list.address', { cell: name })}
        aria-invalid={problem !== null || undefined}
        aria-describedby={`${id}-says`}
        data-slot={slot.id}
        value={typed ?? text}
        onFocus={() => !isChosen && onChoose(slot)}
        onChange={event => setTyped(event.target.value)}
        onBlur={() => typed !== null && take(typed)}
        onKeyDown={event => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          take(typed ?? text)
        }}
      />
      <IconButton
        icon="close"
        label={t('own.list.clearOf', { cell: name })}
        disabled={text === '' && typed === null}
        onClick={() => take('')}
      />
      <p id={`${id}-says`} className={problem || outcome?.bad ? 'zr-own-says zr-own-bad' : 'zr-own-says'}>
        {problem ? t(`own.address.${problem}`) : outcome?.text}
        {!problem && outcome?.told && <span className="zr-soft">{` ${outcome.told}`}</span>}
      </p>
      {isChosen && <SlotUnit opened={opened} matched={matched} slot={slot} onMatching={onMatching} />}
    </li>
  )
}

/** For figures only, and once there is a source. */
function SlotUnit({
  matched,
  slot,
  onMatching,
}: Pick<ItemProps, 'opened' | 'matched' | 'slot' | 'onMatching'>) {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const unit = slot.kind === 'key' ? undefined : slot.place.unitOfMeasure
  const units = unit === undefined ? [] : unitsAlike(unit)
  if (units.length === 0 || slotText(matched.matching, slot) === '') return null
  return (
    <label className="zr-own-unit">
      {t('own.list.unit')}{' '}
      <select
        className="zt-input"
        value={slotUnit(matched.matching, slot) ?? ''}
        onChange={event => onMatching(withUnit(matched.matching, slot, event.target.value || undefined))}
      >
        <option value="">{t('own.list.unitOfSheet')}</option>
        {units.map(one => (
          <option key={one} value={one}>
            {unitText(one, locale)}
          </option>
        ))}
      </select>
    </label>
  )
}
