import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { pagesOf } from '#ui/data-table/read-all.ts'
import { firstView } from '#ui/data-table/table-view.ts'
import { formatCount } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { type ImportLine, type ImportRecord, listImportLines, outcomes } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'
import { useValueWords } from './value-words.ts'

type Outcome = (typeof outcomes)[number]
const looks = { new: 'accent', changed: 'query', unchanged: 'plain', error: 'fatal' } as const

function useColumns(): readonly Column<ImportLine>[] {
  const t = useText(registerText)
  const detailOf = useDetailWords()
  return [
    {
      key: 'line',
      title: t('import.line.line'),
      width: 60,
      align: 'right',
      text: line => line.line,
    },
    {
      key: 'outcome',
      title: t('import.line.outcome'),
      width: 80,
      text: line => t(`import.outcome.${line.outcome}`),
      cell: line => <Badge look={looks[line.outcome]}>{t(`import.outcome.${line.outcome}`)}</Badge>,
    },
    {
      key: 'code',
      title: t('import.line.code'),
      width: 180,
      text: line => line.code,
      cell: line => <span className="zr-code">{line.code}</span>,
    },
    {
      key: 'name',
      title: t('import.line.name'),
      width: 240,
      text: line => line.name,
    },
    {
      key: 'detail',
      title: t('import.line.detail'),
      width: 560,
      text: detailOf,
      cell: line => <LineDetail line={line} />,
    },
  ]
}

/** Changes that say more than code and name, which stand in columns of their own. */
const changesOf = (line: ImportLine) =>
  line.changes.filter(change => line.outcome !== 'new' || !['creditCode', 'name'].includes(change.field))

/** What a line would do, or what is wrong with it, in one text. */
function useDetailWords(): (line: ImportLine) => string {
  const locale = useLocale()
  const labels = useLabels()
  const words = useValueWords()
  return line =>
    line.errors.length > 0
      ? line.errors.map(error => [error.heading, error.message[locale]].filter(Boolean).join(': ')).join('; ')
      : changesOf(line)
          .map(({ field, before, after }) => {
            const old = line.outcome === 'changed' ? `${words(field, before) || '—'} → ` : ''
            return `${labels.field(field)} ${old}${words(field, after) || '—'}`
          })
          .join('; ')
}

function LineDetail({ line }: Readonly<{ line: ImportLine }>): ReactElement {
  const locale = useLocale()
  const labels = useLabels()
  const words = useValueWords()
  if (line.errors.length > 0) {
    return (
      <>
        {line.errors.map(error => (
          <span key={`${error.field} ${error.code}`} className="zr-error">
            {error.heading && `${error.heading}: `}
            {error.message[locale]}
          </span>
        ))}
      </>
    )
  }
  return (
    <>
      {changesOf(line).map(change => (
        <span key={change.field} className="zr-change">
          {labels.field(change.field)}{' '}
          {line.outcome === 'changed' && <s>{words(change.field, change.before) || '—'}</s>}
          {line.outcome === 'changed' && ' → '}
          {words(change.field, change.after) || '—'}
        </span>
      ))}
    </>
  )
}

export function ImportLines({ record }: Readonly<{ record: ImportRecord }>): ReactElement {
  const t = useText(registerText)
  const { counts } = record
  const [chosen, setOutcome] = useState<Outcome | null>(counts.error > 0 ? 'error' : null)
  // A new preview may have none of what was looked at before.
  const outcome = chosen !== null && counts[chosen] > 0 ? chosen : null
  const [view, setView] = useState(() => firstView(50))
  const columns = useColumns()
  const params = { importId: record.importId }
  const filter = outcome ? { outcome } : {}
  const lines = useRead(
    listImportLines,
    { params, query: { page: view.page, pageSize: view.pageSize, ...filter } },
    { placeholderData: keepPreviousData },
  )
  const choose = (next: Outcome | null) => {
    setOutcome(next)
    setView({ ...view, page: 1 })
  }
  return (
    <Card title={t(record.state === 'applied' ? 'import.applied.title' : 'import.preview.title')} flush>
      <ReadFailure read={lines} />
      {!lines.isLoadingError && (
        <DataTable
          id="register.importLines"
          label={t('import.preview.label')}
          columns={columns}
          rows={lines.data?.items ?? []}
          keyOf={line => String(line.line)}
          server={{
            view,
            total: lines.data?.total ?? 0,
            onView: setView,
            readPage: pagesOf<ImportLine>(listImportLines, { params, query: filter }),
          }}
          loading={lines.isPending}
          empty={t('import.preview.empty')}
          searchable={false}
          tools={
            <span className="zr-counts">
              <Button
                look={outcome === null ? 'plain' : 'quiet'}
                aria-pressed={outcome === null}
                onClick={() => choose(null)}
              >
                {`${t('import.outcome.all')} ${formatCount(counts.rows)}`}
              </Button>
              {outcomes.map(one => (
                <Button
                  key={one}
                  look={outcome === one ? 'plain' : 'quiet'}
                  aria-pressed={outcome === one}
                  disabled={counts[one] === 0}
                  onClick={() => choose(one)}
                >
                  {`${t(`import.outcome.${one}`)} ${formatCount(counts[one])}`}
                </Button>
              ))}
            </span>
          }
        />
      )}
    </Card>
  )
}
