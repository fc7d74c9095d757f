import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { download } from '#ui/api/call.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { NotFound } from '#ui/shell/route-error.tsx'
import {
  type ApplicationPage as Application,
  countApplications,
  downloadPaper,
  listApplications,
  readApplication,
  withdrawApplication,
} from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { useLabels } from '../labels.ts'
import { useNumberParam } from '../use-number-param.ts'
import { ApplicationStateBadge } from './application-tags.tsx'
import { CompareTable } from './compare.tsx'
import { DecideDialog, type Decision } from './decide-dialog.tsx'
import { Fact } from './fact.tsx'
import { PaperList } from './paper-list.tsx'
import '../register.css'

type Shown = Readonly<{ application: Application }>

export function ApplicationPage(): ReactElement {
  const applicationId = useNumberParam('applicationId')
  return applicationId === null ? <NotFound /> : <FoundApplication applicationId={applicationId} />
}

function FoundApplication({ applicationId }: Readonly<{ applicationId: number }>): ReactElement {
  const t = useText(applicationText)
  useLive(['register.application'])
  const found = useRead(readApplication, { params: { applicationId } }, { topics: ['register.application'] })
  return (
    <div className="zr-page">
      <Link className="zr-link" to="/register/applications">
        {t('page.list.back')}
      </Link>
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <Body application={found.data} />}
    </div>
  )
}

function Body({ application }: Shown): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const { obstacle, may, state } = application
  return (
    <>
      <header className="zr-head">
        <div>
          <h1>
            {`${t(`application.kind.${application.kind}`)} · ${application.name}`}{' '}
            <ApplicationStateBadge state={state} />
          </h1>
          <p className="zr-code">
            {[application.creditCode, application.localCode].filter(Boolean).join(' · ')}
          </p>
        </div>
        <Actions application={application} />
      </header>
      {obstacle && (
        <Banner look="query">{t('page.obstacle.title', { reason: obstacle.message[locale] })}</Banner>
      )}
      {state === 'proposed' && !may.decide && !obstacle && <Banner>{t('page.waiting.text')}</Banner>}
      <div className="zr-columns">
        <Card title={t('page.compare.title')} flush>
          <Compared application={application} />
        </Card>
        <div className="zr-page">
          <Card title={t('page.facts.title')}>
            <Facts application={application} />
          </Card>
          <Card title={t('page.papers.title')}>
            <Papers application={application} />
          </Card>
        </div>
      </div>
    </>
  )
}

function Compared({ application }: Shown): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const labels = useLabels()
  const { kind, now, after, names, moved, exitReason, effectiveOn, month } = application
  return (
    <>
      {kind === 'exit' && (
        <p className="zr-exit">
          {t(application.state === 'approved' ? 'page.exit.text' : 'page.exit.proposed', {
            date: effectiveOn ?? formatPeriod(month, locale),
            reason: labels.reason(exitReason),
          })}
        </p>
      )}
      <CompareTable
        now={now}
        after={after}
        names={names}
        moved={moved}
        tense={application.state === 'proposed' ? 'now' : 'before'}
      />
    </>
  )
}

function Actions({ application }: Shown): ReactElement | null {
  const t = useText(applicationText)
  const navigate = useNavigate()
  const [act, setAct] = useState<Decision | undefined>()
  const [withdrawing, setWithdrawing] = useState(false)
  const { applicationId, may } = application
  return (
    <div className="zr-actions">
      {may.withdraw && <Button onClick={() => setWithdrawing(true)}>{t('page.action.withdraw')}</Button>}
      {may.again && (
        <Button onClick={() => navigate(`/register/applications/new?from=${applicationId}`)}>
          {t('page.action.again')}
        </Button>
      )}
      {may.decide && (
        <>
          <Button look="danger" onClick={() => setAct('refuse')}>
            {t('list.action.refuse')}
          </Button>
          <Button
            look="primary"
            icon="check"
            disabled={application.obstacle !== null}
            onClick={() => setAct('approve')}
          >
            {t('list.action.approve')}
          </Button>
        </>
      )}
      <DecideDialog {...(act && { act })} rows={[application]} onClose={() => setAct(undefined)} />
      <WithdrawDialog
        applicationId={applicationId}
        open={withdrawing}
        onClose={() => setWithdrawing(false)}
      />
    </div>
  )
}

function WithdrawDialog(
  props: Readonly<{ applicationId: number; open: boolean; onClose: () => void }>,
): ReactElement {
  const t = useText(applicationText)
  const { applicationId, open, onClose } = props
  const withdraw = useWrite(withdrawApplication, {
    changes: [readApplication, listApplications, countApplications],
    onDone: () => {
      showToast(t('page.withdraw.done'))
      onClose()
    },
  })
  return (
    <Dialog
      title={t('page.withdraw.title')}
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('decide.action.cancel')}</Button>
          <Button
            look="danger"
            busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { applicationId } })}
          >
            {t('page.withdraw.title')}
          </Button>
        </>
      }
    >
      <p>{t('page.withdraw.text')}</p>
      {withdraw.isError && <ErrorState error={withdraw.error} compact />}
    </Dialog>
  )
}

function Facts({ application }: Shown): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const { decidedAt, decidedBy, unitId } = application
  const by = (name: string | null, at: string) => `${name ?? ''} ${formatDateTime(at)}`
  return (
    <dl className="zr-list">
      <Fact label={t('page.facts.month')}>{formatPeriod(application.month, locale)}</Fact>
      {application.effectiveOn && <Fact label={t('page.facts.effective')}>{application.effectiveOn}</Fact>}
      <Fact label={t('page.facts.proposed')}>{by(application.proposedBy, application.proposedAt)}</Fact>
      <Fact label={t('page.facts.note')}>{application.note}</Fact>
      {decidedAt && (
        <Fact
          label={
            application.state === 'withdrawn' ? t('application.state.withdrawn') : t('page.facts.decided')
          }
        >
          {by(decidedBy, decidedAt)}
        </Fact>
      )}
      {application.decisionNote && <Fact label={t('page.facts.decision')}>{application.decisionNote}</Fact>}
      {unitId !== null && (
        <Fact label={t('page.facts.unit')}>
          <Link className="zr-link" to={`/register/units/${unitId}`}>
            {t('page.facts.openUnit')}
          </Link>
        </Fact>
      )}
    </dl>
  )
}

function Papers({ application }: Shown): ReactElement {
  const t = useText(applicationText)
  const tellFailure = useFailureToast()
  const { applicationId, papers } = application
  const save = (fileId: number) =>
    void download(downloadPaper, { params: { applicationId, fileId } }).catch(tellFailure)
  if (papers.length === 0) return <p className="zr-soft">{t('page.papers.none')}</p>
  return (
    <PaperList
      papers={papers}
      action={paper => (
        <Button
          icon="download"
          aria-label={`${t('page.papers.download')} ${paper.name}`}
          onClick={() => save(paper.fileId)}
        >
          {t('page.papers.download')}
        </Button>
      )}
    />
  )
}
