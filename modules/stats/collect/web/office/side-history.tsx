import type { ReactElement } from 'react'
import { cellIndex, formatValue, type Scalar } from '#engines/form/index.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName, placeName } from '../place-name.ts'
import type { Report } from './report-session.ts'
import type { SideProps } from './report-side.tsx'
import { useAddress } from './use-address.ts'

type Revision = Report['revisions'][number]

function Changes({ report, revision }: Readonly<{ report: Report; revision: Revision }>): ReactElement {
  const t = useText(officeText)
  const locale = useLocale()
  const lists = codelistsOf(report)
  const index = cellIndex(report.spec)
  const words = (cell: string | undefined, value: Scalar) => {
    const type = cell === undefined ? undefined : index.get(cell)?.spec.type
    return value === null || !type
      ? t('cell.value.blank')
      : formatValue(type, value, locale, { codelists: lists })
  }
  const summary =
    revision.revisionNo === 1
      ? t('revision.changes.first', { count: revision.changes.length })
      : t('revision.changes.count', { count: revision.changes.length })
  return (
    <details className="co-changes">
      <summary>{summary}</summary>
      <ul>
        {revision.changes.map(one => (
          <li key={`${one.section ?? ''}/${one.row ?? ''}/${one.cell ?? ''}`}>
            <span>
              {placeName(report.spec, one, locale, lists)}
              {one.cell && <span className="co-code"> {one.cell}</span>}
            </span>
            {one.change ? (
              <b>{t(one.change === 'row-added' ? 'revision.row.added' : 'revision.row.removed')}</b>
            ) : (
              <b>
                {revision.revisionNo > 1 && <s className="co-was">{words(one.cell, one.before)}</s>}{' '}
                {words(one.cell, one.after)}
              </b>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Who of the unit answers for it, where the unit has steps. */
export function Signatures({ signatures }: Pick<Revision, 'signatures'>): ReactElement | null {
  const t = useText(officeText)
  if (signatures.length === 0) return null
  return (
    <p className="co-signatures co-soft">
      {signatures.map(({ step, name, at }) => (
        <span key={step} title={formatDateTime(at)}>
          {t(`revision.signer.${step}`)} <b>{name}</b>
        </span>
      ))}
    </p>
  )
}

/** Every content there has been, newest first: who, when, why, what changed. */
export function SideRevisions({ report, comparedWith, onCompare }: SideProps): ReactElement {
  const t = useText(officeText)
  const { change } = useAddress()
  const current = report.report.revisionNo
  if (report.revisions.length === 0) return <EmptyState title={t('revision.none.title')} />
  return (
    <ol className="co-history">
      {report.revisions
        .toSorted((a, b) => b.revisionNo - a.revisionNo)
        .map(one => (
          <li key={one.revisionNo} aria-current={one.revisionNo === report.shownRevision || undefined}>
            <p>
              <b>{t('revision.number.text', { revision: one.revisionNo })}</b>{' '}
              {t(`revision.kind.${one.kind}`)}
              {one.revisionNo === current && <span className="co-chip">{t('revision.current.text')}</span>}
            </p>
            <p className="co-soft">{`${one.madeBy} · ${formatDateTime(one.madeAt)}`}</p>
            <Signatures signatures={one.signatures} />
            {one.note && <blockquote className="co-explanation">{one.note}</blockquote>}
            <Changes report={report} revision={one} />
            <p className="co-history-acts">
              {one.revisionNo !== report.shownRevision && (
                <>
                  <Button
                    look="quiet"
                    onClick={() =>
                      change({ revision: one.revisionNo === current ? undefined : one.revisionNo })
                    }
                  >
                    {t('revision.action.view')}
                  </Button>
                  <Button
                    look="quiet"
                    aria-pressed={comparedWith === one.revisionNo}
                    onClick={() => onCompare(comparedWith === one.revisionNo ? null : one.revisionNo)}
                  >
                    {t('revision.action.compare')}
                  </Button>
                </>
              )}
            </p>
          </li>
        ))}
    </ol>
  )
}

const eventKinds = [
  'drafted',
  'submitted',
  'accepted-county',
  'accepted-city',
  'withdrawn-county',
  'withdrawn-city',
  'returned',
  'corrected',
  'extended',
  'reminded',
  'imported',
  'reviewed',
] as const

/** As texts are named by; none for a kind this page does not know. */
export const eventKindOf = (kind: string) => eventKinds.find(known => known === kind.replace(':', '-'))

/** What happened to the report, newest first. */
export function SideEvents({ report }: Readonly<{ report: Report }>): ReactElement {
  const t = useText(officeText)
  const locale = useLocale()
  const nameOf = (key: string) => keyName(report.spec, key, locale, codelistsOf(report))
  if (report.events.length === 0) return <EmptyState title={t('event.none.title')} />
  return (
    <ol className="co-history">
      {report.events
        .toSorted((a, b) => b.at.localeCompare(a.at))
        .map(one => {
          const kind = eventKindOf(one.kind)
          return (
            <li key={`${one.at} ${one.kind} ${one.revisionNo ?? ''}`}>
              <p>
                <b>{kind ? t(`event.kind.${kind}`) : one.kind}</b>
                {one.revisionNo !== null && one.revisionNo > 0 && (
                  <span className="co-soft"> {t('revision.number.text', { revision: one.revisionNo })}</span>
                )}
              </p>
              <p className="co-soft">{[one.by, formatDateTime(one.at)].filter(Boolean).join(' · ')}</p>
              {one.note && <blockquote className="co-explanation">{one.note}</blockquote>}
              {one.cells.length > 0 && (
                <p className="co-soft">
                  {t('event.cells.text', { cells: one.cells.map(nameOf).join(t('event.cells.join')) })}
                </p>
              )}
            </li>
          )
        })}
    </ol>
  )
}
