import type { ReactElement } from 'react'
import { Banner } from '#ui/components/banner.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { Difference } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { useDifferenceWords } from './use-difference-words.ts'

const keyOf = (one: Difference): string => [one.kind, one.key, one.member ?? one.change].join('|')

type Props = Readonly<{
  differences: readonly Difference[]
  /** Whether they tell of rules too. */
  rulesCompared: boolean
  loading?: boolean
}>

export function DifferencesTable({ differences, rulesCompared, loading = false }: Props): ReactElement {
  const t = useText(catalogText)
  const words = useDifferenceWords()
  const column = (key: keyof typeof words, width: number, look = ''): Column<Difference> => ({
    key,
    title: t(`differences.column.${key}`),
    width,
    cell: one => <span className={look}>{words[key](one)}</span>,
    value: words[key],
  })
  return (
    <>
      {!rulesCompared && <Banner look="query">{t('differences.rules.unread')}</Banner>}
      <DataTable
        id="catalog.differences"
        label={t('differences.table.label')}
        columns={[
          column('kind', 110),
          column('key', 140),
          column('member', 100),
          column('before', 260, 'zc-rule'),
          column('after', 260, 'zc-rule'),
        ]}
        rows={differences}
        keyOf={keyOf}
        loading={loading}
        empty={t(rulesCompared ? 'differences.empty.text' : 'differences.empty.unread')}
      />
    </>
  )
}
