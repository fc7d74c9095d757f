import type { ReactElement } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { type OwnApplication, readMyUnit, withdrawMyChange } from '../../contract.ts'
import { ownUnitText } from '../../locale/own-unit-text.ts'
import { useLabels } from '../labels.ts'
import type { OwnUnit } from './own-change.ts'

const looks = { proposed: 'accent', approved: 'plain', refused: 'query', withdrawn: 'plain' } as const

export function OwnApplications({ unit }: Readonly<{ unit: OwnUnit }>): ReactElement {
  const t = useText(ownUnitText)
  if (unit.applications.length === 0) return <p className="zp-soft">{t('list.empty.text')}</p>
  return (
    <ul className="zp-list">
      {unit.applications.map(one => (
        <Line key={one.applicationId} application={one} />
      ))}
    </ul>
  )
}

function Line({ application }: Readonly<{ application: OwnApplication }>): ReactElement {
  const t = useText(ownUnitText)
  const labels = useLabels()
  const tell = useFailureToast()
  const withdraw = useWrite(withdrawMyChange, { changes: [readMyUnit], onFailed: tell })
  const { applicationId, kind, state, fields, note, proposedBy, proposedAt, may } = application
  return (
    <li>
      <p className="zp-line">
        <b>{t(`list.kind.${kind}`, { fields: fields.map(labels.field).join(labels.comma) })}</b>
        <Badge look={looks[state]}>{t(`list.state.${state}`)}</Badge>
        {may.withdraw && (
          <Button
            look="quiet"
            busy={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { applicationId } })}
          >
            {t('list.action.withdraw')}
          </Button>
        )}
      </p>
      <p>{note}</p>
      <p className="zp-soft">
        {[
          t('list.by.text', { by: proposedBy, time: formatDateTime(proposedAt) }),
          ...(application.papers > 0 ? [t('list.papers.text', { count: application.papers })] : []),
          ...(state === 'approved' && application.effectiveOn
            ? [t('list.effective.text', { date: application.effectiveOn })]
            : []),
        ].join(' · ')}
      </p>
      {application.decisionNote && <p>{t('list.decision.text', { note: application.decisionNote })}</p>}
    </li>
  )
}
