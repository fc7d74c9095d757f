import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { Sparkline } from '#ui/components/sparkline.tsx'
import { formatCount, formatDeadline, groupDigits } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useUnitText } from '#ui/i18n/unit.ts'
import { figuresText } from '../../locale/figures-text.ts'
import { tableAddress } from './figure-table.ts'
import { type Figure, sentenceOf, whatOf, whenOf } from './figure-words.ts'

export function FigureCard({ figure }: Readonly<{ figure: Figure }>): ReactElement {
  const t = useText(figuresText)
  const local = useLocalText()
  const locale = useLocale()
  const { latest, trend } = figure
  const point = trend.at(-1)
  return (
    <li className="fg-figure">
      <h2>{whatOf(figure, locale)}</h2>
      {latest && point ? (
        <>
          <p className="fg-when">{whenOf(figure, latest.period, locale)}</p>
          <Amount figure={figure} />
          <p className="fg-sentence">{sentenceOf(figure, locale)}</p>
          <Trend figure={figure} />
        </>
      ) : (
        <p className="fg-none">{t('figures.none.title')}</p>
      )}
      <TableLink figure={figure} />
      <Next figure={figure} />
      <p className="fg-soft">
        {latest?.owed && latest.accepted
          ? t('figures.source.text', {
              code: figure.formCode,
              title: local(figure.formTitle),
              owed: formatCount(latest.owed),
              accepted: formatCount(latest.accepted),
            })
          : `${figure.formCode} ${local(figure.formTitle)}`}
      </p>
    </li>
  )
}

function Amount({ figure }: Readonly<{ figure: Figure }>): ReactElement {
  const t = useText(figuresText)
  const unit = useUnitText()
  const { value, growth } = figure.trend.at(-1) as Figure['trend'][number]
  if (value === null) return <p className="fg-none">{t('figures.cell.withheld')}</p>
  const rising = Number(growth) > 0
  return (
    <p className="fg-amount">
      <b>{groupDigits(value)}</b> <span className="fg-unit">{unit(figure.unitOfMeasure)}</span>
      {growth !== null && (
        <span className="fg-change">
          <span className="fg-soft">{t('figures.change.label')}</span>
          {Number(growth) !== 0 && (
            <span className={rising ? 'fg-up' : 'fg-down'} aria-hidden="true">
              {rising ? '▲' : '▼'}
            </span>
          )}
          {t('figures.change.text', { sign: rising ? '+' : '', percent: growth })}
        </span>
      )}
    </p>
  )
}

/** For the eye only; what is read off and what the table says stays decimal. */
const drawn = (trend: Figure['trend']) => trend.map(({ value }) => (value === null ? null : Number(value)))

function Trend({ figure }: Readonly<{ figure: Figure }>): ReactElement {
  const t = useText(figuresText)
  const unit = useUnitText()
  const locale = useLocale()
  const { trend } = figure
  const what = whatOf(figure, locale)
  const named = (index: number) => formatPeriod((trend[index] as Figure['trend'][number]).period, locale)
  return (
    <>
      <Sparkline
        label={t('figures.trend.label', { what, unit: unit(figure.unitOfMeasure) })}
        lines={[{ label: t('figures.trend.line', { what }), values: drawn(trend) }]}
        format={value => groupDigits(String(Number(value.toPrecision(12))))}
        timeOf={named}
        empty={t('figures.trend.empty')}
        least={0}
      />
      <details className="fg-table">
        <summary>{t('figures.trend.table')}</summary>
        <TrendTable figure={figure} named={named} />
      </details>
    </>
  )
}

function TrendTable(props: Readonly<{ figure: Figure; named: (index: number) => string }>): ReactElement {
  const t = useText(figuresText)
  const unit = useUnitText()
  const { trend, unitOfMeasure } = props.figure
  const rows = trend.map((point, index) => ({ ...point, name: props.named(index) })).toReversed()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('figures.column.period')}</th>
          <th scope="col" className="zt-align-right">
            {t('figures.column.value', { unit: unit(unitOfMeasure) })}
          </th>
          <th scope="col" className="zt-align-right">
            {t('figures.column.growth')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ period, name, value, growth, withheld }) => (
          <tr key={period}>
            <th scope="row">{name}</th>
            <td className="zt-align-right">
              {value === null ? t(`figures.cell.${withheld ? 'withheld' : 'none'}`) : groupDigits(value)}
            </td>
            <td className="zt-align-right">{growth ?? t('figures.cell.none')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function TableLink({ figure }: Readonly<{ figure: Figure }>): ReactElement | null {
  const t = useText(figuresText)
  const what = whatOf(figure, useLocale())
  const address = tableAddress(figure)
  if (address === null) return null
  return (
    <Link className="fg-to-table" to={address} aria-label={t('figures.card.tableOf', { what })}>
      {t('figures.card.table')}
    </Link>
  )
}

function Next({ figure: { next } }: Readonly<{ figure: Figure }>): ReactElement | null {
  const t = useText(figuresText)
  const locale = useLocale()
  if (!next) return null
  const period = formatPeriod(next.period, locale)
  const due = formatDeadline(next.due, locale)
  return (
    <p className={next.overdue ? 'fg-next fg-overdue' : 'fg-next'}>
      {t(next.overdue ? 'figures.next.overdue' : 'figures.next.due', { period, due })}
    </p>
  )
}
