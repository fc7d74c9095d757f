/** The register now and after, side by side: changed fields marked, or alone. */
import { type ReactElement, useState } from 'react'
import { Checkbox } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { type ApplicationPage, unitFields } from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { useLabels } from '../labels.ts'
import { useValueWords } from '../value-words.ts'

type Values = NonNullable<ApplicationPage['now']>

export type Comparison = Readonly<{
  now: Values | null
  after: Values
  names: Readonly<Record<string, string>>
  moved: readonly string[]
  /** `before`: the left side is as it was, for the application is settled. */
  tense: 'now' | 'before'
}>

const same = (a: Values[string] | undefined, b: Values[string] | undefined) => (a ?? '') === (b ?? '')

export function CompareTable({ now, after, names, moved, tense }: Comparison): ReactElement {
  const t = useText(applicationText)
  const labels = useLabels()
  const say = useValueWords()
  const words = (field: string, value: Values[string] | undefined) => say(field, value, names)
  const [alone, setAlone] = useState(
    now !== null && unitFields.some(({ name }) => !same(now[name], after[name])),
  )
  const shown = unitFields.filter(
    ({ name }) => words(name, now?.[name]) !== '' || words(name, after[name]) !== '',
  )
  const rows = shown.map(field => ({
    field,
    changed: now !== null && !same(now[field.name], after[field.name]),
  }))
  const anyChange = rows.some(row => row.changed)
  return (
    <>
      {anyChange && (
        <p className="zr-compare-tools">
          <Checkbox label={t('page.compare.changed')} checked={alone} onChange={setAlone} />
        </p>
      )}
      <table className="zr-compare">
        <caption className="zt-hidden">{t('page.compare.label')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('page.compare.field')}</th>
            {now !== null && <th scope="col">{t(`page.compare.${tense}`)}</th>}
            {(now === null || anyChange) && <th scope="col">{t('page.compare.after')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(row => row.changed || !(alone && anyChange))
            .map(({ field, changed }) => (
              <tr key={field.name} className={changed ? 'zr-compare-changed' : undefined}>
                <th scope="row">
                  {labels.say(field.text)}
                  {field.unitOfMeasure && (
                    <span className="zr-soft">{` (${labels.say(field.unitOfMeasure)})`}</span>
                  )}
                  {moved.includes(field.name) && <em className="zr-error">{t('page.compare.moved')}</em>}
                </th>
                {now !== null && <td>{words(field.name, now[field.name]) || t('page.compare.blank')}</td>}
                {(now === null || anyChange) && (
                  <td>{words(field.name, after[field.name]) || t('page.compare.blank')}</td>
                )}
              </tr>
            ))}
        </tbody>
      </table>
    </>
  )
}
