import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Static } from 'typebox'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { Severity } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { placeOf, useScope } from '#ui/scope/use-scope.ts'
import { getRuleSummary, type RuleCount } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { WithCollection } from './collection-picker.tsx'
import type { CollectionItem } from './counts.ts'
import { useAddress } from './use-address.ts'
import { useOfficeRights } from './use-collections.ts'

export type Rule = Static<typeof RuleCount>

const failRate = (rule: Rule): number | null => {
  const decided = rule.pass + rule.fail
  return decided === 0 ? null : (rule.fail / decided) * 100
}

/** Pass, fail and undecided of each rule; failures open their reports where those may be read. */
export function RuleTable(
  props: Readonly<{ rules: readonly Rule[]; listOf?: (rule: Rule) => string }>,
): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const { listOf } = props
  const severityRank = { fatal: 0, query: 1, notice: 2 }
  const columns: readonly Column<Rule>[] = [
    {
      key: 'severity',
      title: t('rules.column.severity'),
      width: 90,
      value: rule => severityRank[rule.severity],
      cell: rule => <Severity level={rule.severity} />,
    },
    {
      key: 'rule',
      title: t('rules.column.rule'),
      value: rule => rule.rule,
      cell: rule => <span className="co-code">{rule.rule}</span>,
    },
    {
      key: 'message',
      title: t('rules.column.message'),
      value: rule => local(rule.message),
      cell: rule => <span title={local(rule.message)}>{local(rule.message)}</span>,
    },
    {
      key: 'pass',
      title: t('rules.column.pass'),
      align: 'right',
      value: rule => rule.pass,
      cell: rule => formatCount(rule.pass),
    },
    {
      key: 'fail',
      title: t('rules.column.fail'),
      align: 'right',
      value: rule => rule.fail,
      cell: rule => {
        const count = formatCount(rule.fail)
        if (!listOf || rule.fail === 0) return count
        return (
          <Link to={listOf(rule)} aria-label={t('rules.open.reports', { rule: rule.rule, count })}>
            {count}
          </Link>
        )
      },
    },
    {
      key: 'undecided',
      title: t('rules.column.undecided'),
      align: 'right',
      value: rule => rule.undecided,
      cell: rule => formatCount(rule.undecided),
    },
    {
      key: 'failRate',
      title: t('rules.column.failRate'),
      align: 'right',
      value: failRate,
      cell: rule => {
        const rate = failRate(rule)
        return rate === null ? '—' : `${rate.toFixed(1)}%`
      },
    },
  ]
  return (
    <DataTable
      id="collect.rules"
      label={t('rules.table.label')}
      columns={columns}
      rows={props.rules}
      keyOf={rule => rule.rule}
      pageSize={100}
    />
  )
}

function Summary({ collection }: Readonly<{ collection: CollectionItem }>): ReactElement {
  const t = useText(officeText)
  const rights = useOfficeRights()
  const [scope] = useScope()
  const { search, to } = useAddress()
  const { collectionId } = collection
  const region = placeOf(search, scope)
  useLive(['collect'])
  const read = useRead(
    getRuleSummary,
    { params: { collectionId }, query: region ? { region } : {} },
    { topics: ['collect.report'], placeholderData: last => last },
  )
  if (!read.data) return <Unread read={read} lines={10} />
  const { reports, rules } = read.data
  if (reports === 0) return <EmptyState title={t('rules.empty.title')}>{t('rules.empty.hint')}</EmptyState>
  return (
    <>
      <ReadFailure read={read} />
      <p className="co-soft">{t('rules.reports.count', { count: reports })}</p>
      <RuleTable
        rules={rules}
        {...(rights.read && {
          listOf: (rule: Rule) => to('/collect/reports', { rule: rule.rule, at: region }),
        })}
      />
    </>
  )
}

export function RuleSummary(): ReactElement {
  const t = useText(officeText)
  return (
    <WithCollection title={t('rules.title.page')}>
      {collection => <Summary key={collection.collectionId} collection={collection} />}
    </WithCollection>
  )
}
