import type { ReactElement } from 'react'
import { cellIndex, formatPeriod } from '#engines/form/index.ts'
import { groupDigits } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName } from '../place-name.ts'
import type { OfficeFinding, Report } from './report-session.ts'

const pasts: Readonly<Record<string, 'previous' | 'yearAgo'>> = { prev: 'previous', yago: 'yearAgo' }

/** How rules name what they read, as `prev#M14`, in the words of the form; what is no cell of it stays as it is. */
function useOperandName(report: Report): (name: string) => string {
  const t = useText(officeText)
  const locale = useLocale()
  const { spec } = report
  const lists = codelistsOf(report)
  return name => {
    if (name === 'period') return t('findings.values.period')
    const [code = '', place] = name.split('#').toReversed()
    const past = place === undefined ? null : pasts[place]
    if (past === undefined || !cellIndex(spec).has(code)) return name
    const cell = keyName(spec, code, locale, lists)
    return past === null ? cell : t('findings.values.past', { past: t(`compare.column.${past}`), cell })
  }
}

type Props = Readonly<{ report: Report; finding: OfficeFinding }>

/** What the rule read, each with its name in the form. */
export function Operands({ report, finding }: Props): ReactElement | null {
  const locale = useLocale()
  const nameOf = useOperandName(report)
  const entries = Object.entries(finding.operands.values ?? {})
  if (entries.length === 0) return null
  const words = (name: string, value: (typeof entries)[number][1]): string => {
    if (value === null) return '—'
    if (name === 'period') return formatPeriod(String(value), locale)
    return typeof value === 'string' ? groupDigits(value) : String(value)
  }
  return (
    <dl className="co-operands">
      {entries.map(([name, value]) => (
        <div key={name} title={name}>
          <dt>{nameOf(name)}</dt>
          <dd>{words(name, value)}</dd>
        </div>
      ))}
    </dl>
  )
}
