import { type ReactElement, type SyntheticEvent, useEffect, useMemo, useRef, useState } from 'react'
import { cellIndex, type FormValues } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button, IconButton } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { findingKeys } from '#ui/matrix-form/address.ts'
import type { Flags } from '#ui/matrix-form/form-host.ts'
import { MatrixForm, type MatrixFormHandle } from '#ui/matrix-form/matrix-form.tsx'
import { getReport } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { askedCells } from '../inquiries/asked-cells.ts'
import { CompareTable } from './compare-table.tsx'
import { comparedCells } from './comparison.ts'
import { CorrectForm } from './correct-form.tsx'
import { type Report, readOnlySession, ruleFinding } from './report-session.ts'
import { ReportSide, type SideTab, sideTabs } from './report-side.tsx'
import { SideCell } from './side-cell.tsx'
import { useAddress } from './use-address.ts'
import { useReportKeys } from './use-report-keys.ts'

type Beside = 'none' | 'previous' | 'yearAgo'
type View = 'form' | 'compare'

type Props = Readonly<{
  report: Report
  correcting: boolean
  onCorrected: () => void
  /** Cells picked for sending back, by key. */
  marked: readonly string[]
  onMark: (key: string) => void
  onUnmark: () => void
}>

function Tools(
  props: Readonly<{
    report: Report
    view: View
    setView: (view: View) => void
    beside: Beside
    setBeside: (beside: Beside) => void
    onFind: () => void
  }>,
): ReactElement {
  const t = useText(officeText)
  const { report, view } = props
  return (
    <div className="co-desk-tools" role="toolbar" aria-label={t('report.view.label')}>
      <span className="co-segments">
        {(['form', 'compare'] as const).map(one => (
          <button
            key={one}
            type="button"
            aria-pressed={view === one}
            onClick={() => props.setView(one)}
            className="co-segment"
          >
            {t(`report.view.${one}`)}
          </button>
        ))}
      </span>
      {view === 'form' && <IconButton icon="search" label={t('report.view.find')} onClick={props.onFind} />}
      {view === 'form' && (report.previous || report.yearAgo) && (
        <label className="co-filter">
          <span>{t('report.view.beside')}</span>
          <select
            className="zt-input"
            value={props.beside}
            onChange={event => props.setBeside(event.target.value as Beside)}
          >
            <option value="none">{t('report.view.besideNone')}</option>
            {report.previous && <option value="previous">{t('report.view.besidePrevious')}</option>}
            {report.yearAgo && <option value="yearAgo">{t('report.view.besideYearAgo')}</option>}
          </select>
        </label>
      )}
    </div>
  )
}

/** An earlier revision to compare with, its values read when asked for; else what the unit itself reported. */
function useBaseline(report: Report) {
  const [revisionNo, setComparedWith] = useState<number | null>(null)
  const { collectionId } = report.collection
  const read = useRead(
    getReport,
    { params: { collectionId, unitId: report.report.unitId }, query: { revision: revisionNo ?? 1 } },
    { enabled: revisionNo !== null, staleTime: Number.POSITIVE_INFINITY },
  )
  const baseline: FormValues | null = (revisionNo === null ? null : read.data?.values) ?? report.reported
  return { comparedWith: revisionNo, setComparedWith, baseline }
}

function Notes(
  props: Readonly<{ report: Report; comparedWith: number | null; onStopComparing: () => void }>,
): ReactElement {
  const t = useText(officeText)
  const { change } = useAddress()
  const { report, comparedWith } = props
  const old = report.shownRevision !== report.report.revisionNo && report.shownRevision > 0
  return (
    <>
      {old && (
        <Banner
          look="query"
          action={
            <Button look="quiet" onClick={() => change({ revision: undefined })}>
              {t('report.banner.current')}
            </Button>
          }
        >
          {t('report.banner.old', { revision: report.shownRevision })}
        </Banner>
      )}
      {comparedWith !== null && (
        <Banner
          action={
            <Button look="quiet" onClick={props.onStopComparing}>
              {t('report.banner.baselineOff')}
            </Button>
          }
        >
          {t('report.banner.baseline', { revision: comparedWith })}
        </Banner>
      )}
      {comparedWith === null && report.reported && <Banner>{t('report.banner.corrected')}</Banner>}
    </>
  )
}

/** Where the form fills the width, what stands beside it lies below and out of sight. */
const isNarrow = () => matchMedia('(max-width: 1000px)').matches

const cellAt = ({ target }: SyntheticEvent<HTMLElement>): string | null =>
  (target as HTMLElement).closest('[data-cell]')?.getAttribute('data-cell') ?? null

const firstTab = ({ findings }: Report): SideTab => (findings.length > 0 ? 'findings' : 'cell')

/**
 * A link may name a cell, by its key, and what stands beside the form. It is followed once: the address goes on to other
 * reports without it.
 */
function useAsked({ spec }: Report, show: (cell: string | null, tab: SideTab | undefined) => void): void {
  const { search, change } = useAddress()
  const [side, cell] = [search.get('side'), search.get('cell')]
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address alone decides
  useEffect(() => {
    if (side === null && cell === null) return
    const known = cell !== null && cellIndex(spec).has(cell.split('@')[0]!)
    show(
      known ? cell : null,
      sideTabs.find(one => one === side),
    )
    change({ side: undefined, cell: undefined }, { replace: true })
  }, [side, cell])
}

/** What is looked at: the cell under the caret, the finding followed, and what stands beside the form. */
function useLookedAt(report: Report, correcting: boolean, toCell: (key: string) => void) {
  const [cell, setCell] = useState<string | null>(null)
  const [finding, setFinding] = useState(-1)
  const [tab, setTab] = useState<SideTab>(() => firstTab(report))
  const [traced, setTraced] = useState(false)
  const [sheet, setSheet] = useState(false)
  const askRef = useRef<HTMLElement>(null)
  const jump = (key: string) => {
    setCell(key)
    toCell(key)
  }
  useAsked(report, (key, asked) => {
    if (key !== null) jump(key)
    setTab(now => asked ?? (key === null ? now : 'cell'))
  })
  const showCell = (key: string | undefined, how: 'called' | 'chosen' = 'called') => {
    if (key === undefined || correcting) return
    setCell(key)
    // Who asks chooses cells.
    if (how === 'called' || tab !== 'inquiries') setTab('cell')
    setSheet(isNarrow())
  }
  const ask = () => {
    setTab('inquiries')
    requestAnimationFrame(() => {
      const box = askRef.current?.querySelector('textarea') ?? askRef.current
      box?.focus({ preventScroll: true })
      box?.scrollIntoView({ block: 'center' })
    })
  }
  const showFinding = (index: number) => {
    const one = report.findings[index]
    if (!one) return
    setFinding(index)
    setTab('findings')
    const key = findingKeys(report.spec, ruleFinding(report.spec, one))[0]
    if (key !== undefined) jump(key)
  }
  const trace = (key: string | undefined) => {
    showCell(key)
    setTraced(true)
  }
  const cellShown = { cell, traced, onTrace: () => setTraced(true) }
  return {
    cellShown,
    setCell,
    finding,
    tab,
    setTab,
    sheet,
    setSheet,
    askRef,
    ask,
    jump,
    showCell,
    showFinding,
    trace,
  }
}

const firstBeside = (report: Report): Beside =>
  report.previous ? 'previous' : report.yearAgo ? 'yearAgo' : 'none'

/** What the form and the comparison show of the report. */
const useShown = (report: Report) =>
  useMemo(
    () => ({
      session: report.values && readOnlySession(report, report.values),
      asked: askedCells(report.inquiries),
      cells: comparedCells(report.spec, report),
    }),
    [report],
  )

/** What is picked is seen in the form. */
function useMarks(marked: readonly string[]): Flags {
  const t = useText(officeText)
  return useMemo(() => {
    const mark = { word: t('cell.mark.word'), said: t('cell.mark.said') }
    return new Map(marked.map(key => [key, mark]))
  }, [marked, t])
}

function NothingYet(): ReactElement {
  const t = useText(officeText)
  return <EmptyState title={t('report.empty.title')}>{t('report.empty.hint')}</EmptyState>
}

/**
 * The form with its past at the left; findings, the cell under the caret, revisions and events at the right. Following
 * a finding keeps the findings in sight; choosing a cell oneself shows the cell.
 */
export function ReportDesk(props: Props): ReactElement {
  const { report, correcting, marked, onMark, onUnmark } = props
  const t = useText(officeText)
  const form = useRef<MatrixFormHandle>(null)
  const [view, setView] = useState<View>('form')
  const [beside, setBeside] = useState<Beside>(() => firstBeside(report))
  const { comparedWith, setComparedWith, baseline } = useBaseline(report)
  const { session, asked, cells } = useShown(report)
  const flagged = useMarks(marked)
  const at = useLookedAt(report, correcting, key => {
    setView('form')
    requestAnimationFrame(() => form.current?.jump(key))
  })
  const { cellShown, finding, jump, showCell, showFinding } = at
  const { cell } = cellShown
  useReportKeys({
    f: () => report.findings.length > 0 && showFinding((finding + 1) % report.findings.length),
    h: () => showCell(cell ?? cells[0]?.key),
    l: () => at.trace(cell ?? cells[0]?.key),
    m: () => cell !== null && onMark(cell),
    q: correcting ? undefined : at.ask,
    v: correcting ? undefined : () => setView(view === 'form' ? 'compare' : 'form'),
  })
  return (
    <div className="co-desk">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the key is H, for the arrows go from cell to cell */}
      <section
        className="co-desk-main"
        onFocus={event => at.setCell(cellAt(event) ?? cell)}
        onClick={event => showCell(cellAt(event) ?? undefined, 'chosen')}
        aria-label={t('report.view.form')}
      >
        {session && !correcting && (
          <Tools {...{ report, view, setView, beside, setBeside }} onFind={() => form.current?.find()} />
        )}
        {!correcting && (
          <Notes report={report} comparedWith={comparedWith} onStopComparing={() => setComparedWith(null)} />
        )}
        {session === null && <NothingYet />}
        {session && correcting && <CorrectForm report={report} onDone={props.onCorrected} />}
        {session && !correcting && view === 'form' && (
          <MatrixForm
            ref={form}
            session={session}
            period={report.collection.period}
            readOnly
            asked={asked}
            flagged={flagged}
            codelists={codelistsOf(report)}
            beside={beside}
            {...(report.previous && { previous: report.previous })}
            {...(report.yearAgo && { yearAgo: report.yearAgo })}
            {...(baseline && { baseline })}
          />
        )}
        {session && !correcting && view === 'compare' && (
          <CompareTable report={report} cells={cells} onJump={jump} />
        )}
      </section>
      <ReportSide
        report={report}
        tab={at.tab}
        onTab={at.setTab}
        {...cellShown}
        cells={cells}
        finding={finding}
        onFinding={showFinding}
        marked={marked}
        onMark={onMark}
        onUnmark={onUnmark}
        askRef={at.askRef}
        onJump={jump}
        comparedWith={comparedWith}
        onCompare={setComparedWith}
      />
      <Dialog title={t('side.tab.cell')} open={at.sheet} onClose={() => at.setSheet(false)}>
        <SideCell {...cellShown} report={report} cells={cells} marked={marked} onMark={onMark} />
      </Dialog>
    </div>
  )
}
