import type { ReactElement } from 'react'
import { type FormSpec, type Reason, reasonsFor } from '#engines/form/index.ts'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import type { Rule } from '../contract.ts'
import { catalogText } from '../locale/text.ts'

type Props = Readonly<{ spec: FormSpec; rules: readonly Rule[] }>

/** Rules with a list of their own by code; the others together, for they offer every reason. */
function useOffered({ spec, rules }: Props): (reason: Reason) => string {
  const t = useText(catalogText)
  const queries = rules.filter(({ level }) => level === 'query')
  const own = queries.filter(({ code }) => spec.ruleReasons?.[code])
  return ({ code }) => {
    const named = own.filter(rule => reasonsFor(spec, rule.code).some(one => one.code === code))
    if (named.length === own.length) return t('reasons.rules.all')
    const rest = own.length < queries.length ? [t('reasons.rules.rest')] : []
    return [...named.map(rule => rule.code), ...rest].join(t('rules.list.separator'))
  }
}

export function ReasonsTable(props: Props): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const offered = useOffered(props)
  const column = (key: 'code' | 'name' | 'rules', width: number, value: (one: Reason) => string) =>
    ({ key, title: t(`reasons.column.${key}`), width, value, cell: value }) satisfies Column<Reason>
  return (
    <>
      <p className="zc-soft">{t('reasons.page.hint')}</p>
      <DataTable
        id="catalog.reasons"
        label={t('reasons.table.label')}
        columns={[
          column('code', 120, one => one.code),
          column('name', 260, one => local(one.name)),
          column('rules', 520, offered),
        ]}
        rows={props.spec.reasons ?? []}
        keyOf={one => one.code}
        pageSize={200}
        empty={t('reasons.table.label')}
      />
    </>
  )
}
