import type { ReactElement } from 'react'
import { formatValue, type Scalar } from '#engines/form/index.ts'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { groupDigits } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { useUnitText } from '#ui/i18n/unit.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName } from '../place-name.ts'
import { type Compared, changeOf, changeText } from './comparison.ts'
import type { Report } from './report-session.ts'

export function ChangeMark({ now, before }: Readonly<{ now: Scalar; before: Scalar }>): ReactElement | null {
  const change = changeOf(now, before)
  if (change === null) return null
  const far = Math.abs(change) > 30
  return <span className={far ? 'co-change co-change-far' : 'co-change'}>{changeText(change)}</span>
}

const amount = (value: Scalar): string => (typeof value === 'string' ? groupDigits(value) : '')

/** Every item in a line: now, last period, a year ago, and by how much it moved; sortable by the move. */
export function CompareTable(
  props: Readonly<{ report: Report; cells: readonly Compared[]; onJump: (key: string) => void }>,
): ReactElement {
  const t = useText(officeText)
  const unit = useUnitText()
  const locale = useLocale()
  const { spec } = props.report
  const lists = codelistsOf(props.report)
  const nameOf = (one: Compared) => keyName(spec, one.key, locale, lists)
  const words = (one: Compared, value: Scalar) => formatValue(one.place.spec.type, value, locale)
  const past = (key: 'previous' | 'yearAgo'): readonly Column<Compared>[] => [
    {
      key,
      title: t(`compare.column.${key}`),
      align: 'right',
      value: one => Number(one[key] ?? Number.NaN) || null,
      cell: one => words(one, one[key]),
    },
    {
      key: `${key}Change`,
      title: t(`compare.column.${key}Change`),
      align: 'right',
      value: one => changeOf(one.value, one[key]),
      cell: one => <ChangeMark now={one.value} before={one[key]} />,
    },
  ]
  const columns: readonly Column<Compared>[] = [
    {
      key: 'item',
      title: t('compare.column.item'),
      width: 260,
      value: nameOf,
      cell: one => (
        <button type="button" className="co-link" onClick={() => props.onJump(one.key)}>
          {nameOf(one)}
        </button>
      ),
    },
    {
      key: 'code',
      title: t('compare.column.code'),
      value: one => one.place.code,
      cell: one => <span className="co-code">{one.place.code}</span>,
    },
    { key: 'unit', title: t('compare.column.unit'), cell: one => unit(one.place.unitOfMeasure) },
    {
      key: 'value',
      title: t('compare.column.value'),
      align: 'right',
      value: one => Number(one.value ?? Number.NaN) || null,
      cell: one => <b>{words(one, one.value)}</b>,
    },
    ...(props.report.reported !== null
      ? [
          {
            key: 'reported',
            title: t('compare.column.reported'),
            align: 'right' as const,
            cell: (one: Compared) =>
              one.reported === one.value ? null : <s className="co-was">{amount(one.reported)}</s>,
          },
        ]
      : []),
    ...past('previous'),
    ...past('yearAgo'),
  ]
  return (
    <DataTable
      id="collect.compare"
      label={t('compare.table.label')}
      columns={columns}
      rows={props.cells}
      keyOf={one => one.key}
      pageSize={200}
      onOpen={one => props.onJump(one.key)}
    />
  )
}
