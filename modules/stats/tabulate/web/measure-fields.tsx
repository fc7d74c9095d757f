import type { ReactElement } from 'react'
import type { Measure } from '#engines/table/index.ts'
import { Checkbox, Select, type SelectOption } from '#ui/components/field.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import type { FlatColumn, Source } from './draft.ts'
import { both } from './starters.ts'

const kinds = [
  'units',
  'reports',
  'sum',
  'mean',
  'min',
  'max',
  'weightedMean',
  'growth',
  'change',
  'earlier',
  'share',
  'ratio',
] as const
type Kind = (typeof kinds)[number]

/** One unit's own value: not for whoever sees totals only. */
const extremes: readonly Kind[] = ['min', 'max']

type Props = Readonly<{
  source: Source
  others: readonly FlatColumn[]
  hasAcross: boolean
  column: FlatColumn
  onColumn: (column: FlatColumn) => void
}>

/** A measure of this kind with the first things that suit it. */
function measureOf(kind: Kind, cell: string, other: string, next: string): Measure {
  switch (kind) {
    case 'units':
    case 'reports':
      return { kind }
    case 'weightedMean':
      return { kind, column: cell, weight: cell }
    case 'growth':
    case 'change':
      return { kind, of: other, on: 'yago' }
    case 'earlier':
      return { kind, of: other, basis: 'yago' }
    case 'share':
      return { kind, of: other, within: 'total' }
    case 'ratio':
      return { kind, numerator: other, denominator: next }
    default:
      return { kind, column: cell }
  }
}

const isSumOrCount = (column: FlatColumn): boolean => ['sum', 'reports'].includes(column.measure.kind)

type CellPartsProps = Pick<Props, 'column' | 'onColumn'> & Readonly<{ cells: Source['columns'] }>

/** Which cell of the form, and what it is weighted by. */
function CellParts({ column, cells, onColumn }: CellPartsProps): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const { measure } = column
  const cellOptions = cells.map(one => ({
    value: one.name,
    label: `${one.name} ${local(one.label ?? { 'zh-CN': one.name })}`,
  }))
  return (
    <>
      {'column' in measure && (
        <Select
          label={t('column.column.label')}
          value={measure.column}
          options={cellOptions}
          onChange={name => {
            const cell = cells.find(one => one.name === name)
            onColumn({ ...column, measure: { ...measure, column: name }, label: cell?.label ?? column.label })
          }}
        />
      )}
      {measure.kind === 'weightedMean' && (
        <Select
          label={t('column.weight.label')}
          value={measure.weight}
          options={cellOptions}
          onChange={weight => onColumn({ ...column, measure: { ...measure, weight } })}
        />
      )}
    </>
  )
}

type DerivedProps = Pick<Props, 'others' | 'hasAcross'> &
  Readonly<{ measure: Measure; onMeasure: (measure: Measure) => void }>

/** Of which other columns, and against what. */
function DerivedParts({ measure, others, hasAcross, onMeasure: put }: DerivedProps): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const otherOptions = others.map(one => ({
    value: one.key,
    label: [...one.headings, one.label].map(local).join(' · '),
  }))
  if (measure.kind === 'ratio') return <RatioParts measure={measure} options={otherOptions} onMeasure={put} />
  return (
    <>
      {'of' in measure && (
        <Select
          label={t('column.of.label')}
          value={measure.of}
          options={otherOptions}
          onChange={of => put({ ...measure, of })}
        />
      )}
      {(measure.kind === 'growth' || measure.kind === 'change') && (
        <Select
          label={t('column.on.label')}
          value={typeof measure.on === 'string' ? measure.on : `:${measure.on.column}`}
          options={[
            { value: 'yago', label: t('measure.basis.yago') },
            { value: 'prev', label: t('measure.basis.prev') },
            ...otherOptions.map(one => ({ value: `:${one.value}`, label: one.label })),
          ]}
          onChange={on =>
            put({ ...measure, on: on.startsWith(':') ? { column: on.slice(1) } : (on as 'yago' | 'prev') })
          }
        />
      )}
      {measure.kind === 'earlier' && (
        <Select
          label={t('column.on.label')}
          value={measure.basis}
          options={(['yago', 'prev'] as const).map(value => ({ value, label: t(`measure.basis.${value}`) }))}
          onChange={basis => put({ ...measure, basis: basis as 'yago' | 'prev' })}
        />
      )}
      {measure.kind === 'share' && (
        <Select
          label={t('column.within.label')}
          value={measure.within}
          options={(['total', 'parent', ...(hasAcross ? (['across'] as const) : [])] as const).map(value => ({
            value,
            label: t(`measure.within.${value}`),
          }))}
          onChange={within => put({ ...measure, within: within as 'total' | 'parent' | 'across' })}
        />
      )}
    </>
  )
}

type RatioProps = Readonly<{
  measure: Extract<Measure, { kind: 'ratio' }>
  options: readonly SelectOption[]
  onMeasure: (measure: Measure) => void
}>

function RatioParts({ measure, options, onMeasure: put }: RatioProps): ReactElement {
  const t = useText(tabulateText)
  return (
    <>
      <Select
        label={t('column.numerator.label')}
        value={measure.numerator}
        options={options}
        onChange={numerator => put({ ...measure, numerator })}
      />
      <Select
        label={t('column.denominator.label')}
        value={measure.denominator}
        options={options}
        onChange={denominator => put({ ...measure, denominator })}
      />
      <Checkbox
        label={t('column.percent.label')}
        checked={measure.percent ?? false}
        onChange={percent => put({ ...measure, percent })}
      />
    </>
  )
}

/** What is computed, and of what. */
export function MeasureFields({ source, others, hasAcross, column, onColumn }: Props): ReactElement {
  const t = useText(tabulateText)
  const { measure } = column
  const cells = source.columns.filter(one => one.type.kind === 'decimal')
  const put = (next: Measure) => onColumn({ ...column, measure: next })
  const choose = (kind: string) => {
    const cell = 'column' in measure ? measure.column : (cells[0]?.name ?? '')
    const [first, second] = kind === 'share' ? others.filter(isSumOrCount) : others
    const next = measureOf(kind as Kind, cell, first?.key ?? '', second?.key ?? first?.key ?? '')
    onColumn({ ...column, measure: next, label: both(`measure.kind.${kind as Kind}`) })
  }
  const usable = kinds.filter(
    kind =>
      (others.length > 0 || !['growth', 'change', 'earlier', 'share', 'ratio'].includes(kind)) &&
      (source.seesUnits || !extremes.includes(kind)),
  )
  return (
    <>
      <Select
        label={t('column.kind.label')}
        value={measure.kind}
        options={usable.map(kind => ({ value: kind, label: t(`measure.kind.${kind}`) }))}
        onChange={choose}
      />
      <CellParts column={column} cells={cells} onColumn={onColumn} />
      <DerivedParts measure={measure} others={others} hasAcross={hasAcross} onMeasure={put} />
    </>
  )
}
