/** A report that is no longer this person's to fill in, while this device holds what they wrote. */
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { Menu } from '#ui/components/menu.tsx'
import { EmptyState, Skeleton } from '#ui/components/states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { savedExplanations } from '#ui/matrix-form/findings.ts'
import { FormDesk } from '#ui/matrix-form/form-desk.tsx'
import { findingKey } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { useWholeForm } from '../whole-form.ts'
import { type Opened, sessionOn } from './filling.ts'
import { useFormFileItems } from './form-file-actions.ts'
import type { Key } from './kept-reports.ts'
import { dropLeftWork, type LeftWork, reportAsKept } from './left-work.ts'
import { ReportFrame } from './report-head.tsx'

type Props = Readonly<{
  account: string
  report: Key
  left: LeftWork
  /** Why the server does not give the report. */
  problem: ProblemBody
  /** As the page had it a moment ago. */
  known: Opened | undefined
}>

/** The form is the one this device kept: the content is shown, can be taken along, and goes only when the person says so. */
export function LeftReport(props: Props): ReactElement {
  const { account, report, known } = props
  const t = useText(reporterText)
  const kept = useQuery({
    queryKey: ['collect.leftReport', account, report],
    queryFn: () => reportAsKept(account, report),
    enabled: known === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const form = useWholeForm({ ...kept, data: known ?? kept.data ?? undefined }, account)
  if (form.data) return <LeftForm {...props} opened={form.data} />
  if (known === undefined && kept.isPending) return <Skeleton lines={14} />
  return (
    <EmptyState
      title={t('left.report.title')}
      action={
        <Link className="zt-button" to="/">
          {t('fill.page.back')}
        </Link>
      }
    >
      <Said {...props} />
      <p>{t('left.report.unshown')}</p>
    </EmptyState>
  )
}

function Said({ left, problem }: Pick<Props, 'left' | 'problem'>): ReactElement {
  const t = useText(reporterText)
  const why = localText(problem.message, useLocale())
  return <p>{t('left.report.text', { time: formatDateTime(left.at), why })}</p>
}

function LeftForm(props: Props & Readonly<{ opened: Opened }>): ReactElement {
  const { account, report, left, opened } = props
  const t = useText(reporterText)
  const [asks, ask] = useState(false)
  const session = useMemo(() => sessionOn(opened, left.content), [opened, left])
  const files = useFormFileItems(opened, session)
  const { explanations } = left.content
  return (
    <ReportFrame
      opened={{ ...opened, now: new Date().toISOString() }}
      banners={
        <Banner look="fatal" action={<Button onClick={() => ask(true)}>{t('left.action.drop')}</Button>}>
          <b>{t('left.report.title')}</b>
          <Said {...props} />
        </Banner>
      }
    >
      <FormDesk
        session={session}
        period={opened.report.period}
        readOnly
        codelists={codelistsOf(opened)}
        {...(opened.previous && { previous: opened.previous })}
        {...(opened.yearAgo && { yearAgo: opened.yearAgo })}
        explanations={savedExplanations(one => explanations[findingKey(one.rule, one.row)])}
        actions={
          <Menu items={files}>
            {t('fill.action.take')}
            <Icon name="down" size={12} />
          </Menu>
        }
      />
      {asks && (
        <Dialog
          title={t('left.drop.title')}
          open
          onClose={() => ask(false)}
          actions={
            <>
              <Button onClick={() => ask(false)}>{t('left.drop.keep')}</Button>
              <Button look="danger" onClick={() => dropLeftWork(account, report)}>
                {t('left.action.drop')}
              </Button>
            </>
          }
        >
          <p>{t('left.drop.text')}</p>
        </Dialog>
      )}
    </ReportFrame>
  )
}
