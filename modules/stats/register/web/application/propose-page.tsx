/** 单位进退库申报 in three steps: which unit, what of it, the papers and a last look. */
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import {
  type ApplicationKind,
  applicationKinds,
  countApplications,
  listApplicationMonths,
  listApplications,
  propose,
  readApplication,
  readUnit,
} from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { useLabels } from '../labels.ts'
import { ContentStep } from './content-step.tsx'
import { PapersStep } from './papers-step.tsx'
import {
  draftFrom,
  firstDraft,
  type Missing,
  missingIn,
  type ProposalDraft,
  proposalOf,
} from './proposal-draft.ts'
import { UnitStep } from './unit-step.tsx'
import { resume } from './unsent-proposal.ts'
import { type UnsentStore, useUnsent } from './use-unsent.ts'
import '../register.css'

const steps = ['unit', 'content', 'papers'] as const
const bodies = [UnitStep, ContentStep, PapersStep] as const

type Change = Partial<ProposalDraft> | ((now: ProposalDraft) => Partial<ProposalDraft>)
/** What takes time before it is put (an upload, a look-up) says what it changes of the draft as it is by then. */
export type StepProps = Readonly<{ draft: ProposalDraft; put: (change: Change) => void }>

export function ProposePage(): ReactElement {
  const [search] = useSearchParams()
  return <Propose key={search.toString()} search={search} />
}

function Propose({ search }: Readonly<{ search: URLSearchParams }>): ReactElement {
  const t = useText(applicationText)
  const start = useStart(search)
  return (
    <div className="zr-page zr-narrow">
      <Link className="zr-link" to="/register/applications">
        {t('page.list.back')}
      </Link>
      <h1 className="zr-title">{t('propose.page.title')}</h1>
      {start.unsent && (
        <Banner
          action={
            <Button onClick={start.anew} look="quiet">
              {t('propose.unsent.drop')}
            </Button>
          }
        >
          {t(start.unsent.papers > 0 ? 'propose.unsent.papers' : 'propose.unsent.text', {
            time: formatDateTime(start.unsent.at),
          })}
        </Banner>
      )}
      {start.error !== null && <ErrorState error={start.error} onRetry={start.retry} />}
      {start.error === null && start.draft === null && <Skeleton lines={8} />}
      {start.draft && <Wizard key={start.key} first={start.draft} step={start.step} unsent={start.store} />}
    </div>
  )
}

/** What the address asks for: `kind`, `unit`, or `from` an application that came to nothing. */
function useStart(search: URLSearchParams) {
  const store = useUnsent(search.toString())
  const [unsent, setUnsent] = useState(store.find)
  const from = Number(search.get('from')) || 0
  const application = useRead(readApplication, { params: { applicationId: from } }, { enabled: from > 0 })
  const unitId = unsent ? (unsent.unitId ?? 0) : Number(search.get('unit')) || application.data?.unitId || 0
  const unit = useRead(readUnit, { params: { unitId } }, { enabled: unitId > 0 })
  const asked = search.get('kind')
  const kind: ApplicationKind =
    applicationKinds.find(one => one === asked) ?? (unitId > 0 ? 'change' : 'entry')
  const waiting = (from > 0 && !application.data) || (unitId > 0 && !unit.data)
  const draft = waiting
    ? null
    : unsent
      ? resume(unsent, unit.data ?? null)
      : application.data
        ? draftFrom(application.data, unit.data ?? null)
        : firstDraft(kind, unit.data ?? null)
  return {
    key: unsent?.at ?? '',
    draft,
    step: unsent?.step ?? (unit.data ? 1 : 0),
    store,
    unsent,
    anew: () => {
      store.drop()
      setUnsent(null)
    },
    error: application.error ?? unit.error,
    retry: () => void (application.isError ? application.refetch() : unit.refetch()),
  }
}

type WizardProps = Readonly<{ first: ProposalDraft; step: number; unsent: UnsentStore }>

function Wizard({ first, step: firstStep, unsent }: WizardProps): ReactElement {
  const t = useText(applicationText)
  const navigate = useNavigate()
  const [draft, setDraft] = useState(first)
  const [step, setStep] = useState(firstStep)
  const heading = useRef<HTMLSpanElement>(null)
  const months = useRead(listApplicationMonths)
  const send = useWrite(propose, {
    changes: [listApplications, countApplications, readUnit],
    onDone: ({ applicationId }) => {
      unsent.drop()
      showToast(t('propose.result.done'))
      void navigate(`/register/applications/${applicationId}`)
    },
  })
  const whole = { ...draft, month: draft.month || (months.data?.current ?? '') }
  const missing = missingIn(whole, step)
  const Body = bodies[step]!
  const last = step === steps.length - 1
  const goTo = (next: number) => {
    setStep(next)
    send.reset()
  }
  const put: StepProps['put'] = change =>
    setDraft(now => ({ ...now, ...(typeof change === 'function' ? change(now) : change) }))
  const cancel = () => {
    unsent.drop()
    void navigate('/register/applications')
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed is kept once, not at every drawing
  useEffect(() => {
    if (draft !== first || step !== firstStep) unsent.keep(draft, step)
  }, [draft, step])
  useFocusOnStep(heading, step)
  return (
    <form
      className="zr-page"
      onSubmit={event => {
        event.preventDefault()
        if (missing.length > 0) return
        if (last) send.mutate({ body: proposalOf(whole) })
        else goTo(step + 1)
      }}
    >
      <Steps step={step} onStep={goTo} />
      <Card
        title={
          <span ref={heading} tabIndex={-1} className="zr-step-title">
            {t(`propose.step.${steps[step]!}`)}
          </span>
        }
      >
        <div className="zr-step">
          <Body draft={whole} put={put} />
        </div>
      </Card>
      {months.isError && <ErrorState error={months.error} onRetry={() => months.refetch()} compact />}
      {send.isError && <ErrorState error={send.error} compact />}
      <p role="status" className="zr-soft">
        <MissingText missing={missing} />
      </p>
      <div className="zr-actions">
        <Button onClick={() => (step === 0 ? cancel() : goTo(step - 1))}>
          {step === 0 ? t('propose.action.cancel') : t('propose.action.previous')}
        </Button>
        <Button
          look="primary"
          submit
          busy={send.isPending}
          disabled={missing.length > 0 || whole.month === ''}
        >
          {last ? t('propose.action.submit') : t('propose.action.next')}
        </Button>
      </div>
    </form>
  )
}

/** A new step is announced and begins at its heading; not on arrival, when the page itself has the focus. */
function useFocusOnStep(heading: RefObject<HTMLSpanElement | null>, step: number): void {
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) heading.current?.focus()
    before.current = step
  }, [heading, step])
}

function Steps({ step, onStep }: Readonly<{ step: number; onStep: (step: number) => void }>): ReactElement {
  const t = useText(applicationText)
  return (
    <ol className="zr-steps" aria-label={t('propose.steps.label')}>
      {steps.map((name, at) => (
        <li key={name} aria-current={at === step ? 'step' : undefined}>
          {at < step ? (
            <button type="button" onClick={() => onStep(at)}>
              {`${at + 1} ${t(`propose.step.${name}`)}`}
            </button>
          ) : (
            <span>{`${at + 1} ${t(`propose.step.${name}`)}`}</span>
          )}
        </li>
      ))}
    </ol>
  )
}

function MissingText({ missing }: Readonly<{ missing: readonly Missing[] }>): ReactElement | null {
  const t = useText(applicationText)
  const labels = useLabels()
  if (missing.length === 0) return null
  const words: Readonly<Record<Missing, string>> = {
    unit: t('propose.missing.unit'),
    code: t('propose.missing.code'),
    name: labels.field('name'),
    region: t('propose.missing.region'),
    change: t('propose.missing.change'),
    reason: t('propose.exit.reason'),
    note: t('propose.note.label'),
    paper: t('propose.missing.paper'),
  }
  return <>{t('propose.missing.text', { fields: missing.map(name => words[name]).join(labels.comma) })}</>
}
