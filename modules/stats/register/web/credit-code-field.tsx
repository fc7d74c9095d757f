import type { ReactElement } from 'react'
import { useRead } from '#ui/api/queries.ts'
import { Field } from '#ui/components/field.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { checkCreditCode } from '../contract.ts'
import { isCreditCode, normaliseCreditCode } from '../credit-code.ts'
import { registerText } from '../locale/text.ts'
import { useLabels } from './labels.ts'

/** Checked as soon as it has its eighteen characters; `own` is the code the unit has now. */
export function CreditCodeField(
  props: Readonly<{ value: string; own?: string | null; onChange: (code: string) => void }>,
): ReactElement {
  const t = useText(registerText)
  const locale = useLocale()
  const labels = useLabels()
  const code = normaliseCreditCode(props.value)
  const whole = code.length >= 18
  const check = useRead(checkCreditCode, { query: { code } }, { enabled: whole && code !== props.own })
  const taken = check.data?.taken ? t('add.code.taken') : undefined
  return (
    <Field
      label={labels.field('creditCode')}
      className="zr-code"
      maxLength={40}
      value={props.value}
      hint={isCreditCode(code) && check.data && !taken ? t('add.code.good') : undefined}
      problem={whole ? (check.data?.message?.[locale] ?? taken) : undefined}
      onChange={event => props.onChange(event.target.value)}
    />
  )
}
