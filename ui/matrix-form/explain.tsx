import { type ReactElement, useState } from 'react'
import {
  type Explanation,
  explanationOf,
  type Finding,
  type FormSpec,
  reasonName,
  reasonsFor,
  saidReason,
  saidText,
} from '#engines/form/index.ts'
import { Select, TextArea } from '../components/field.tsx'
import { Badge } from '../components/tag.tsx'
import { useLocale } from '../i18n/locale.ts'
import { localText, useText } from '../i18n/text.ts'
import type { ExplanationFault, Explanations } from './findings.ts'
import { formText } from './locale/text.ts'

type Props = Readonly<{
  spec: FormSpec
  finding: Finding
  explanations: Explanations
  onExplain?: (finding: Finding, said: Explanation) => void
  act?: string
}>

/** The reason that was chosen, by its name. */
export function ReasonTag(props: Readonly<{ spec: FormSpec; code: string | null }>): ReactElement | null {
  const { spec, code } = props
  const locale = useLocale()
  if (code === null) return null
  return <Badge look="accent">{localText(reasonName(spec, code), locale)}</Badge>
}

function Said({ spec, said }: Readonly<{ spec: FormSpec; said: Explanation }>): ReactElement {
  return (
    <blockquote className="zt-finding-said">
      <ReasonTag spec={spec} code={saidReason(said)} />
      <p>{saidText(said)}</p>
    </blockquote>
  )
}

const isOfReason = (fault: ExplanationFault | null) => fault === 'no-reason' || fault === 'unknown-reason'

function useFaultWords(act: string | undefined) {
  const t = useText(formText)
  return (fault: ExplanationFault | null): string | undefined => {
    if (fault === null) return undefined
    return fault === 'blank'
      ? t('form.findings.blank', { act: act ?? t('form.act.submit') })
      : t(`form.findings.${fault}`)
  }
}

/** A reason of those the form offers for the rule, where it offers any, and why in the respondent's own words. */
export function Explain({ spec, finding, explanations, onExplain, act }: Props): ReactElement | null {
  const t = useText(formText)
  const locale = useLocale()
  const words = useFaultWords(act)
  const said = explanations.of(finding) ?? ''
  const [reason, text] = [saidReason(said), saidText(said)]
  const [touched, setTouched] = useState(text !== '')
  if (finding.level !== 'query') return null
  if (!onExplain) return said === '' ? null : <Said spec={spec} said={said} />
  const offered = reasonsFor(spec, finding.rule)
  const fault = explanations.fault(finding, said)
  const shown = touched || fault === 'unknown-reason' ? fault : null
  return (
    <>
      {(offered.length > 0 || reason !== null) && (
        <Select
          label={t('form.findings.reason')}
          problem={isOfReason(shown) ? words(shown) : undefined}
          value={reason ?? ''}
          blank={t('form.findings.chooseReason')}
          options={offered.map(({ code, name }) => ({ value: code, label: localText(name, locale) }))}
          onChange={code => onExplain(finding, explanationOf(code || null, text))}
        />
      )}
      <TextArea
        label={t('form.findings.explain')}
        hint={t('form.findings.explainHint')}
        problem={isOfReason(shown) ? undefined : words(shown)}
        rows={2}
        maxLength={1000}
        value={text}
        onChange={next => {
          setTouched(true)
          onExplain(finding, explanationOf(reason, next))
        }}
      />
    </>
  )
}
