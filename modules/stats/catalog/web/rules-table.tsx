import type { ReactElement } from 'react'
import { Severity } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import type { Rule } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

export function RulesTable({ rules }: Readonly<{ rules: readonly Rule[] }>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const columns: readonly Column<Rule>[] = [
    {
      key: 'code',
      title: t('rules.column.code'),
      width: 90,
      cell: rule => rule.code,
      value: rule => rule.code,
    },
    {
      key: 'level',
      title: t('rules.column.level'),
      width: 90,
      cell: rule => <Severity level={rule.level} />,
      value: rule => rule.level,
    },
    {
      key: 'message',
      title: t('rules.column.message'),
      width: 300,
      cell: rule => local(rule.message),
      value: rule => local(rule.message),
    },
    {
      key: 'text',
      title: t('rules.column.text'),
      width: 340,
      cell: rule => <span className="zc-rule">{rule.text}</span>,
      value: rule => rule.text,
    },
    {
      key: 'cells',
      title: t('rules.column.cells'),
      width: 200,
      cell: rule => [...rule.cells, ...rule.looksAt].join(' '),
      value: rule => [...rule.cells, ...rule.looksAt].join(' '),
    },
  ]
  return (
    <DataTable
      id="catalog.rules"
      label={t('rules.table.label')}
      columns={columns}
      rows={rules}
      keyOf={rule => rule.code}
      empty={t('rules.empty.text')}
    />
  )
}
