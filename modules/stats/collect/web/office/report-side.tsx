import { type KeyboardEvent, type ReactElement, type Ref, useId } from 'react'
import { addressOf } from '#engines/form/index.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import type { Compared } from './comparison.ts'
import type { Report } from './report-session.ts'
import { SideCell } from './side-cell.tsx'
import { SideFindings } from './side-findings.tsx'
import { SideEvents, SideRevisions } from './side-history.tsx'
import { SideInquiries } from './side-inquiries.tsx'

export const sideTabs = ['findings', 'cell', 'inquiries', 'revisions', 'events'] as const
export type SideTab = (typeof sideTabs)[number]

export type SideProps = Readonly<{
  tab: SideTab
  onTab: (tab: SideTab) => void
  report: Report
  /** Key of the cell under the caret. */
  cell: string | null
  cells: readonly Compared[]
  finding: number
  onFinding: (index: number) => void
  /** Whether it is told where the value of the cell comes from, and asking for it. */
  traced: boolean
  onTrace: () => void
  marked: readonly string[]
  onMark: (key: string) => void
  onUnmark: () => void
  onJump: (key: string) => void
  /** Where one asks. */
  askRef: Ref<HTMLElement>
  comparedWith: number | null
  onCompare: (revisionNo: number | null) => void
}>

/** What stands beside the form. */
export function ReportSide(props: SideProps): ReactElement {
  const { report, cell, tab, onTab } = props
  const t = useText(officeText)
  const id = useId()
  const standing = report.inquiries.filter(one => one.state !== 'closed').length
  const words = {
    findings: t('side.tab.findings', { count: report.findings.length }),
    cell: cell === null ? t('side.tab.cell') : `${t('side.tab.cell')} ${addressOf(cell).cell}`,
    inquiries: t('side.tab.inquiries', { count: standing }),
    revisions: t('side.tab.revisions', { count: report.revisions.length }),
    events: t('side.tab.events'),
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = sideTabs[(sideTabs.indexOf(tab) + step + sideTabs.length) % sideTabs.length]!
    onTab(next)
    document.getElementById(`${id}-${next}`)?.focus()
  }
  const backToForm = (event: KeyboardEvent<HTMLElement>) => {
    const typing = event.target instanceof HTMLTextAreaElement && !event.nativeEvent.isComposing
    if (event.key === 'Escape' && typing && cell !== null) props.onJump(cell)
  }
  return (
    <aside className="co-side" aria-label={t('side.tab.label')} onKeyDown={backToForm}>
      <div className="co-tabs" role="tablist" aria-label={t('side.tab.label')} onKeyDown={onKeyDown}>
        {sideTabs.map(one => (
          <button
            key={one}
            id={`${id}-${one}`}
            type="button"
            role="tab"
            aria-selected={tab === one}
            aria-controls={`${id}-panel`}
            tabIndex={tab === one ? 0 : -1}
            onClick={() => onTab(one)}
          >
            {words[one]}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel`}
        className="co-side-panel"
        role="tabpanel"
        aria-labelledby={`${id}-${tab}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {tab === 'findings' && <SideFindings {...props} />}
        {tab === 'cell' && <SideCell {...props} />}
        {tab === 'inquiries' && <SideInquiries {...props} />}
        {tab === 'revisions' && <SideRevisions {...props} />}
        {tab === 'events' && <SideEvents report={report} />}
      </div>
    </aside>
  )
}
