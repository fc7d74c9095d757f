import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import {
  addressKey,
  type Codelists,
  cellIndex,
  type Explanation,
  type Finding,
  type FormSession,
  formatValue,
  rowName,
  type TypingProblem,
} from '#engines/form/index.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/states.tsx'
import { Severity } from '../components/tag.tsx'
import { groupDigits } from '../i18n/format.ts'
import { useLocale } from '../i18n/locale.ts'
import { localText, useText } from '../i18n/text.ts'
import { findingKeys } from './address.ts'
import { Explain } from './explain.tsx'
import {
  type Blockers,
  blockersOf,
  type Explanations,
  faultOf,
  findingId,
  type Insistence,
  isBlocked,
  isToFill,
  sortFindings,
  unreadId,
} from './findings.ts'
import { formText } from './locale/text.ts'
import './findings-panel.css'

export type FindingsPanelProps = Readonly<{
  session: FormSession
  /** Where the form does not hold them: they name rows. */
  codelists?: Codelists
  explanations: Explanations
  /** Absent where explanations are only read. Called with every letter. */
  onExplain?: (finding: Finding, said: Explanation) => void
  /** Nothing is to be submitted from here: what would keep it is not told. */
  readOnly?: boolean
  /** Blank required cells that are held against the respondent. */
  insistence: Insistence
  /** What comes once nothing stands in the way (上报, 交复核); submitting where it is not said. */
  act?: string
  onJump: (key: string) => void
  /** `findingId` of the finding that is shown now. */
  current: string | null
  onCurrent: (id: string) => void
  onNext: () => void
}>

/** Whether the report may go on, and if not what keeps it. */
export function BlockerSummary(props: Readonly<{ blockers: Blockers; act?: string }>): ReactElement {
  const t = useText(formText)
  const { blockers, act = t('form.act.submit') } = props
  const { toFill } = blockers
  const blocked = isBlocked(blockers)
  if (toFill > 0 && !isBlocked({ ...blockers, toFill: 0 })) {
    return (
      <div className="zt-findings-sum" role="status">
        <b>{t('form.findings.toFill', { count: toFill })}</b>
        <span>{t('form.findings.onceFilled', { act })}</span>
      </div>
    )
  }
  return (
    <div className={blocked ? 'zt-findings-sum zt-findings-blocked' : 'zt-findings-sum'} role="status">
      <b>{t(blocked ? 'form.findings.blocked' : 'form.findings.clear', { act })}</b>
      {blockers.fatal > 0 && (
        <span className="zt-findings-fatal">{t('form.findings.fatal', { count: blockers.fatal })}</span>
      )}
      {blockers.unexplained > 0 && (
        <span className="zt-findings-query">
          {t('form.findings.unexplained', { count: blockers.unexplained })}
        </span>
      )}
      {blockers.unread > 0 && (
        <span className="zt-findings-fatal">{t('form.findings.unread', { count: blockers.unread })}</span>
      )}
      {toFill > 0 && <span>{t('form.findings.toFill', { count: toFill })}</span>}
    </div>
  )
}

type CellLinksProps = Readonly<{
  session: FormSession
  finding: Finding
  onJump: (key: string) => void
}>

/** Each cell by name and value; a click puts the caret there. */
function CellLinks({ session, finding, onJump }: CellLinksProps): ReactElement {
  const locale = useLocale()
  const keys = findingKeys(session.spec, finding)
  return (
    <ul className="zt-finding-cells">
      {finding.cells.map((code, i) => {
        const place = cellIndex(session.spec).get(code)
        if (!place) return null
        const value = formatValue(place.spec.type, finding.values[code], locale) || '—'
        return (
          <li key={code}>
            <button type="button" className="zt-finding-cell" onClick={() => onJump(keys[i]!)}>
              <span>{localText(place.label, locale)}</span>
              <b className="zt-number">{value}</b>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Comparison({ finding }: Readonly<{ finding: Finding }>): ReactElement | null {
  const { comparison } = finding
  if (!comparison) return null
  const side = ({ source, value }: typeof comparison.left) => {
    const shown = value === null ? '—' : groupDigits(String(value))
    return String(value) === source ? shown : `${source} = ${shown}`
  }
  return (
    <p className="zt-finding-why">
      <code>{side(comparison.left)}</code>
      <b>{comparison.operator}</b>
      <code>{side(comparison.right)}</code>
    </p>
  )
}

function useRowWords(
  { session, codelists }: Pick<FindingsPanelProps, 'session' | 'codelists'>,
  section: string | undefined,
  row: string | undefined,
): string | null {
  const locale = useLocale()
  if (section === undefined || row === undefined) return null
  return localText(rowName(session.spec, section, row, codelists), locale)
}

type ItemProps = FindingsPanelProps & Readonly<{ finding: Finding; open: boolean }>

function useScrolledTo(open: boolean): RefObject<HTMLLIElement | null> {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (open) item.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  return item
}

/** A blank cell stands under its code, as the form prints it; which rule found it blank says nothing. */
const codeOf = ({ rule, cells }: Finding): string => (rule === 'REQUIRED' ? (cells[0] ?? '') : rule)

function FindingItem(props: ItemProps): ReactElement {
  const { session, finding, explanations, insistence, onJump, onCurrent, open } = props
  const t = useText(formText)
  const locale = useLocale()
  const item = useScrolledTo(open)
  const id = findingId(finding)
  const rowWords = useRowWords(props, finding.section, finding.row)
  const explained = faultOf(explanations, finding) === null
  const waits = isToFill(finding, insistence)
  const todo =
    finding.level === 'fatal'
      ? !waits && t('form.findings.mustFix')
      : finding.level === 'query' && t(explained ? 'form.findings.explained' : 'form.findings.toExplain')
  const show = () => {
    onCurrent(id)
    const key = findingKeys(session.spec, finding)[0]
    if (key !== undefined) onJump(key)
  }
  return (
    <li
      ref={item}
      data-finding={id}
      className={waits ? 'zt-finding' : `zt-finding zt-finding-${finding.level}`}
      aria-current={open || undefined}
    >
      <button type="button" className="zt-finding-head" aria-expanded={open} onClick={show}>
        {waits ? (
          <span className="zt-finding-waits">{t('form.findings.waits')}</span>
        ) : (
          <Severity level={finding.level} />
        )}
        {todo && (
          <span className={explained ? 'zt-finding-todo zt-finding-ok' : 'zt-finding-todo'}>{todo}</span>
        )}
        <span className="zt-finding-rule">
          {rowWords === null ? codeOf(finding) : `${codeOf(finding)} · ${rowWords}`}
        </span>
        <span className="zt-finding-text">{localText(finding.message, locale)}</span>
      </button>
      {open && <Comparison finding={finding} />}
      {open && <CellLinks session={session} finding={finding} onJump={onJump} />}
      {(open || finding.level === 'query') && <Explain {...props} spec={session.spec} />}
    </li>
  )
}

function UnreadItem(props: FindingsPanelProps & Readonly<{ problem: TypingProblem }>): ReactElement {
  const { session, problem, current, onCurrent, onJump } = props
  const locale = useLocale()
  const place = cellIndex(session.spec).get(problem.cell)
  const rowWords = useRowWords(props, place?.section, problem.row)
  const id = unreadId(problem)
  const item = useScrolledTo(id === current)
  const show = () => {
    onCurrent(id)
    onJump(addressKey(problem))
  }
  return (
    <li ref={item} className="zt-finding zt-finding-fatal" aria-current={id === current || undefined}>
      <button type="button" className="zt-finding-head" onClick={show}>
        <Severity level="fatal" />
        <span className="zt-finding-rule">{rowWords ?? problem.cell}</span>
        <span className="zt-finding-text">
          {place && `${localText(place.label, locale)}: `}
          {localText(problem.message, locale)}
        </span>
      </button>
    </li>
  )
}

/** A long table left blank says thousands of things; nobody reads more of them than this at once. */
const shownAtOnce = 100

/** The first of a long list, further where it is led or asked. */
function useShown(sorted: readonly Finding[], current: string | null) {
  const [asked, setAsked] = useState(shownAtOnce)
  const led = current === null ? 0 : sorted.findIndex(finding => findingId(finding) === current) + 1
  const shown = sorted.slice(0, Math.max(asked, led))
  return { shown, rest: sorted.length - shown.length, showMore: () => setAsked(shown.length + shownAtOnce) }
}

/** Everything the rules say, worst first; what keeps the report from being submitted is always in sight. */
export function FindingsPanel(props: FindingsPanelProps): ReactElement {
  const { session, explanations, insistence, current } = props
  const t = useText(formText)
  const sorted = sortFindings(session.findings, explanations, insistence)
  const { shown, rest, showMore } = useShown(sorted, current)
  const total = sorted.length + session.problems.length
  return (
    <aside className="zt-findings zt-no-print" aria-label={t('form.findings.title')}>
      <header className="zt-findings-head">
        <h2>{t('form.findings.title')}</h2>
        <span className="zt-findings-count">{t('form.findings.count', { count: total })}</span>
        <Button look="quiet" icon="right" disabled={total === 0} onClick={props.onNext}>
          {t('form.findings.next')}
        </Button>
      </header>
      {!props.readOnly && (
        <BlockerSummary
          blockers={blockersOf(session.findings, explanations, session.problems.length, insistence)}
          {...(props.act && { act: props.act })}
        />
      )}
      <ol className="zt-findings-list">
        {session.problems.map(problem => (
          <UnreadItem key={addressKey(problem)} {...props} problem={problem} />
        ))}
        {shown.map(finding => {
          const id = findingId(finding)
          return <FindingItem key={id} {...props} finding={finding} open={id === current} />
        })}
      </ol>
      {rest > 0 && (
        <Button look="quiet" icon="down" onClick={showMore}>
          {t('form.findings.more', { count: Math.min(rest, shownAtOnce) })}
        </Button>
      )}
      {total === 0 && (
        <EmptyState title={t('form.findings.none')}>
          {!props.readOnly && t('form.findings.noneHint', { act: props.act ?? t('form.act.submit') })}
        </EmptyState>
      )}
    </aside>
  )
}
