/** Tables everyone wants of every form, so that a newcomer sees a useful one with one click. */
import { mainMeasure, shiftPeriod } from '#engines/form/index.ts'
import {
  type LocalText,
  type MeasureColumn,
  type RowDimension,
  type TabulationColumn,
  unitOfTotals,
} from '#engines/table/index.ts'
import { interpolate } from '#ui/i18n/text.ts'
import type { TabulationDefinition } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import type { Draft, Source, SourceList } from './draft.ts'

type Key = keyof (typeof tabulateText)['zh-CN']
type SourceColumn = Source['columns'][number]
/** A column of numbers, as far as a table says of it. */
type Amount = Pick<SourceColumn, 'name' | 'label' | 'unitOfMeasure'>
export type StarterKind = 'counties' | 'industries' | 'sizes' | 'trend' | 'progress'
export type Starter = Readonly<{ kind: StarterKind; draft: Draft }>

export const both = (key: Key, measure?: LocalText): LocalText => ({
  'zh-CN': interpolate(tabulateText['zh-CN'][key], { measure: measure?.['zh-CN'] ?? '' }),
  en: interpolate(tabulateText.en[key], { measure: measure?.en ?? measure?.['zh-CN'] ?? '' }),
})

const SEPARATOR = ' · '
const labelOf = (column: Amount): LocalText => column.label ?? { 'zh-CN': column.name }
const parts = (column: SourceColumn): readonly string[] => labelOf(column)['zh-CN'].split(SEPARATOR)
const numeric = (column: SourceColumn): boolean => column.type.kind === 'decimal'

/** `工业总产值(当年价格) · 本月` → `工业总产值`: what the cell is about, for a heading. */
export function subjectOf(column: Amount): LocalText {
  const label = labelOf(column)
  const head = (text: string) =>
    text
      .split(SEPARATOR)[0]!
      .replace(/[(（].*?[)）]/g, '')
      .trim()
  return { 'zh-CN': head(label['zh-CN']), ...(label.en && { en: head(label.en) }) }
}

/** The cell of the same form that holds the same number of a year earlier. */
function lastYearOf(source: Source, main: SourceColumn): SourceColumn | undefined {
  const [subject, ...rest] = parts(main)
  const alike = source.columns.filter(
    column => numeric(column) && parts(column)[0] === subject && parts(column).includes('上年同期'),
  )
  return alike.find(column => parts(column).at(-1) === rest.at(-1)) ?? alike[0]
}

/** The measure with how it has changed on the year before; `base` is the column that has it, if the form does. */
export function amounts(main: Amount, base: string | undefined): readonly TabulationColumn[] {
  const converted = unitOfTotals(main.unitOfMeasure)
  const unit = converted ? { unitOfMeasure: converted, decimals: 2 } : {}
  const columns: readonly MeasureColumn[] = [
    {
      key: 'value',
      label: both('starter.label.value'),
      measure: { kind: 'sum', column: main.name },
      ...unit,
    },
    base
      ? {
          key: 'base',
          label: both('starter.label.base'),
          measure: { kind: 'sum', column: base },
          ...unit,
        }
      : {
          key: 'base',
          label: both('starter.label.base'),
          measure: { kind: 'earlier', of: 'value', basis: 'yago' },
          ...unit,
        },
    {
      key: 'growth',
      label: both('starter.label.growth'),
      measure: { kind: 'growth', of: 'value', on: base ? { column: 'base' } : 'yago' },
      decimals: 1,
    },
    {
      key: 'share',
      label: both('starter.label.share'),
      measure: { kind: 'share', of: 'value', within: 'total' },
      decimals: 1,
    },
  ]
  return [
    {
      key: 'units',
      label: both('starter.label.units'),
      measure: { kind: 'units', state: 'submitted' },
    },
    { label: subjectOf(main), columns },
  ]
}

const progressColumns: readonly TabulationColumn[] = [
  { key: 'owed', label: both('starter.label.owed'), measure: { kind: 'reports', state: 'owed' } },
  {
    key: 'reported',
    label: both('starter.label.reported'),
    measure: { kind: 'reports', state: 'submitted' },
  },
  {
    key: 'rate',
    label: both('starter.label.rate'),
    measure: { kind: 'ratio', numerator: 'reported', denominator: 'owed', percent: true },
    decimals: 1,
  },
  {
    key: 'county',
    label: both('starter.label.county'),
    measure: { kind: 'reports', state: 'accepted:county' },
  },
  { key: 'city', label: both('starter.label.city'), measure: { kind: 'reports', state: 'accepted:city' } },
]

export const regions: RowDimension = { kind: 'region', levels: ['county', 'township'] }

/** The period of the scope bar where the form has it, otherwise the newest that has data. */
export const startingPeriod = (source: Source, wanted: string | undefined): string | undefined =>
  wanted && source.periods.includes(wanted) ? wanted : source.periods[0]

export const currentEdition = (list: SourceList): string =>
  (list.editions.find(edition => !edition.demonstration) ?? list.editions[0])?.edition ?? ''

export function startersOf(list: SourceList, source: Source, wanted?: string): readonly Starter[] {
  const period = startingPeriod(source, wanted)
  const edition = currentEdition(list)
  if (!period || !edition) return []
  const main = mainMeasure(source.columns)
  const draft = (name: LocalText, definition: Omit<TabulationDefinition, 'edition'>): Draft => ({
    name,
    formVersionId: source.formVersionId,
    ...(source.section && { section: source.section }),
    definition: { edition, ...definition },
  })
  const subject = main && subjectOf(main)
  const tables = (main && subject ? measured(source, main, subject, period) : []).map(one => ({
    kind: one.kind,
    draft: draft(both(`starter.${one.kind}.name`, subject), one.definition),
  }))
  const progress = { periods: [period], rows: [regions], columns: progressColumns }
  return [...tables, { kind: 'progress', draft: draft(both('starter.progress.name'), progress) }]
}

function measured(source: Source, main: SourceColumn, subject: LocalText, period: string) {
  const columns = amounts(main, lastYearOf(source, main)?.name)
  const periods = [period]
  const recent = source.periods.filter(one => one <= period && one > shiftPeriod(period, -6)).toReversed()
  const unit = unitOfTotals(main.unitOfMeasure)
  const sum: MeasureColumn = {
    key: 'value',
    label: subject,
    measure: { kind: 'sum', column: main.name },
    ...(unit && { unitOfMeasure: unit, decimals: 2 }),
  }
  return [
    { kind: 'counties', definition: { periods, rows: [regions], columns } },
    {
      kind: 'industries',
      definition: { periods, rows: [{ kind: 'industry', levels: ['section', 'division'] }], columns },
    },
    {
      kind: 'sizes',
      definition: { periods, rows: [{ kind: 'attribute', column: 'size_class' }], columns },
    },
    {
      kind: 'trend',
      definition: {
        periods: recent,
        rows: [{ kind: 'region', levels: ['county'] }],
        columns: [sum],
        across: { by: { kind: 'period' }, total: true },
      },
    },
  ] as const satisfies readonly Readonly<{
    kind: StarterKind
    definition: Omit<TabulationDefinition, 'edition'>
  }>[]
}
