import type { ReactElement } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { Badge } from '#ui/components/tag.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import type { FormSummary, readForm } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { ExpiredBadge } from './programme-list.tsx'

const marks = ['tableNumber', 'issuer', 'approvalNumber', 'validUntil', 'approver'] as const

/** The legal marks as the form prints them, each with what is amiss, beside those of its programme. */
export function FormMarks(
  props: Readonly<{ summary: FormSummary; programme: ReplyOf<typeof readForm>['programme'] }>,
): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const { summary, programme } = props
  const ofProgramme = { ...programme, tableNumber: '', approver: '' }
  return (
    <div className="zc-scroll">
      <table className="zc-marks-table">
        <caption className="zt-hidden">{t('form.tab.marks')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('marks.column.mark')}</th>
            <th scope="col">{t('marks.column.form')}</th>
            <th scope="col">{t('marks.column.programme', { name: local(programme.name) })}</th>
          </tr>
        </thead>
        <tbody>
          {marks.map(mark => {
            const value = summary.marks[mark] ?? ''
            const missing = value === '' && mark !== 'approver'
            return (
              <tr key={mark}>
                <th scope="row">{t(`differences.member.${mark}`)}</th>
                <td>
                  {value} {missing && <Badge look="fatal">{t('marks.state.missing')}</Badge>}
                  {mark === 'validUntil' && value !== '' && <ExpiredBadge validUntil={value} />}
                </td>
                <td className="zc-soft">{ofProgramme[mark]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="zc-soft">{t('marks.note.text')}</p>
    </div>
  )
}
