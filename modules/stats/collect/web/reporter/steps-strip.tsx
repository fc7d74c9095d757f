/** How a report stands between the people of its unit: who has signed, whose turn it is, what was said last. */
import type { ReactElement } from 'react'
import type { FormValues } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { listMyReports, type ReportSteps, takeDraftBack } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { PointedCell } from '../inquiries/pointed-cell.tsx'
import type { Opened } from './filling.ts'
import { namesOf, type Words } from './words.ts'

type Props = Readonly<{
  opened: Opened
  steps: ReportSteps
  /** What stands on the screen. */
  values: FormValues
  onJump: (cell: string) => void
  onMoved: () => void
}>

export function StepsStrip({ opened, steps, values, onJump, onMoved }: Props): ReactElement {
  const t = useText(reporterText)
  const { collectionId, unitId } = opened.report
  const tellFailure = useFailureToast()
  const takeBack = useWrite(takeDraftBack, {
    changes: [listMyReports],
    onDone: () => {
      showToast(t('steps.done.taken'))
      onMoved()
    },
    onFailed: error => {
      tellFailure(error)
      onMoved()
    },
  })
  // Before the first change of what was submitted it is nobody's turn yet, and whoever may change it takes it.
  const mine = opened.report.turn?.mine ?? opened.editable
  return (
    <Banner
      look={mine && steps.turn !== 'fill' ? 'query' : 'notice'}
      action={
        steps.may.takeBack && (
          <Button
            busy={takeBack.isPending}
            onClick={() =>
              takeBack.mutate({
                params: { collectionId, unitId },
                body: { draftVersion: opened.draftVersion },
              })
            }
          >
            {t('steps.action.takeBack')}
          </Button>
        )
      }
    >
      <ol className="zr-steps" aria-label={t('steps.strip.label')}>
        {steps.steps.map(({ step, people }) => (
          <OneStep key={step} step={step} people={people} steps={steps} />
        ))}
      </ol>
      <b role="status">{turnWords(steps, mine, t)}</b>
      <Latest opened={opened} steps={steps} values={values} onJump={onJump} />
    </Banner>
  )
}

function turnWords({ turn, steps }: ReportSteps, mine: boolean, t: Words): string {
  const step = t(`step.word.${turn}`)
  if (mine) return t('steps.turn.mine', { step })
  const people = namesOf(steps.find(one => one.step === turn)?.people ?? [])
  return t('steps.turn.others', { step, people })
}

type StepProps = ReportSteps['steps'][number] & Readonly<{ steps: ReportSteps }>

function OneStep({ step, people, steps }: StepProps): ReactElement {
  const t = useText(reporterText)
  const signed = steps.signatures.find(one => one.step === step)
  return (
    <li aria-current={steps.turn === step ? 'step' : undefined}>
      <span className="zr-soft">{t(`step.signer.${step}`)}</span>{' '}
      {signed ? (
        <>
          <b>{signed.name}</b> <span className="zr-soft">{formatDateTime(signed.at)}</span>
        </>
      ) : (
        namesOf(people)
      )}
    </li>
  )
}

const latestKeys = {
  'handed:review': 'steps.latest.handed',
  'handed:sign': 'steps.latest.handed',
  'draft-returned': 'steps.latest.returned',
  'draft-taken-back': 'steps.latest.takenBack',
  'steps-changed': 'steps.latest.changed',
} as const

function Latest({ opened, steps, values, onJump }: Omit<Props, 'onMoved'>): ReactElement | null {
  const t = useText(reporterText)
  const { latest } = steps
  const key = latest && latestKeys[latest.kind as keyof typeof latestKeys]
  if (!latest || !key) return null
  const places = { spec: opened.spec, values, codelists: codelistsOf(opened), onJump }
  return (
    <span className="zr-flagged zr-steps-latest">
      {t(key, { by: latest.by ?? '—', time: formatDateTime(latest.at) })}
      {latest.note && t('steps.latest.note', { note: latest.note })}
      {latest.cells.map(cell => (
        <PointedCell key={cell} {...places} cell={cell} />
      ))}
    </span>
  )
}
