import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { useText } from '#ui/i18n/text.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { NotFound } from '#ui/shell/route-error.tsx'
import { readUnit, registerPermissions, unitFields } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { ProposeActions, UnitApplications } from './application/unit-applications.tsx'
import { useLabels } from './labels.ts'
import { CorrectCodes, EditUnit, ExitUnit, ReinstateUnit } from './unit-dialogs.tsx'
import type { Unit } from './unit-draft.ts'
import { UnitEvents, UnitHistory } from './unit-history.tsx'
import { useNumberParam } from './use-number-param.ts'
import { useValueWords } from './value-words.ts'
import './register.css'

const dialogs = {
  edit: { title: 'edit.dialog.title', Form: EditUnit, width: 'wide' },
  codes: { title: 'codes.dialog.title', Form: CorrectCodes, width: 'narrow' },
  exit: { title: 'exit.dialog.title', Form: ExitUnit, width: 'narrow' },
  reinstate: { title: 'reinstate.dialog.title', Form: ReinstateUnit, width: 'narrow' },
} as const

type DialogName = keyof typeof dialogs

export function UnitPage(): ReactElement {
  const unitId = useNumberParam('unitId')
  return unitId === null ? <NotFound /> : <FoundUnit unitId={unitId} />
}

function FoundUnit({ unitId }: Readonly<{ unitId: number }>): ReactElement {
  const t = useText(registerText)
  const unit = useRead(readUnit, { params: { unitId } }, { topics: ['register.application'] })
  return (
    <div className="zr-page">
      <Link className="zr-link" to="/register/units">
        {t('unit.page.back')}
      </Link>
      {unit.isPending && <Skeleton lines={10} />}
      {unit.isError && <ErrorState error={unit.error} onRetry={() => unit.refetch()} />}
      {unit.data && <UnitBody unit={unit.data} />}
    </div>
  )
}

function UnitBody({ unit }: Readonly<{ unit: Unit }>): ReactElement {
  const t = useText(registerText)
  const session = useSession()
  const [open, setOpen] = useState<DialogName | null>(null)
  const dialog = open && dialogs[open]
  const close = () => setOpen(null)
  return (
    <>
      <header className="zr-head">
        <div>
          <h1>
            {unit.name}{' '}
            {unit.exitedOn && <Badge look="query">{t('unit.state.exited', { date: unit.exitedOn })}</Badge>}
          </h1>
          <p className="zr-code">{[unit.creditCode, unit.localCode].filter(Boolean).join(' · ')}</p>
        </div>
        <div className="zr-actions">
          {mayOpen(session, registerPermissions.propose.code) && unit.exitedOn === null && (
            <ProposeActions unitId={unit.unitId} />
          )}
          {mayOpen(session, registerPermissions.edit.code) && (
            <UnitActions exited={unit.exitedOn !== null} onOpen={setOpen} />
          )}
        </div>
      </header>
      <div className="zr-columns">
        <Card title={t('unit.facts.title')} flush>
          <Facts unit={unit} />
        </Card>
        <div className="zr-page">
          <Card title={t('unit.events.title')} flush>
            <UnitEvents unit={unit} />
          </Card>
          <UnitApplications unitId={unit.unitId} />
        </div>
      </div>
      <Card title={t('unit.history.title')} flush>
        <UnitHistory unit={unit} />
      </Card>
      <Dialog
        title={dialog ? t(dialog.title) : ''}
        open={dialog !== null}
        onClose={close}
        width={dialog?.width ?? 'narrow'}
      >
        {dialog && <dialog.Form unit={unit} onClose={close} />}
      </Dialog>
    </>
  )
}

function UnitActions(props: Readonly<{ exited: boolean; onOpen: (name: DialogName) => void }>): ReactElement {
  const t = useText(registerText)
  const names: readonly DialogName[] = props.exited ? ['codes', 'reinstate'] : ['exit', 'codes', 'edit']
  return (
    <>
      {names.map(name => (
        <Button key={name} look={name === 'edit' ? 'primary' : 'plain'} onClick={() => props.onOpen(name)}>
          {t(`unit.action.${name}`)}
        </Button>
      ))}
    </>
  )
}

function Facts({ unit }: Readonly<{ unit: Unit }>): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const words = useValueWords()
  const shown: Readonly<Record<string, string>> = {
    kind: labels.kind(unit.kind),
    regionCode: `${unit.regionName} ${unit.regionCode}`,
    industryCode: unit.industryCode ? `${unit.industryCode} ${unit.industryName ?? ''}` : '',
    registerType: labels.registerType(unit.registerType),
    sizeClass: labels.size(unit.sizeClass),
    aboveThreshold: unit.aboveThreshold ? t('unit.value.yes') : t('unit.value.no'),
    entryDate: unit.validFrom,
  }
  const facts = unitFields
    .filter(field => !['creditCode', 'localCode', 'name'].includes(field.name))
    .map(field => ({
      name: field.name,
      label: labels.say(field.text),
      text: shown[field.name] ?? words(field.name, unit.attributes[field.name]),
      unit: field.unitOfMeasure && labels.say(field.unitOfMeasure),
    }))
  return (
    <dl className="zr-facts">
      {unit.exitReason !== null && (
        <div>
          <dt>{t('exit.field.reason')}</dt>
          <dd>{labels.reason(unit.exitReason)}</dd>
        </div>
      )}
      {facts.map(fact => (
        <div key={fact.name}>
          <dt>{fact.label}</dt>
          <dd className={fact.text ? undefined : 'zr-soft'}>
            {fact.text ? `${fact.text}${fact.unit ? ` ${fact.unit}` : ''}` : '—'}
          </dd>
        </div>
      ))}
    </dl>
  )
}
