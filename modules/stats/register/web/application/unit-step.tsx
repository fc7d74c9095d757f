import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import { formatPeriod } from '#engines/form/index.ts'
import { call } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { Field, Select } from '#ui/components/field.tsx'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { applicationKinds, listApplicationMonths, listUnits, readUnit } from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { CreditCodeField } from '../credit-code-field.tsx'
import { useLabels } from '../labels.ts'
import { draftOf, emptyDraft } from '../unit-draft.ts'
import type { StepProps } from './propose-page.tsx'

const FOUND = 8

export function UnitStep({ draft, put }: StepProps): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const months = useRead(listApplicationMonths)
  const options = (months.data?.items ?? []).map(({ month, effectiveOn }) => ({
    value: month,
    label: t('propose.month.option', { month: formatPeriod(month, locale), date: effectiveOn }),
  }))
  return (
    <>
      <fieldset className="zr-kinds">
        <legend>{t('propose.kind.label')}</legend>
        {applicationKinds.map(kind => (
          <label key={kind} className="zr-kind">
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={draft.kind === kind}
              onChange={() =>
                put({ kind, fields: kind !== 'entry' && draft.unit ? draftOf(draft.unit) : emptyDraft })
              }
            />
            {t(`propose.kind.${kind}`)}
          </label>
        ))}
      </fieldset>
      <div className="zr-grid">
        <Select
          label={t('propose.month.label')}
          required
          value={draft.month}
          options={options}
          {...(months.data && options.length === 0 && { problem: t('propose.months.none') })}
          onChange={month => put({ month })}
        />
      </div>
      {draft.kind === 'entry' ? (
        <NewUnitCodes draft={draft} put={put} />
      ) : (
        <UnitChoice draft={draft} put={put} />
      )}
    </>
  )
}

function NewUnitCodes({ draft, put }: StepProps): ReactElement {
  const labels = useLabels()
  return (
    <div className="zr-grid">
      <CreditCodeField value={draft.creditCode} onChange={creditCode => put({ creditCode })} />
      <Field
        label={labels.field('localCode')}
        maxLength={40}
        value={draft.localCode}
        onChange={event => put({ localCode: event.target.value })}
      />
      <Select
        label={labels.field('kind')}
        value={draft.unitKind}
        options={labels.kinds}
        onChange={unitKind => put({ unitKind })}
      />
    </div>
  )
}

function UnitChoice({ draft, put }: StepProps): ReactElement {
  const t = useText(applicationText)
  const [search, setSearch] = useState('')
  return (
    <>
      {draft.unit && (
        <p className="zr-chosen">
          <span className="zr-soft">{t('propose.unit.chosen')}</span> <b>{draft.unit.name}</b>{' '}
          <span className="zr-code">{draft.unit.creditCode ?? draft.unit.localCode}</span>
        </p>
      )}
      <Field
        label={t('propose.unit.search')}
        type="search"
        placeholder={t('propose.unit.hint')}
        autoComplete="off"
        maxLength={100}
        value={search}
        onChange={event => setSearch(event.target.value)}
        onKeyDown={event => {
          // Enter looks for the unit; it does not go on to the next step.
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      {search.trim() !== '' && <Found search={search.trim()} draft={draft} put={put} />}
    </>
  )
}

function Found({ search, draft, put }: StepProps & Readonly<{ search: string }>): ReactElement {
  const t = useText(applicationText)
  const [picking, setPicking] = useState<number | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const found = useRead(
    listUnits,
    { query: { search, pageSize: FOUND } },
    { placeholderData: keepPreviousData },
  )
  const last = useRef(0)
  const pick = async (unitId: number) => {
    last.current = unitId
    setPicking(unitId)
    setFailure(null)
    try {
      const unit = await call(readUnit, { params: { unitId } })
      // Another was picked meanwhile, or the application is no longer about a unit there is.
      if (last.current !== unitId) return
      put(now => (now.kind === 'entry' ? {} : { unit, fields: draftOf(unit) }))
    } catch (error) {
      if (last.current !== unitId) return
      setFailure(error)
    }
    setPicking(null)
  }
  if (!found.data) return <Unread compact read={found} lines={3} />
  const more = found.data.total - found.data.items.length
  return (
    <fieldset className="zr-found">
      <legend className="zt-hidden">{t('propose.unit.list')}</legend>
      <ReadFailure read={found} />
      {found.data.items.length === 0 && <p className="zr-soft">{t('propose.unit.none')}</p>}
      {found.data.items.map(row => (
        <label key={row.unitId}>
          <input
            type="radio"
            name="unit"
            checked={(picking ?? draft.unit?.unitId) === row.unitId}
            onChange={() => void pick(row.unitId)}
          />
          <span>{row.name}</span>
          <span className="zr-code zr-soft">{row.creditCode ?? row.localCode}</span>
          <span className="zr-soft">{row.regionName}</span>
        </label>
      ))}
      {more > 0 && <p className="zr-soft">{t('propose.unit.more', { count: more })}</p>}
      {failure !== null && <ErrorState error={failure} compact />}
    </fieldset>
  )
}
