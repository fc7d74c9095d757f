import type { ReactElement } from 'react'
import { Badge } from '#ui/components/tag.tsx'
import { useText } from '#ui/i18n/text.ts'
import type { ApplicationRow, ApplicationState } from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'
import { useLabels } from '../labels.ts'

const looks = { proposed: 'accent', approved: 'plain', refused: 'query', withdrawn: 'plain' } as const

export function ApplicationStateBadge({ state }: Readonly<{ state: ApplicationState }>): ReactElement {
  const t = useText(applicationText)
  return <Badge look={looks[state]}>{t(`application.state.${state}`)}</Badge>
}

/** One line of what is proposed. */
export function useWhat(): (row: Pick<ApplicationRow, 'kind' | 'fields' | 'exitReason'>) => string {
  const t = useText(applicationText)
  const labels = useLabels()
  return row => {
    if (row.kind === 'entry') return t('application.what.entry')
    if (row.kind === 'exit') return labels.reason(row.exitReason)
    return t('application.what.change', { fields: row.fields.map(labels.field).join(labels.comma) })
  }
}
