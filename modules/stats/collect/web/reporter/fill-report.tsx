import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useNavigate } from 'react-router'
import { addressKey, formCells, placeKind } from '#engines/form/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { isDialogOpen } from '#ui/components/dialog.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { Menu, type MenuItem } from '#ui/components/menu.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { type Blockers, blockersOf, isBlocked } from '#ui/matrix-form/findings.ts'
import { FormDesk, type FormDeskHandle } from '#ui/matrix-form/form-desk.tsx'
import type { Step } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { askedCells } from '../inquiries/asked-cells.ts'
import { type Asked, AskedDialogs } from './asked-dialogs.tsx'
import { contentKey } from './content.ts'
import { LeaveGuard } from './fill-dialogs.tsx'
import type { Opened } from './filling.ts'
import { flagsIn } from './flags.ts'
import { useFormFileItems } from './form-file-actions.ts'
import { Inquiries } from './inquiries.tsx'
import { RefusalBanner } from './refusal-banner.tsx'
import { ReportFrame } from './report-head.tsx'
import { ReturnedBanner } from './returned-banner.tsx'
import { SaveStatus } from './save-status.tsx'
import { StepsStrip } from './steps-strip.tsx'
import { type ReportForm, useReportForm } from './use-report-form.ts'
import { useSubmission } from './use-submission.ts'
import { dropRefusal, type Refusal } from './waiting-submissions.ts'
import { reportPath, type Words } from './words.ts'

type FillProps = Readonly<{
  opened: Opened
  account: string
  /** The server would no longer take it, or judged it by newer data: read the report again. */
  onRefused: () => void
  refusal: Refusal | null
  onDiscarded: () => Promise<void>
}>

const finalRefusals = [
  'COLLECT_CLOSED',
  'COLLECT_NOT_OPEN',
  'COLLECT_ALREADY_ACCEPTED',
  'COLLECT_FORM_EXPIRED',
  'COLLECT_HANDED_OVER',
  'COLLECT_NOT_YOUR_STEP',
  'NOT_FOUND',
  'PERMISSION_DENIED',
]

/** What this person does once nothing stands in the way. */
const nextAct = (next: Step | null, t: Words): string =>
  t(next === null || next === 'fill' ? 'steps.next.submit' : `steps.next.${next}`)

function blockedWords(
  { fatal, unexplained, unread }: Blockers,
  conflict: boolean,
  act: string,
  t: Words,
): string {
  const reasons = [
    conflict && t('submit.blocked.conflict'),
    fatal > 0 && t('submit.blocked.fatal', { count: fatal }),
    unexplained > 0 && t('submit.blocked.unexplained', { count: unexplained }),
    unread > 0 && t('submit.blocked.unread', { count: unread }),
  ]
  return t('submit.blocked.text', { act, reasons: reasons.filter(Boolean).join(', ') })
}

/** The caret starts at the first cell to type into; a touch screen keeps its keyboard down. */
function useFirstCell(form: ReportForm, jump: (key: string) => void): void {
  const first = useRef(true)
  useEffect(() => {
    if (!first.current || matchMedia('(pointer: coarse), (max-width: 640px)').matches) return
    first.current = false
    const place = formCells(form.session.spec).find(
      one =>
        one.part === 'section' &&
        !one.repeated &&
        one.spec.kind === 'input' &&
        form.session.get({ cell: one.code }) === null,
    )
    if (place) jump(place.code)
  })
}

function useLeaving({ keeper }: ReportForm): () => boolean {
  const atRisk = () => {
    const { kind } = keeper.state()
    return !keeper.kept() && kind !== 'clean' && kind !== 'saved'
  }
  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => {
      const { kind } = keeper.state()
      if (kind === 'failed' || kind === 'conflict' || !keeper.kept()) event.preventDefault()
    }
    addEventListener('beforeunload', leaving)
    return () => removeEventListener('beforeunload', leaving)
  }, [keeper])
  return atRisk
}

function useMenuItems(props: FillProps, form: ReportForm, ask: (asked: Asked) => void): readonly MenuItem[] {
  const t = useText(reporterText)
  const navigate = useNavigate()
  const { opened } = props
  const { report } = opened
  const files = useFormFileItems(opened, form.session)
  const go = (below: string) => () => void navigate(reportPath(report, below))
  return [
    {
      key: 'copy',
      label: t('fill.action.copy'),
      disabled: opened.previous === null,
      onSelect: () => ask('copy'),
    },
    { key: 'upload', label: t('fill.action.upload'), onSelect: () => ask('upload') },
    { key: 'own', label: t('fill.action.own'), title: t('fill.action.ownHint'), onSelect: () => ask('own') },
    ...files,
    ...(report.receiptNo === null
      ? []
      : [
          { key: 'history', label: t('fill.action.history'), onSelect: go('/history') },
          { key: 'receipt', label: t('fill.action.receipt'), onSelect: go('/receipt') },
        ]),
    {
      key: 'discard',
      label: t('fill.action.discard'),
      disabled: form.keeper.standing().version === 0,
      onSelect: () => ask('discard'),
    },
  ]
}

/** Asks to submit, or to hand over where somebody comes after; or says what stands in the way and goes to it. */
function useAskToSubmit(
  form: ReportForm,
  desk: Readonly<{ current: FormDeskHandle | null }>,
  ask: (asked: Asked) => void,
  next: Step | null,
): () => void {
  const t = useText(reporterText)
  const { session, explanations, found } = form
  return () => {
    const blockers = blockersOf(session.findings, explanations, session.problems.length)
    const conflict = found.length > 0
    if (!conflict && !isBlocked(blockers)) return ask(next ? 'handOver' : 'submit')
    showToast(blockedWords(blockers, conflict, nextAct(next, t), t))
    const unread = session.problems[0]
    if (conflict) return ask('conflict')
    desk.current?.insist()
    if (unread) desk.current?.jump(addressKey(unread))
  }
}

/** The conflict is shown as soon as it is met; what the server will no longer take is read again. */
function useSavingNews(
  { saving, found }: ReportForm,
  ask: (asked: Asked) => void,
  onRefused: () => void,
): void {
  const conflict = saving.kind === 'conflict' && found.length > 0
  const refused = saving.kind === 'failed' && finalRefusals.includes(saving.problem.code)
  useEffect(() => {
    if (conflict) ask('conflict')
  }, [conflict, ask])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    if (refused) onRefused()
  }, [refused])
}

export function FillReport(props: FillProps): ReactElement {
  const { opened, onRefused } = props
  const { report, previous, yearAgo } = opened
  const navigate = useNavigate()
  const form = useReportForm(opened, props.account)
  const { keeper } = form
  const [asked, setAsked] = useState<Asked>(null)
  const desk = useRef<FormDeskHandle>(null)
  const submission = useSubmission({
    account: props.account,
    report,
    keeper,
    keyOf: one => contentKey(opened.spec, one),
    onDone: receipt => void navigate(reportPath(report, '/receipt'), { replace: true, state: { receipt } }),
    onRefused,
  })
  useSavingNews(form, setAsked, onRefused)
  useFirstCell(form, key => desk.current?.jump(key))
  const atRisk = useLeaving(form)
  const next = opened.steps?.may.handOver ?? null
  const askToSubmit = useAskToSubmit(form, desk, setAsked, next)
  const items = useMenuItems(props, form, setAsked)
  const t = useText(reporterText)
  const flagged = useMemo(() => flagsIn(opened, t), [opened, t])
  const asks = useMemo(() => askedCells(opened.inquiries), [opened.inquiries])
  const lists = useMemo(() => codelistsOf(opened), [opened])
  const close = () => {
    setAsked(null)
    submission.dismiss()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || isDialogOpen()) return
    const act = { Enter: askToSubmit, s: () => void keeper.flush() }[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  const status = <SaveStatus keeper={keeper} onCompare={() => setAsked('conflict')} />
  return (
    <div onKeyDownCapture={onKeyDown}>
      <ReportFrame opened={opened} banners={<Banners {...props} form={form} jump={desk} />}>
        <FormDesk
          ref={desk}
          session={form.session}
          period={report.period}
          onChange={form.setSession}
          codelists={lists}
          flagged={flagged}
          asked={asks}
          {...(previous && { previous })}
          {...(yearAgo && { yearAgo })}
          explanations={form.explanations}
          onExplain={form.explain}
          act={nextAct(next, t)}
          actions={
            <Actions
              items={items}
              onSubmit={askToSubmit}
              status={status}
              next={next}
              toCheck={[...flagged.keys()].filter(key => placeKind(opened.spec, form.session.values, key))}
              onCheck={cell => desk.current?.jump(cell)}
            />
          }
        />
      </ReportFrame>
      <AskedDialogs
        opened={opened}
        account={props.account}
        onDiscarded={props.onDiscarded}
        onMoved={onRefused}
        form={form}
        asked={asked}
        submission={submission}
        onAsk={setAsked}
        onClose={close}
      />
      <LeaveGuard atRisk={atRisk} />
    </div>
  )
}

type ActionsProps = Readonly<{
  items: readonly MenuItem[]
  status: ReactNode
  onSubmit: () => void
  /** Whose step comes after this one; null where this one submits. */
  next: Step | null
  /** Cells that somebody pointed at. */
  toCheck: readonly string[]
  onCheck: (cell: string) => void
}>

/** Leads through the cells of a returned report from wherever one is: their names stand far above on a telephone. */
function CheckNext({ toCheck, onCheck }: Pick<ActionsProps, 'toCheck' | 'onCheck'>): ReactElement | null {
  const t = useText(reporterText)
  const [last, setLast] = useState(-1)
  const next = (last + 1) % toCheck.length
  const cell = toCheck[next]
  if (cell === undefined) return null
  const go = () => {
    setLast(next)
    onCheck(cell)
  }
  return <Button onClick={go}>{t('fill.action.checkNext', { at: last + 1, count: toCheck.length })}</Button>
}

function Actions({ items, status, onSubmit, next, ...check }: ActionsProps): ReactElement {
  const t = useText(reporterText)
  return (
    <>
      {status}
      <CheckNext {...check} />
      <Menu items={items}>
        {t('fill.action.more')}
        <Icon name="down" size={12} />
      </Menu>
      <Button
        look="primary"
        {...(next === null && { title: t('fill.action.submitKeys') })}
        aria-keyshortcuts="Control+Enter"
        onClick={onSubmit}
      >
        {next === null || next === 'fill' ? t('fill.action.submit') : t(`steps.handOver.${next}`)}
      </Button>
    </>
  )
}

type BannersProps = FillProps &
  Readonly<{ form: ReportForm; jump: Readonly<{ current: FormDeskHandle | null }> }>

function Banners({ opened, account, refusal, form, jump, onRefused }: BannersProps): ReactElement {
  const t = useText(reporterText)
  const { restoredFrom, local } = form.filling
  const { values } = form.session
  const restored = restoredFrom !== null && !local && form.saving.kind !== 'saved'
  return (
    <>
      {opened.steps && (
        <StepsStrip
          opened={opened}
          steps={opened.steps}
          values={values}
          onJump={cell => jump.current?.jump(cell)}
          onMoved={onRefused}
        />
      )}
      <ReturnedBanner opened={opened} values={values} onJump={cell => jump.current?.jump(cell)} />
      <Inquiries opened={opened} values={values} onJump={cell => jump.current?.jump(cell)} />
      {refusal && <RefusalBanner refusal={refusal} onSeen={() => dropRefusal(account, opened.report)} />}
      {restored && <Banner>{t('fill.banner.restored', { time: formatDateTime(restoredFrom) })}</Banner>}
    </>
  )
}
