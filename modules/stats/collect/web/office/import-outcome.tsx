import type { ReactElement } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import type { importReturns } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { RuleTable } from './rule-summary.tsx'

export type Outcome = ReplyOf<typeof importReturns>

/** What the file would do, or has done: counts, errors by line, and what every rule makes of it. */
export function ImportOutcome({ outcome }: Readonly<{ outcome: Outcome }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const { errors, rules } = outcome
  return (
    <div className="co-fields">
      <p>
        <b>
          {t('import.preview.summary', {
            records: formatCount(outcome.records),
            created: formatCount(outcome.created),
            revised: formatCount(outcome.revised),
            unchanged: formatCount(outcome.unchanged),
          })}
        </b>
      </p>
      <p className="co-soft">
        {t('import.preview.read', {
          encoding: outcome.encoding,
          separator: outcome.separator === '\t' ? t('import.separator.tab') : outcome.separator,
        })}
      </p>
      {outcome.unmappedColumns.length > 0 && (
        <p className="co-soft">
          {t('import.preview.unmapped', { columns: outcome.unmappedColumns.join(', ') })}
        </p>
      )}
      {outcome.errorCount > 0 && (
        <>
          <Banner look="fatal">
            {t('import.preview.errors', { count: formatCount(outcome.errorCount) })}
          </Banner>
          <DataTable
            id="collect.import.errors"
            label={t('import.error.label')}
            columns={[
              {
                key: 'line',
                title: t('import.error.line'),
                align: 'right',
                value: one => one.line,
                cell: one => one.line,
              },
              {
                key: 'column',
                title: t('import.error.column'),
                value: one => one.column,
                cell: one => one.column,
              },
              { key: 'cell', title: t('import.error.cell'), value: one => one.cell, cell: one => one.cell },
              {
                key: 'message',
                title: t('import.error.message'),
                value: one => local(one.message),
                cell: one => local(one.message),
              },
            ]}
            rows={errors}
            keyOf={one => `${one.line} ${one.column ?? ''} ${one.cell ?? ''} ${one.message['zh-CN']}`}
            pageSize={100}
          />
        </>
      )}
      {rules.length > 0 && <RuleTable rules={rules} />}
    </div>
  )
}
