import { Fragment, type ReactElement, type ReactNode } from 'react'
import { formatPeriod } from '#engines/form/index.ts'
import { useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import { useForm } from './form-host.ts'
import { formText } from './locale/text.ts'

/** The statutory head: title in the middle, the legal marks at the right, who reports at the left. The page has a title of its own. */
export function LegalHead(props: Readonly<{ period: string; children: ReactNode }>): ReactElement {
  const t = useText(formText)
  const locale = useLocale()
  const { spec, local } = useForm()
  const { tableNumber, issuer, approvalNumber, approver, validUntil } = spec.marks
  const [year = '', month = ''] = validUntil.split('-')
  const unit = useUnitText()
  const marks = [
    ['tableNumber', tableNumber],
    ['issuer', issuer],
    ['approvalNumber', approvalNumber],
    ['approver', approver],
    [
      'validUntil',
      t('form.marks.validUntilValue', { year, month: locale === 'en' ? month : String(Number(month)) }),
    ],
    ['unit', unit(spec.unitOfMeasure)],
  ] as const
  return (
    <header className="zt-legal">
      <h2 className="zt-legal-title">{local(spec.title)}</h2>
      <div className="zt-legal-left">{props.children}</div>
      <p className="zt-legal-period">{formatPeriod(props.period, locale)}</p>
      <dl className="zt-legal-marks">
        {marks.map(
          ([key, text]) =>
            text && (
              <Fragment key={key}>
                <dt>{t(`form.marks.${key}`)}</dt>
                <dd>{text}</dd>
              </Fragment>
            ),
        )}
      </dl>
    </header>
  )
}
