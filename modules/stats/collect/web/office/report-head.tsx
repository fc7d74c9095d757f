import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { Button, IconButton } from '#ui/components/button.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { Presence } from './presence.tsx'
import { IndustryName, PlaceName } from './report-place.tsx'
import type { Report } from './report-session.ts'
import { FindingCounts, ReportStateTag } from './report-state.tsx'
import { Signatures } from './side-history.tsx'
import type { Neighbours } from './use-neighbours.ts'

export type Acts = Readonly<
  Partial<Record<'accept' | 'withdraw' | 'sendBack' | 'correct' | 'extend' | 'remind' | 'keys', () => void>>
>

function Meta({ report }: Readonly<{ report: Report }>): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const locale = useLocale()
  const { report: row, collection } = report
  return (
    <p className="co-report-meta">
      <ReportStateTag state={row.state} />
      <FindingCounts row={row} />
      <span>
        {collection.formCode} {local(collection.formTitle)} {formatPeriod(collection.period, locale)}
      </span>
      {row.creditCode && <span className="co-code">{row.creditCode}</span>}
      <PlaceName report={row} />
      <IndustryName report={row} />
      <span>
        {row.revisionNo > 0 ? t('report.meta.revision', { revision: row.revisionNo }) : t('report.meta.none')}
        {row.submittedAt && ` · ${formatDateTime(row.submittedAt)}`}
        {row.onTime === false && <span className="co-late">{t('report.meta.late')}</span>}
      </span>
      {row.extendedUntil && (
        <span>{t('report.meta.extended', { at: formatDateTime(row.extendedUntil) })}</span>
      )}
    </p>
  )
}

function Steps({ neighbours }: Readonly<{ neighbours: Neighbours }>): ReactElement {
  const t = useText(officeText)
  const navigate = useNavigate()
  const { at, total, previous, next } = neighbours
  return (
    <span className="co-steps">
      <IconButton
        icon="left"
        label={`${t('report.nav.previous')} (K)`}
        disabled={previous === null}
        onClick={() => previous && navigate(previous)}
      />
      {at !== null && <span className="co-soft">{t('report.nav.place', { at, total })}</span>}
      <IconButton
        icon="right"
        label={`${t('report.nav.next')} (J)`}
        disabled={next === null}
        onClick={() => next && navigate(next)}
      />
    </span>
  )
}

const keyOf = { accept: 'A', sendBack: 'B', correct: 'E' } as const

export function ReportHead(
  props: Readonly<{
    report: Report
    neighbours: Neighbours
    back: string
    acts: Acts
    busy: boolean
    correcting: boolean
  }>,
): ReactElement {
  const t = useText(officeText)
  const { report, acts } = props
  const { may } = report
  const act = (key: keyof typeof keyOf | 'extend' | 'remind', look: 'primary' | 'plain', label: string) =>
    acts[key] && (
      <Button
        key={key}
        look={look}
        busy={key === 'accept' && props.busy}
        onClick={acts[key]}
        aria-keyshortcuts={key in keyOf ? keyOf[key as keyof typeof keyOf] : undefined}
      >
        {label}
        {key in keyOf && <kbd className="co-kbd">{keyOf[key as keyof typeof keyOf]}</kbd>}
      </Button>
    )
  return (
    <header className="co-report-head">
      <div className="co-report-title">
        <Link to={props.back} className="co-back">
          {t('report.back.list')}
        </Link>
        <h1>{report.report.unitName}</h1>
        <Steps neighbours={props.neighbours} />
        <Presence
          collectionId={report.collection.collectionId}
          unitId={report.report.unitId}
          correcting={props.correcting}
        />
      </div>
      <Meta report={report} />
      <Signatures
        signatures={
          report.revisions.findLast(
            one => one.revisionNo <= report.shownRevision && one.signatures.length > 0,
          )?.signatures ?? []
        }
      />
      <div className="co-report-acts">
        {act('remind', 'plain', t('report.action.remind'))}
        {act('extend', 'plain', t('report.action.extend'))}
        {act('correct', 'plain', t('report.action.correct'))}
        {act('sendBack', 'plain', t('report.action.sendBack'))}
        {acts.withdraw && <Button onClick={acts.withdraw}>{t('report.action.withdraw')}</Button>}
        {act(
          'accept',
          'primary',
          t('report.action.accept', { level: may.accept ? t(`office.level.${may.accept}`) : '' }),
        )}
        <Button look="quiet" onClick={acts.keys} aria-label={t('report.action.keys')}>
          {'?'}
        </Button>
      </div>
    </header>
  )
}
