import type { ReactElement } from 'react'
import { addressOf, cellIndex, formatValue, type Scalar } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { useUnitText } from '#ui/i18n/unit.ts'
import { valueIn } from '#ui/matrix-form/address.ts'
import { ReasonTag } from '#ui/matrix-form/explain.tsx'
import { getCellLineage } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName } from '../place-name.ts'
import { ChangeMark } from './compare-table.tsx'
import type { Report } from './report-session.ts'
import type { SideProps } from './report-side.tsx'
import { SideTrend } from './side-trend.tsx'

function Lineage(
  props: Readonly<{ report: Report; cell: string; words: (value: Scalar) => string }>,
): ReactElement {
  const t = useText(officeText)
  const { report, words } = props
  const { cell, row } = addressOf(props.cell)
  const section = cellIndex(report.spec).get(cell)?.section
  const read = useRead(getCellLineage, {
    params: { collectionId: report.collection.collectionId, unitId: report.report.unitId },
    query: { cell, ...(row !== undefined && section ? { section, row } : {}) },
  })
  if (!read.data) return <Unread compact read={read} lines={3} />
  if (read.data.entries.length === 0) return <p className="co-soft">{t('cell.lineage.none')}</p>
  return (
    <>
      <ReadFailure read={read} />
      <ol className="co-lineage">
        {read.data.entries.toReversed().map(entry => (
          <li key={entry.revisionNo}>
            <p>
              <b>
                {entry.before === null && entry.revisionNo === 1
                  ? t('cell.lineage.first', { after: words(entry.after) })
                  : t('cell.lineage.from', { before: words(entry.before), after: words(entry.after) })}
              </b>
            </p>
            <p className="co-soft">
              {`${t('revision.number.text', { revision: entry.revisionNo })} · ${t(`revision.kind.${entry.kind}`)} · ${entry.by} · ${formatDateTime(entry.at)}`}
            </p>
            {entry.why && (
              <blockquote className="co-explanation">
                <ReasonTag spec={report.spec} code={entry.reason} />
                <p>{entry.why}</p>
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

/** The cell under the caret: its past, by how much it moved, and where its value comes from. */
export function SideCell({
  report,
  cell,
  cells,
  traced,
  onTrace,
  marked,
  onMark,
}: Pick<SideProps, 'report' | 'cell' | 'cells' | 'traced' | 'onTrace' | 'marked' | 'onMark'>): ReactElement {
  const t = useText(officeText)
  const unit = useUnitText()
  const locale = useLocale()
  const lists = codelistsOf(report)
  const at = cell === null ? null : addressOf(cell)
  const place = at === null ? undefined : cellIndex(report.spec).get(at.cell)
  if (cell === null || at === null || !place) {
    return <EmptyState title={t('cell.none.title')}>{t('cell.none.hint')}</EmptyState>
  }
  const words = (value: Scalar) =>
    value === null || value === ''
      ? t('cell.value.blank')
      : formatValue(place.spec.type, value, locale, { codelists: lists })
  const sides = cells.find(one => one.key === cell)
  const now = report.values && valueIn(report.values, place, at.row)
  const lines = [
    { key: 'now', name: t('cell.value.now'), value: now, before: null },
    ...(sides && report.reported && sides.reported !== now
      ? [{ key: 'reported', name: t('cell.value.reported'), value: sides.reported, before: null }]
      : []),
    ...(sides
      ? [
          {
            key: 'previous',
            name: t('compare.column.previous'),
            value: sides.previous,
            before: sides.previous,
          },
          {
            key: 'yearAgo',
            name: t('compare.column.yearAgo'),
            value: sides.yearAgo,
            before: sides.yearAgo,
          },
        ]
      : []),
  ]
  return (
    <div className="co-cell">
      <h2>{keyName(report.spec, cell, locale, lists)}</h2>
      <p className="co-soft">{[at.cell, at.row, unit(place.unitOfMeasure)].filter(Boolean).join(' · ')}</p>
      <table className="co-plain">
        <tbody>
          {lines.map(line => (
            <tr key={line.key}>
              <th scope="row">{line.name}</th>
              <td className="zt-align-right">{words(line.value)}</td>
              <td className="zt-align-right">
                {line.before !== null && <ChangeMark now={now} before={line.before} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sides && report.values && <SideTrend key={cell} report={report} cell={cell} place={place} />}
      <Button onClick={() => onMark(cell)} aria-pressed={marked.includes(cell)}>
        {t(marked.includes(cell) ? 'cell.mark.remove' : 'cell.mark.add')}
        <kbd className="co-kbd">{'M'}</kbd>
      </Button>
      <h3>{t('cell.lineage.title')}</h3>
      {traced ? (
        <Lineage key={cell} report={report} cell={cell} words={words} />
      ) : (
        <Button onClick={onTrace} aria-keyshortcuts="L">
          {t('cell.lineage.show')}
          <kbd className="co-kbd">{'L'}</kbd>
        </Button>
      )}
    </div>
  )
}
