/** That the office has the report: number and time, fit to be printed and filed. */
import type { ReactElement } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import { formatPeriod } from '#engines/form/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Icon } from '#ui/components/icon.tsx'
import { Unread } from '#ui/components/read-states.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { getMyReceipt } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { useReportKey } from './report-page.tsx'
import { reportPath } from './words.ts'
import './reporter.css'

export function ReceiptPage(): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const key = useReportKey()
  const [search] = useSearchParams()
  const revision = Number(search.get('revision')) || undefined
  const fresh = (useLocation().state as { receipt?: { repeated: boolean } } | null)?.receipt
  const receipt = useRead(
    getMyReceipt,
    { params: key, query: revision ? { revision } : {} },
    { staleTime: 0 },
  )
  if (!receipt.data) return <Unread read={receipt} lines={8} />
  const data = receipt.data
  const rows = [
    [
      t('receipt.field.number'),
      <b key="no" className="zr-receipt-no">
        {data.receiptNo}
      </b>,
    ],
    [t('receipt.field.time'), `${formatDateTime(data.submittedAt)} (${t('receipt.value.zone')})`],
    [t('receipt.field.unit'), data.unitName],
    [t('receipt.field.form'), `${data.formCode} ${localText(data.formTitle, locale)}`],
    [t('receipt.field.period'), formatPeriod(data.period, locale)],
    [t('receipt.field.revision'), t('receipt.value.revision', { number: data.revisionNo })],
    ...(data.signatures.length === 0
      ? [[t('receipt.field.by'), data.submittedBy] as const]
      : data.signatures.map(
          ({ step, name, at }) => [t(`step.signer.${step}`), `${name} (${formatDateTime(at)})`] as const,
        )),
    [t('receipt.field.onTime'), t(data.onTime ? 'receipt.value.onTime' : 'receipt.value.late')],
  ] as const
  return (
    <div className="zr-receipt-page">
      {fresh && (
        <p className="zr-receipt-done zt-no-print" role="status">
          <Icon name="check" size={20} />
          {t(fresh.repeated ? 'receipt.page.again' : 'receipt.page.done')}
        </p>
      )}
      <article className="zr-receipt">
        <h1>{t('receipt.page.title')}</h1>
        <dl className="zr-facts">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="zr-soft">{t('receipt.note.text')}</p>
      </article>
      <p className="zr-receipt-actions zt-no-print">
        <Link className="zt-button zt-button-primary" to="/">
          {t('receipt.action.home')}
        </Link>
        <Button onClick={() => window.print()}>{t('receipt.action.print')}</Button>
        <Link className="zt-button" to={reportPath(key)}>
          {t('receipt.action.report')}
        </Link>
        <Link className="zt-button" to={reportPath(key, '/history')}>
          {t('receipt.action.history')}
        </Link>
      </p>
    </div>
  )
}
