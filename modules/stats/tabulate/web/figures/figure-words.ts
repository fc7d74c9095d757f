/** What a figure says, in words. Pure. */
import type { Static } from 'typebox'
import { columnIn, formatPeriod, lastDay, subjectIn, toPeriod, unitText } from '#engines/form/index.ts'
import { groupDigits } from '#ui/i18n/format.ts'
import type { Locale } from '#ui/i18n/locale.ts'
import { localText, textIn } from '#ui/i18n/text.ts'
import type { Figure as FigureSchema } from '../../contract.ts'
import { figuresText } from '../../locale/figures-text.ts'

export type Figure = Static<typeof FigureSchema>

/** 1—本月, 1—本季: from January on. */
const CUMULATIVE = /^1[—–-]本/
/** Columns that say the period over again. */
const OF_THE_PERIOD = /^(1[—–-])?本/
/** What is there at the end of a period, whatever its column is called. */
const STOCK = /期末|年末|资产|负债|权益|存货|人数/

const subjectOf = ({ label }: Figure) => subjectIn(label)['zh-CN']
const columnOf = ({ label }: Figure) => columnIn(label)['zh-CN']

/** `2026年9月`, `2026年1—9月`, `2026年9月末`. */
export function whenOf(figure: Figure, period: string, locale: Locale): string {
  const t = textIn(figuresText, locale)
  const [year, month] = lastDay(period).split('-') as [string, string]
  const named = formatPeriod(`${year}-M${month}`, 'en').split(' ')[0] as string
  const words = { year, month: locale === 'en' ? named : Number(month) }
  if (STOCK.test(subjectOf(figure))) return t('figures.when.end', words)
  if (CUMULATIVE.test(columnOf(figure)) && month !== '01') return t('figures.when.cumulative', words)
  return formatPeriod(period, locale)
}

/** `工业总产值(当年价格)`; with its column where that says more than the period. */
export function whatOf(figure: Figure, locale: Locale): string {
  const subject = localText(subjectIn(figure.label), locale)
  const column = localText(columnIn(figure.label), locale)
  if (column === '' || OF_THE_PERIOD.test(columnOf(figure))) return subject
  return textIn(figuresText, locale)('figures.what.column', { subject, column })
}

/** How many periods up to the last grew (or fell) on the year before without a break. */
export function inRow(trend: Figure['trend']): Readonly<{ count: number; throughout: boolean }> {
  const direction = (growth: string | null | undefined) => Math.sign(Number(growth ?? 0))
  const last = direction(trend.at(-1)?.growth)
  if (last === 0) return { count: 0, throughout: false }
  const broken = trend.findLastIndex(({ growth }) => direction(growth) !== last)
  return { count: trend.length - 1 - broken, throughout: broken === -1 }
}

/** What the number above it does not say: the change in its unit, for how long, where from. Null where nothing is released. */
export function sentenceOf(figure: Figure, locale: Locale): string | null {
  const t = textIn(figuresText, locale)
  const point = figure.trend.at(-1)
  if (!point) return null
  const about = { when: whenOf(figure, point.period, locale), what: whatOf(figure, locale) }
  if (point.value === null) return t('figures.sentence.withheld', about) + t('figures.sentence.end')
  return [changeOf(figure, locale), leadOf(figure, locale), t('figures.sentence.end')].join('')
}

const amount = (value: string): string => groupDigits(value.replace(/^[-−]/, ''))

function changeOf({ trend, change, unitOfMeasure }: Figure, locale: Locale): string {
  const t = textIn(figuresText, locale)
  const { growth, period } = trend.at(-1) as Figure['trend'][number]
  if (growth === null || change === null) return t('figures.sentence.noBase')
  if (Number(growth) === 0 || Number(change) === 0) return t('figures.sentence.level')
  const way = Number(growth) > 0 ? 'up' : 'down'
  const { count, throughout } = inRow(trend)
  const periods = t(`figures.periods.${toPeriod(period).frequency}`)
  const row = t(`figures.sentence.${way}${throughout ? 'Throughout' : 'InRow'}`, { count, periods })
  const by = { change: amount(change), unit: unitText(unitOfMeasure, locale) }
  return t(`figures.sentence.${way}`, by) + (count > 1 ? row : '')
}

function leadOf({ lead, change }: Figure, locale: Locale): string {
  const t = textIn(figuresText, locale)
  if (!lead) return ''
  const { share } = lead
  const place = localText(lead.place, locale)
  if (lead.change === null || Number(change ?? 0) === 0)
    return share === null ? '' : t('figures.sentence.largest', { place, share })
  const way = Number(lead.change) > 0 ? 'upMost' : 'downMost'
  const most = t(`figures.sentence.${way}`, { place, change: amount(lead.change) })
  return most + (share === null ? '' : t('figures.sentence.share', { share }))
}
