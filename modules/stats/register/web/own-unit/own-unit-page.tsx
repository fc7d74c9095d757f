/** What the register says of one's own unit, the change asked for, and what became of earlier ones. */
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Unread } from '#ui/components/read-states.tsx'
import { groupDigits } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { readMyUnit, unitFields } from '../../contract.ts'
import { ownUnitText } from '../../locale/own-unit-text.ts'
import { useLabels } from '../labels.ts'
import { ChangeForm } from './change-form.tsx'
import { OwnApplications } from './own-applications.tsx'
import { beginDraft, type OwnDraft, type OwnUnit } from './own-change.ts'
import './own-unit.css'

export function OwnUnitPage(): ReactElement {
  const found = useRead(readMyUnit, {}, { topics: ['inbox'], staleTime: 0 })
  return found.data ? <Profile unit={found.data} /> : <Unread read={found} lines={12} />
}

function Profile({ unit }: Readonly<{ unit: OwnUnit }>): ReactElement {
  const t = useText(ownUnitText)
  const [draft, setDraft] = useState<OwnDraft | null>(null)
  const waiting = unit.applications.some(one => one.state === 'proposed')
  return (
    <>
      <header className="zt-page-head">
        <h1>{t('page.title.text')}</h1>
        <Link className="zt-button" to="/unit">
          {t('page.people.open')}
        </Link>
        <Link className="zt-button" to="/">
          {t('page.action.back')}
        </Link>
        {draft === null && unit.month !== null && !waiting && (
          <Button look="primary" onClick={() => setDraft(beginDraft(unit))}>
            {t('page.action.change')}
          </Button>
        )}
      </header>
      <div className="zp-page">
        <p className="zp-soft">{t('page.lead.text')}</p>
        {unit.exitedOn !== null && (
          <Banner look="query">{t('page.exited.text', { date: unit.exitedOn })}</Banner>
        )}
        {waiting && <Banner>{t('page.waiting.text')}</Banner>}
        {draft && unit.month !== null ? (
          <ChangeForm
            unit={unit}
            month={unit.month}
            draft={draft}
            onChange={setDraft}
            onClose={() => setDraft(null)}
          />
        ) : (
          <Card title={t('facts.title.text')}>
            <Facts unit={unit} />
          </Card>
        )}
        <Card title={t('list.title.text')}>
          <OwnApplications unit={unit} />
        </Card>
      </div>
    </>
  )
}

function Facts({ unit }: Readonly<{ unit: OwnUnit }>): ReactElement {
  const t = useText(ownUnitText)
  const labels = useLabels()
  const blank = <span className="zp-soft">{t('facts.value.blank')}</span>
  const named = (code: string | null, name: string | null) => [code, name].filter(Boolean).join(' ')
  const settled: Readonly<Record<string, string>> = {
    creditCode: unit.creditCode ?? '',
    localCode: unit.localCode ?? '',
    name: unit.name,
    kind: labels.kind(unit.kind),
    regionCode: named(unit.regionCode, unit.regionName),
    industryCode: named(unit.industryCode, unit.industryName),
    registerType: labels.registerType(unit.registerType),
    sizeClass: labels.size(unit.sizeClass),
    aboveThreshold: t(unit.aboveThreshold ? 'facts.value.yes' : 'facts.value.no'),
  }
  const words = (name: string, type: string) => {
    const value = settled[name] ?? unit.attributes[name] ?? ''
    return type === 'integer' || type === 'decimal' ? groupDigits(value) : value
  }
  return (
    <dl className="zp-facts">
      {unitFields
        .filter(field => field.name in settled || !field.core)
        .map(field => (
          <div key={field.name}>
            <dt>
              {labels.say(field.text)}
              {field.unitOfMeasure && ` (${labels.say(field.unitOfMeasure)})`}
            </dt>
            <dd>{words(field.name, field.type) || blank}</dd>
          </div>
        ))}
      <div>
        <dt>{t('facts.since.label')}</dt>
        <dd>{unit.validFrom}</dd>
      </div>
    </dl>
  )
}
