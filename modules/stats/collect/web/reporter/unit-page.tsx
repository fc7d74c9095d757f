/** Who of the unit fills in, reviews and signs its forms; settled by the unit itself. */
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Unread } from '#ui/components/read-states.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { changeMySteps, readMySteps } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { ContactList } from './contact-list.tsx'
import {
  type Arranging,
  begin,
  bodyOf,
  type MySteps,
  modeOf,
  modes,
  nameless,
  stepsIn,
  toggled,
  withMode,
  withPerson,
} from './unit-arrangement.ts'
import { namesOf } from './words.ts'
import '#ui/components/field.css'
import './reporter.css'

export function UnitPage(): ReactElement {
  const found = useRead(readMySteps, {}, { staleTime: 0 })
  if (!found.data) return <Unread read={found} lines={8} />
  return <Settling key={found.data.version} found={found.data} />
}

function Settling({ found }: Readonly<{ found: MySteps }>): ReactElement {
  const t = useText(reporterText)
  const [arranging, setArranging] = useState(() => begin(found))
  const [asked, setAsked] = useState(false)
  const save = useWrite(changeMySteps, {
    changes: [readMySteps],
    onDone: () => showToast(t('unit.save.done')),
  })
  const unnamed = asked ? nameless(arranging) : []
  const go = () => {
    setAsked(true)
    if (nameless(arranging).length === 0) save.mutate({ body: bodyOf(arranging, found.version) })
  }
  const moved = found.version > 0 && arranging.mode !== modeOf(found)
  return (
    <>
      <header className="zt-page-head">
        <h1>
          {t('unit.page.title')}
          <span className="zr-home-count">{found.unitName}</span>
        </h1>
        <span className="zr-home-ways">
          <Link className="zt-button" to="/profile">
            {t('unit.profile.open')}
          </Link>
          <Link className="zt-button" to="/">
            {t('fill.page.back')}
          </Link>
        </span>
      </header>
      <div className="zr-unit">
        <p>{t('unit.page.text')}</p>
        {!found.mayChange && <Banner>{t('unit.deciders.text', { people: namesOf(found.deciders) })}</Banner>}
        <Modes arranging={arranging} readOnly={!found.mayChange} onChange={setArranging} />
        {arranging.mode !== 'none' && (
          <People
            arranging={arranging}
            unnamed={unnamed}
            readOnly={!found.mayChange}
            onChange={setArranging}
          />
        )}
        {moved && <Banner look="query">{t('unit.save.moved')}</Banner>}
        {save.isError && <ErrorState error={save.error} compact />}
        <p className="zr-unit-end">
          {found.mayChange && (
            <Button look="primary" busy={save.isPending} onClick={go}>
              {t('unit.action.save')}
            </Button>
          )}
          {found.changedBy !== null && (
            <span className="zr-soft">
              {t('unit.changed.text', { by: found.changedBy, time: formatDateTime(found.changedAt ?? '') })}
            </span>
          )}
        </p>
        <section className="zr-unit-more">
          <h2>{t('unit.more.title')}</h2>
          <p>{t('unit.more.text')}</p>
          <ContactList contacts={found.contacts} />
        </section>
      </div>
    </>
  )
}

type PartProps = Readonly<{
  arranging: Arranging
  readOnly: boolean
  onChange: (arranging: Arranging) => void
}>

function Modes({ arranging, readOnly, onChange }: PartProps): ReactElement {
  const t = useText(reporterText)
  return (
    <fieldset className="zr-unit-modes" disabled={readOnly}>
      <legend>{t('unit.mode.label')}</legend>
      {modes.map(mode => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            checked={arranging.mode === mode}
            onChange={() => onChange(withMode(arranging, mode))}
          />
          <span>
            <b>{t(`unit.mode.${mode}`)}</b>
            <span className="zr-soft">{t(`unit.mode.${mode}Text`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

type PeopleProps = PartProps & Readonly<{ unnamed: readonly number[] }>

function People({ arranging, readOnly, unnamed, onChange }: PeopleProps): ReactElement {
  const t = useText(reporterText)
  const { mode, people } = arranging
  const on = stepsIn(mode)
  return (
    <>
      {people.length < 2 && <Banner>{t('unit.people.alone')}</Banner>}
      <table className="zr-table zr-cards-on-phone" aria-label={t('unit.people.label')}>
        <thead>
          <tr>
            <th scope="col">{t('unit.column.account')}</th>
            <th scope="col">{t('unit.column.name')}</th>
            {on.map(step => (
              <th key={step} scope="col">
                {t(`step.signer.${step}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map(person => (
            <tr key={person.accountId}>
              <th scope="row">
                {person.signInName} {person.me && <Badge>{t('unit.people.me')}</Badge>}{' '}
                {!person.active && <Badge look="fatal">{t('unit.people.inactive')}</Badge>}
              </th>
              <td data-label={t('unit.column.name')}>
                <input
                  className="zt-input"
                  maxLength={20}
                  disabled={readOnly}
                  aria-label={t('unit.person.name', { account: person.signInName })}
                  aria-invalid={unnamed.includes(person.accountId) || undefined}
                  value={person.name}
                  onChange={event =>
                    onChange(withPerson(arranging, person.accountId, { name: event.target.value }))
                  }
                />
                {unnamed.includes(person.accountId) && (
                  <span className="zt-field-problem" role="alert">
                    {t('unit.fault.name')}
                  </span>
                )}
              </td>
              {on.map(step => (
                <td key={step} data-label={t(`step.signer.${step}`)}>
                  <input
                    type="checkbox"
                    disabled={readOnly}
                    aria-label={t('unit.person.does', {
                      account: person.signInName,
                      step: t(`step.word.${step}`),
                    })}
                    checked={person.steps.includes(step)}
                    onChange={() =>
                      onChange(
                        withPerson(arranging, person.accountId, { steps: toggled(person.steps, step) }),
                      )
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
