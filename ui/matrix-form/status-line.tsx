import type { ReactElement } from 'react'
import { type FormValues, formatValue, groupThousands, placeLabel } from '#engines/form/index.ts'
import { Severity } from '../components/tag.tsx'
import { useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import { valueIn } from './address.ts'
import type { Slot } from './board.ts'
import { changeOf } from './change.ts'
import { type Explained, Explanation } from './explanation.tsx'
import { findingId } from './findings.ts'
import { flagOf, useForm } from './form-host.ts'
import type { PastedUnit } from './form-live.ts'
import { useFormNow } from './form-now.ts'
import { formText } from './locale/text.ts'

type StatusLineProps = Readonly<{
  slot: Slot | null
  previous?: FormValues
  yearAgo?: FormValues
  note: string
  explained: Explained
  /** Which unit the block just pasted is in. */
  pasted: PastedUnit | null
}>

/** `1.2 × 10 thousand yuan`: a magnitude in digits beside the figure would read as one number with it. */
const beside = (unit: string): string => unit.replace(/^(?=\d)/, '× ')

/** What the last change made of figures in another magnitude of their unit. */
function Converted(): ReactElement | null {
  const t = useText(formText)
  const unit = useUnitText()
  const { conversions } = useFormNow().session
  const [first] = conversions
  if (!first) return null
  const { amount, from, value, to } = first
  const words = t('form.converted.one', {
    amount: groupThousands(amount),
    from: beside(unit(from)),
    value: groupThousands(value),
    to: beside(unit(to)),
  })
  const more = conversions.length > 1
  return (
    <b className="zt-status-converted">
      {more ? t('form.converted.many', { count: conversions.length, first: words }) : words}
    </b>
  )
}

/** The figures of a block do not say what they are in: whoever pasted them does. */
function PastedIn({ pasted }: Readonly<{ pasted: PastedUnit }>): ReactElement {
  const t = useText(formText)
  const unit = useUnitText()
  return (
    <label className="zt-status-unit">
      {t('form.paste.unit')}
      <select value={pasted.unit} onChange={event => pasted.choose(event.target.value)}>
        {pasted.units.map(one => (
          <option key={one} value={one}>
            {unit(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** About the cell under the caret: what it is, what it was before, where it comes from, what is wrong with it. */
export function StatusLine(props: StatusLineProps): ReactElement {
  const { slot, previous, yearAgo, note, explained, pasted } = props
  const t = useText(formText)
  const unit = useUnitText()
  const locale = useLocale()
  const { local, codelists, asked, flagged, readOnly } = useForm()
  const { session, byCell, toFill, unread: unreads } = useFormNow()
  if (!slot) {
    return (
      <div className="zt-status zt-no-print" role="status">
        <Converted />
        <span className="zt-status-hint">
          {note || t(readOnly ? 'form.status.reading' : 'form.status.none')}
        </span>
        {pasted && <PastedIn pasted={pasted} />}
        <Explanation explained={explained} item={undefined} />
      </div>
    )
  }
  const { spec } = slot.place
  const elsewhere = (values: FormValues) => valueIn(values, slot.place, slot.address.row)
  const words = (values: FormValues) => {
    const before = elsewhere(values)
    const value = formatValue(spec.type, before, locale, { codelists }) || '—'
    const change = changeOf(slot.place, session.get(slot.address), before)
    return change === null ? value : t('form.status.changed', { value, change })
  }
  const unread = unreads.get(slot.key)
  const question = asked?.get(slot.key)
  const flag = flagOf(flagged, slot)
  return (
    <div className="zt-status zt-no-print" role="status" aria-label={t('form.status.label')}>
      <b className="zt-status-code">{slot.place.code}</b>
      <span>{local(placeLabel(session.spec, slot.address, codelists))}</span>
      {slot.unitOfMeasure && <span className="zt-unit">{unit(slot.unitOfMeasure)}</span>}
      {previous && <span>{t('form.status.previous', { value: words(previous) })}</span>}
      {yearAgo && <span>{t('form.status.yearAgo', { value: words(yearAgo) })}</span>}
      {spec.kind === 'computed' && spec.formula && (
        <span className="zt-status-formula">{t('form.status.formula', { formula: spec.formula })}</span>
      )}
      {spec.kind === 'prefilled' && (
        <span>{t(spec.locked ? 'form.cell.locked' : 'form.cell.prefilled')}</span>
      )}
      {flag && (
        <b className="zt-status-question" title={flag.said}>
          {flag.said}
        </b>
      )}
      {question !== undefined && (
        <b className="zt-status-question" title={question}>
          {t('form.status.asked', { question })}
        </b>
      )}
      {toFill.has(slot.key) && <span>{t('form.cell.required')}</span>}
      {unread !== undefined && <span className="zt-status-unread">{local(unread.message)}</span>}
      {byCell.get(slot.key)?.map(finding => (
        <span key={findingId(finding)} className="zt-status-finding">
          <Severity level={finding.level} mark /> {local(finding.message)}
          {finding.level === 'query' && !readOnly && (
            <kbd className="zt-status-key" title={t('form.status.explain')}>
              {'Alt+Enter'}
            </kbd>
          )}
        </span>
      ))}
      <Converted />
      {note && <span className="zt-status-hint">{note}</span>}
      {pasted && <PastedIn pasted={pasted} />}
      <Explanation explained={explained} item={slot.item} />
    </div>
  )
}
