import type { ReactElement } from 'react'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { Difference } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

const keyOf = (one: Difference): string => [one.kind, one.key, one.member ?? one.change].join('|')

export function DifferencesTable({
  differences,
  loading = false,
}: Readonly<{ differences: readonly Difference[]; loading?: boolean }>): ReactElement {
  const t = useText(catalogText)
  const columns: readonly Column<Difference>[] = [
    {
      key: 'kind',
      title: t('differences.column.kind'),
      width: 110,
      cell: one => `${t(`differences.kind.${one.kind}`)} · ${t(`differences.change.${one.change}`)}`,
      value: one => one.kind,
    },
    {
      key: 'key',
      title: t('differences.column.key'),
      width: 140,
      cell: one => one.key,
      value: one => one.key,
    },
    {
      key: 'member',
      title: t('differences.column.member'),
      width: 100,
      cell: one => one.member ?? '',
      value: one => one.member,
    },
    {
      key: 'before',
      title: t('differences.column.before'),
      width: 260,
      cell: one => <span className="zc-rule">{one.before ?? ''}</span>,
      value: one => one.before,
    },
    {
      key: 'after',
      title: t('differences.column.after'),
      width: 260,
      cell: one => <span className="zc-rule">{one.after ?? ''}</span>,
      value: one => one.after,
    },
  ]
  return (
    <DataTable
      id="catalog.differences"
      label={t('differences.table.label')}
      columns={columns}
      rows={differences}
      keyOf={keyOf}
      loading={loading}
      empty={t('differences.empty.text')}
    />
  )
}
