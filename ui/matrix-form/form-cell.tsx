import type { ReactElement } from 'react'
import { type Codelists, type FormSession, formatValue, type Scalar } from '#engines/form/index.ts'
import { type Locale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import { valueIn } from './address.ts'
import type { Slot } from './board.ts'
import { CellInput } from './cell-input.tsx'
import { changeOf } from './change.ts'
import { flagOf, useForm } from './form-host.ts'
import { useFormNow } from './form-now.ts'
import { formText } from './locale/text.ts'

/** How a cell is read aloud: `工业总产值 · 本月，计量单位千元，预填`. */
function useCellLabel(slot: Slot, rowName: string | undefined): string {
  const t = useText(formText)
  const { local, flagged, asked } = useForm()
  const unit = useUnitText()
  const { spec, label } = slot.place
  const place = local(label)
  const parts = [rowName === undefined ? place : t('form.cell.label', { row: rowName, column: place })]
  if (slot.unitOfMeasure) parts.push(t('form.cell.unit', { unit: unit(slot.unitOfMeasure) }))
  if (spec.kind === 'computed') parts.push(t('form.cell.computed'))
  if (spec.kind === 'prefilled') parts.push(t(spec.locked ? 'form.cell.locked' : 'form.cell.prefilled'))
  const flag = flagOf(flagged, slot)
  if (flag) parts.push(flag.word)
  if (asked?.has(slot.key)) parts.push(t('form.cell.asked'))
  return parts.join('; ')
}

/** What stands in a cell: a text that is no value yet, or the value as people write it. */
export function shownText(
  session: FormSession,
  slot: Slot,
  unread: string | undefined,
  locale: Locale,
  codelists: Codelists,
): string {
  return unread ?? formatValue(slot.place.spec.type, session.get(slot.address), locale, { codelists })
}

/** Gives a cell what it shows now. */
export function FormCell({ slot, rowName }: Readonly<{ slot: Slot; rowName?: string }>): ReactElement {
  const { codelists, beside, baseline, flagged, asked } = useForm()
  const { session, editing, byCell, toFill, unread: unreads, found } = useFormNow()
  const locale = useLocale()
  const label = useCellLabel(slot, rowName)
  const { type } = slot.place.spec
  const words = (value: Scalar) => formatValue(type, value, locale, { codelists })
  const value = session.get(slot.address)
  const unread = unreads.get(slot.key)
  const elsewhere = (values: typeof beside) => values && valueIn(values, slot.place, slot.address.row)
  const before = elsewhere(baseline)
  const compared = slot.place.part === 'section' ? elsewhere(beside) : undefined
  const typed = editing?.key === slot.key ? editing.text : unread?.text
  const text = shownText(session, slot, typed, locale, codelists)
  const hit = found?.now?.key === slot.key ? 'now' : found?.cells.has(slot.key) ? 'hit' : undefined
  return (
    <CellInput
      slot={slot}
      text={text}
      value={value}
      label={label}
      severity={byCell.get(slot.key)?.[0]?.level}
      toFill={toFill.has(slot.key)}
      unread={unread !== undefined}
      hit={hit}
      flagged={flagOf(flagged, slot) !== undefined}
      asked={asked?.has(slot.key) ?? false}
      beside={compared === undefined ? undefined : words(compared)}
      change={(compared !== undefined && changeOf(slot.place, value, compared)) || undefined}
      was={baseline && before !== value ? words(before ?? null) : undefined}
    />
  )
}
