import type { ReactElement, ReactNode } from 'react'
import { Severity } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import type { Rule } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { useElsewhere } from './use-words.ts'

/** What a rule compares; its code, message and severity stand in columns of their own. */
const expressionOf = ({ code, text }: Rule): string =>
  text.replace(/\s*errorcode\s*"[\s\S]*$/, '').replace(new RegExp(`^${code}\\s*:\\s*`), '')

const ownCells = ({ cells }: Rule): string => cells.filter(cell => !around.has(cell)).join(' ')
const around: ReadonlySet<string> = new Set(['period', 'unit', 'row'])

const rank = { fatal: 1, query: 2, notice: 3 } as const

function useColumns(): readonly Column<Rule>[] {
  const t = useText(catalogText)
  const local = useLocalText()
  const elsewhere = useElsewhere()
  const column = (
    key: 'code' | 'message' | 'text' | 'cells' | 'elsewhere' | 'template',
    width: number,
    value: (rule: Rule) => string,
    cell: (rule: Rule) => ReactNode = value,
  ): Column<Rule> => ({ key, title: t(`rules.column.${key}`), width, value, cell })
  return [
    column('code', 90, rule => rule.code),
    {
      key: 'level',
      title: t('rules.column.level'),
      width: 90,
      cell: rule => <Severity level={rule.level} />,
      value: rule => rank[rule.level],
    },
    column('message', 280, rule => local(rule.message)),
    column('text', 330, expressionOf, rule => <span className="zc-rule">{expressionOf(rule)}</span>),
    column('cells', 130, ownCells),
    column('elsewhere', 150, elsewhere),
    column('template', 80, rule => rule.template ?? ''),
  ]
}

export function RulesTable({ rules }: Readonly<{ rules: readonly Rule[] }>): ReactElement {
  const t = useText(catalogText)
  const columns = useColumns()
  return (
    <DataTable
      id="catalog.rules"
      label={t('rules.table.label')}
      columns={columns}
      rows={rules}
      keyOf={rule => rule.code}
      pageSize={200}
      empty={t('rules.empty.text')}
    />
  )
}
