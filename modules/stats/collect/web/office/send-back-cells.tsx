import { type ReactElement, useId, useMemo } from 'react'
import {
  addressOf,
  cellIndex,
  type FormValues,
  formatValue,
  inReadingOrder,
  type Scalar,
} from '#engines/form/index.ts'
import { Button } from '#ui/components/button.tsx'
import { Checkbox, Select } from '#ui/components/field.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useUnitText } from '#ui/i18n/unit.ts'
import { findingKeys, valueIn } from '#ui/matrix-form/address.ts'
import { SEND_BACK_CELLS } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName } from '../place-name.ts'
import { ChangeMark } from './compare-table.tsx'
import { comparedCells } from './comparison.ts'
import { type Report, ruleFinding } from './report-session.ts'

/** `left`: how many more there would be. */
export type Candidates = Readonly<{ keys: readonly string[]; left: number }>

const spokenOf = (report: Report) =>
  report.findings.filter(one => one.severity !== 'notice' && one.review !== 'agreed')

/** Cells picked by hand and those that findings speak about, as many as may be pointed at, in the form's order. */
export const useCandidates = (report: Report, picked: readonly string[]): Candidates =>
  useMemo(() => {
    const { spec, values } = report
    const found = spokenOf(report).flatMap(one => findingKeys(spec, ruleFinding(spec, one)))
    const wanted = [...new Set([...picked, ...inReadingOrder(spec, values, found)])]
    return {
      keys: inReadingOrder(spec, values, wanted.slice(0, SEND_BACK_CELLS)),
      left: Math.max(0, wanted.length - SEND_BACK_CELLS),
    }
  }, [report, picked])

/** A cell in words: its name by row and column, and what a content holds there, with the unit of measure. */
function useCellWords(report: Report) {
  const t = useText(officeText)
  const locale = useLocale()
  const unit = useUnitText()
  const { spec } = report
  const codelists = codelistsOf(report)
  const placeOf = (key: string) => cellIndex(spec).get(addressOf(key).cell)
  const raw = (key: string, values: FormValues | null): Scalar => {
    const place = placeOf(key)
    return place && values ? valueIn(values, place, addressOf(key).row) : null
  }
  const said = (key: string, value: Scalar): string => {
    const place = placeOf(key)
    if (!place || value === null || value === '') return t('cell.value.blank')
    const text = formatValue(place.spec.type, value, locale, { codelists })
    return [text, unit(place.unitOfMeasure)].filter(Boolean).join(' ')
  }
  return { raw, said, name: (key: string) => keyName(spec, key, locale, codelists) }
}

type CellProps = Readonly<{
  report: Report
  cell: string
  words: ReturnType<typeof useCellWords>
  checked: boolean
  onToggle: () => void
  onQuote: (text: string) => void
}>

function Cell({ report, cell, words, checked, onToggle, onQuote }: CellProps): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const id = useId()
  const { spec, previous, yearAgo } = report
  const now = words.raw(cell, report.values)
  const past = [
    { key: 'previous', name: t('compare.column.previous'), value: words.raw(cell, previous) },
    { key: 'yearAgo', name: t('compare.column.yearAgo'), value: words.raw(cell, yearAgo) },
  ].filter(one => one.value !== null && one.value !== '')
  const said = spokenOf(report).filter(one => findingKeys(spec, ruleFinding(spec, one)).includes(cell))
  const name = words.name(cell)
  return (
    <li className="co-back-cell">
      <div className="co-back-cell-head">
        <Checkbox checked={checked} onChange={onToggle} label={`${addressOf(cell).cell} ${name}`} />
        <Button
          look="quiet"
          aria-describedby={id}
          onClick={() => onQuote(t('sendBack.cells.quoted', { name, value: words.said(cell, now) }))}
        >
          {t('sendBack.cells.quote')}
        </Button>
      </div>
      <p id={id} className="co-back-cell-values">
        <b>{words.said(cell, now)}</b>
        {past.map(one => (
          <span key={one.key}>
            {`${one.name} ${words.said(cell, one.value)} `}
            <ChangeMark now={now} before={one.value} />
          </span>
        ))}
      </p>
      {said.map(one => (
        <p key={`${one.rule}@${one.rowKey}`} className="co-soft">
          {local(one.message)}
        </p>
      ))}
    </li>
  )
}

type Props = Readonly<{
  report: Report
  candidates: Candidates
  cells: ReadonlySet<string>
  onToggle: (key: string) => void
  onAdd: (key: string) => void
  /** Words about a cell, to go into the reason. */
  onQuote: (text: string) => void
}>

/** The cells the reason is about, each with its value and its past; the form itself lies behind the dialog. */
export function SendBackCells({ report, candidates, cells, onToggle, onAdd, onQuote }: Props): ReactElement {
  const t = useText(officeText)
  const words = useCellWords(report)
  const { keys, left } = candidates
  const others = useMemo(
    () => comparedCells(report.spec, report).filter(one => !keys.includes(one.key)),
    [report, keys],
  )
  return (
    <fieldset className="co-back-cells">
      <legend>{t('sendBack.cells.label')}</legend>
      {keys.length === 0 && <p className="co-soft">{t('sendBack.cells.none')}</p>}
      <ul>
        {keys.map(key => (
          <Cell
            key={key}
            report={report}
            cell={key}
            words={words}
            checked={cells.has(key)}
            onToggle={() => onToggle(key)}
            onQuote={onQuote}
          />
        ))}
      </ul>
      {left > 0 && (
        <p className="co-soft">{t('sendBack.cells.left', { most: SEND_BACK_CELLS, count: left })}</p>
      )}
      {left === 0 && others.length > 0 && (
        <Select
          label={t('sendBack.cells.add')}
          value=""
          blank={t('sendBack.cells.choose')}
          options={others.map(one => ({
            value: one.key,
            label: `${addressOf(one.key).cell} ${words.name(one.key)} ${words.said(one.key, one.value)}`,
          }))}
          onChange={key => key && onAdd(key)}
        />
      )}
    </fieldset>
  )
}
