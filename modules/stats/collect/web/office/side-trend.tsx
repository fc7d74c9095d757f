import type { ReactElement } from 'react'
import { type CellPlace, formatPeriod, formatValue } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { TrendChart } from '#ui/components/trend-chart.tsx'
import { groupDigits } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useUnitText } from '#ui/i18n/unit.ts'
import { getReportHistory } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { ChangeMark } from './compare-table.tsx'
import type { Report } from './report-session.ts'
import { timeMarks } from './time-marks.ts'

type History = Readonly<{
  periods: readonly string[]
  values: readonly (string | null)[]
  yearAgo: readonly (string | null)[] | null
  otherUnit: readonly string[]
}>

/** For the eye only; what is read off and what the table says stays decimal. */
const drawn = (values: readonly (string | null)[]) =>
  values.map(value => (value === null ? null : Number(value)))

/** Axis amounts come from doubles, so that trailing digits of no meaning are cut. */
const axisAmount = (value: number): string => groupDigits(String(Number(value.toPrecision(12))))

/** The last periods of the cell under the caret, beside the same periods a year earlier. */
export function SideTrend(
  props: Readonly<{ report: Report; cell: string; place: CellPlace }>,
): ReactElement | null {
  const { report, cell, place } = props
  const row = cell.split('@')[1]
  const read = useRead(getReportHistory, {
    params: { collectionId: report.collection.collectionId, unitId: report.report.unitId },
    query: row === undefined ? {} : { section: place.section, row },
  })
  if (!read.data) return <Unread compact read={read} lines={5} />
  const found = read.data.cells.find(one => one.cell === place.code)
  if (!found) return null
  return (
    <>
      <ReadFailure read={read} />
      <Trend place={place} history={{ periods: read.data.periods, ...found }} />
    </>
  )
}

function Trend({ place, history }: Readonly<{ place: CellPlace; history: History }>): ReactElement {
  const t = useText(officeText)
  const unit = useUnitText()
  const local = useLocalText()
  const locale = useLocale()
  const { periods, values, yearAgo } = history
  const named = (index: number) => formatPeriod(periods[index] as string, locale)
  const amount = (value: string | null | undefined) =>
    value === null || value === undefined ? null : formatValue(place.spec.type, value, locale)
  const lines = [
    { label: t('trend.line.value'), values: drawn(values) },
    ...(yearAgo
      ? [{ label: t('compare.column.yearAgo'), values: drawn(yearAgo), look: 'soft' as const }]
      : []),
  ]
  const title = t('trend.title.text', { count: periods.length })
  return (
    <section className="co-trend" aria-label={title}>
      <h3>
        {title}
        {place.unitOfMeasure && <span className="co-soft">{unit(place.unitOfMeasure)}</span>}
      </h3>
      <TrendChart
        label={[local(place.label), unit(place.unitOfMeasure)].filter(Boolean).join(' · ')}
        lines={lines}
        format={axisAmount}
        exact={(line, index) => amount((line === 0 ? values : yearAgo)?.[index])}
        timeOf={named}
        timeMarks={timeMarks(periods)}
        empty={t('trend.empty.text')}
      />
      {history.otherUnit.length > 0 && (
        <p className="co-soft">
          {t('trend.otherUnit.text', {
            periods: history.otherUnit.map(period => formatPeriod(period, locale)).join(', '),
          })}
        </p>
      )}
      <TrendTable history={history} named={named} amount={amount} />
    </section>
  )
}

function TrendTable(
  props: Readonly<{
    history: History
    named: (index: number) => string
    amount: (value: string | null | undefined) => string | null
  }>,
): ReactElement {
  const t = useText(officeText)
  const { periods, values, yearAgo } = props.history
  return (
    <details className="co-changes">
      <summary>{t('trend.table.show')}</summary>
      <table className="co-plain">
        <thead>
          <tr>
            <th scope="col">{t('trend.column.period')}</th>
            <th scope="col" className="zt-align-right">
              {t('trend.line.value')}
            </th>
            {yearAgo && (
              <>
                <th scope="col" className="zt-align-right">
                  {t('compare.column.yearAgo')}
                </th>
                <th scope="col" className="zt-align-right">
                  {t('trend.column.change')}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {periods
            .map((period, index) => (
              <tr key={period}>
                <th scope="row">{props.named(index)}</th>
                <td className="zt-align-right">{props.amount(values[index]) ?? t('compare.change.blank')}</td>
                {yearAgo && (
                  <>
                    <td className="zt-align-right">
                      {props.amount(yearAgo[index]) ?? t('compare.change.blank')}
                    </td>
                    <td className="zt-align-right">
                      <ChangeMark now={values[index] ?? null} before={yearAgo[index] ?? null} />
                    </td>
                  </>
                )}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </details>
  )
}
