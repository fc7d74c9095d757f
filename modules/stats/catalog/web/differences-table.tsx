import type { ReactElement } from 'react'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { Difference } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

const members = [
  'name',
  'subject',
  'unitOfMeasure',
  'blankIsZero',
  'layout',
  'keyName',
  'codelist',
  'maxRows',
  'ofWhich',
  'kind',
  'type',
  'required',
  'formula',
  'prefill',
  'locked',
  'text',
  'level',
  'message',
] as const
const marks = ['tableNumber', 'issuer', 'approvalNumber', 'validUntil', 'approver'] as const

function useNames() {
  const t = useText(catalogText)
  const named = (known: readonly ((typeof members)[number] | (typeof marks)[number])[], name: string) => {
    const found = known.find(one => one === name)
    return found ? t(`differences.member.${found}`) : name
  }
  return {
    key: (one: Difference) => (one.kind === 'mark' ? named(marks, one.key) : one.key),
    member: (one: Difference) =>
      one.member === undefined || one.kind === 'mark' ? '' : named(members, one.member),
  }
}

const keyOf = (one: Difference): string => [one.kind, one.key, one.member ?? one.change].join('|')

export function DifferencesTable({
  differences,
  loading = false,
}: Readonly<{ differences: readonly Difference[]; loading?: boolean }>): ReactElement {
  const t = useText(catalogText)
  const name = useNames()
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
      cell: name.key,
      value: name.key,
    },
    {
      key: 'member',
      title: t('differences.column.member'),
      width: 100,
      cell: name.member,
      value: name.member,
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
