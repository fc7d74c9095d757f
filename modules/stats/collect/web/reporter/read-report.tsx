import { type FocusEvent, type ReactElement, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { FormValues } from '#engines/form/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { Menu } from '#ui/components/menu.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { savedExplanations } from '#ui/matrix-form/findings.ts'
import { FormDesk, type FormDeskHandle } from '#ui/matrix-form/form-desk.tsx'
import { findingKey } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { askedCells } from '../inquiries/asked-cells.ts'
import { type Opened, serverContent, sessionOn, unsavedCopy } from './filling.ts'
import { flagsIn } from './flags.ts'
import { useFormFileItems } from './form-file-actions.ts'
import { Inquiries } from './inquiries.tsx'
import { RefusalBanner } from './refusal-banner.tsx'
import { ReportFrame } from './report-head.tsx'
import { StepActs } from './step-acts.tsx'
import { StepsStrip } from './steps-strip.tsx'
import { dropRefusal, type Refusal } from './waiting-submissions.ts'
import { namesOf, reportPath, type Words } from './words.ts'

function reasonOf({ report, editable }: Opened, t: Words): string {
  const { state, window, receiptNo, submittedAt } = report
  if (editable || (state === 'submitted' && window.phase === 'open')) {
    return t('fill.banner.submitted', {
      time: submittedAt ? formatDateTime(submittedAt) : '—',
      receipt: receiptNo ?? '—',
    })
  }
  if (state.startsWith('accepted')) return t('fill.banner.accepted')
  if (window.phase === 'not-open') return t('fill.banner.notOpen', { time: formatDateTime(window.opensAt) })
  if (window.phase === 'closed') return t('fill.banner.closed', { time: formatDateTime(window.dueAt) })
  return t('fill.banner.expired')
}

/** What became of what was typed here, and how it can still be used. */
function leftWords({ steps, report }: Opened, at: string, t: Words): string {
  const time = formatDateTime(at)
  const { turn } = report
  if (steps === null || turn === null || turn.step === 'fill') return t('fill.banner.changedLocal', { time })
  const step = t(`step.word.${turn.step}`)
  return t('fill.banner.changedHanded', { time, people: namesOf(turn.people), step })
}

type Props = Readonly<{
  opened: Opened
  account: string
  refusal: Refusal | null
  onCorrect: () => void
  /** It went to somebody else of the unit, or came back. */
  onMoved: () => void
}>

/** The cell the caret was in last. */
function useLastCell() {
  const [cell, setCell] = useState<string | null>(null)
  const onFocusCapture = (event: FocusEvent) => {
    const found = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset.cell
    if (found) setCell(found)
  }
  return { cell, onFocusCapture }
}

/** A report that is not being filled in: the content the server holds, and why it only is read. */
export function ReadReport({ opened, account, refusal, onCorrect, onMoved }: Props): ReactElement {
  const t = useText(reporterText)
  const desk = useRef<FormDeskHandle>(null)
  const asks = useMemo(() => askedCells(opened.inquiries), [opened.inquiries])
  const lists = useMemo(() => codelistsOf(opened), [opened])
  const left = useMemo(() => unsavedCopy(opened, account), [opened, account])
  const [looksAtOwn, setLooksAtOwn] = useState(false)
  const shown = (looksAtOwn && left?.copy.content) || serverContent(opened)
  const own = shown === left?.copy.content
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same content each time
  const session = useMemo(() => sessionOn(opened, shown), [opened, own])
  const files = useFormFileItems(opened, session)
  const { report, draft } = opened
  const caret = useLastCell()
  const steps = stepsUnderWay(opened)
  const flagged = useMemo(() => flagsIn(opened, t), [opened, t])
  return (
    <ReportFrame
      opened={opened}
      onFocusCapture={caret.onFocusCapture}
      banners={
        <>
          <Standing
            opened={opened}
            values={session.values}
            onJump={cell => desk.current?.jump(cell)}
            onMoved={onMoved}
          />
          <Inquiries opened={opened} values={session.values} onJump={cell => desk.current?.jump(cell)} />
          {refusal && <RefusalBanner refusal={refusal} onSeen={() => dropRefusal(account, opened.report)} />}
          {left && (
            <Banner
              look="query"
              action={
                <Button onClick={() => setLooksAtOwn(!looksAtOwn)}>
                  {t(own ? 'fill.banner.showServer' : 'fill.banner.showLocal')}
                </Button>
              }
            >
              {leftWords(opened, left.copy.at, t)}
            </Banner>
          )}
        </>
      }
    >
      <FormDesk
        ref={desk}
        asked={asks}
        flagged={flagged}
        session={session}
        period={report.period}
        readOnly
        codelists={lists}
        {...(opened.previous && { previous: opened.previous })}
        {...(opened.yearAgo && { yearAgo: opened.yearAgo })}
        explanations={savedExplanations(one => shown.explanations[findingKey(one.rule, one.row)])}
        actions={
          <>
            <Menu items={files}>
              {t('fill.action.take')}
              <Icon name="down" size={12} />
            </Menu>
            <SentLinks report={report} />
            {steps && draft && (
              <StepActs
                opened={opened}
                steps={steps}
                draft={draft}
                account={account}
                session={session}
                cell={caret.cell}
                onMoved={onMoved}
              />
            )}
            {opened.editable && (
              <Button look="primary" onClick={onCorrect}>
                {t('fill.action.edit')}
              </Button>
            )}
          </>
        }
      />
    </ReportFrame>
  )
}

const stepsUnderWay = ({ report, steps }: Opened) =>
  report.turn !== null && report.window.phase === 'open' ? steps : null

type StandingProps = Pick<Props, 'opened' | 'onMoved'> &
  Readonly<{ values: FormValues; onJump: (cell: string) => void }>

/** Whose turn it is inside the unit, or else why it only is read. */
function Standing({ opened, values, onJump, onMoved }: StandingProps): ReactElement {
  const t = useText(reporterText)
  const steps = stepsUnderWay(opened)
  if (steps === null) return <Banner>{reasonOf(opened, t)}</Banner>
  return <StepsStrip opened={opened} steps={steps} values={values} onJump={onJump} onMoved={onMoved} />
}

function SentLinks({ report }: Pick<Opened, 'report'>): ReactElement | null {
  const t = useText(reporterText)
  if (report.receiptNo === null) return null
  return (
    <>
      <Link className="zt-button" to={reportPath(report, '/history')}>
        {t('fill.action.history')}
      </Link>
      <Link className="zt-button" to={reportPath(report, '/receipt')}>
        {t('fill.action.receipt')}
      </Link>
    </>
  )
}
