import {
  catalogPermissions,
  listProgrammes,
  listSubjectFrequencies,
  subjectName,
  subjects,
} from '#modules/stats/catalog/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { formatDate } from '#ui/i18n/format.ts'
import type { ScopeOption, ScopeOptions } from '#ui/scope/scope-bar.tsx'
import { type ScopeKey, useScope } from '#ui/scope/use-scope.ts'
import { mayOpen, type SessionInfo } from '#ui/session/session-contract.ts'
import { obeyed } from './page-scopes.ts'
import { recentPeriods } from './scope-periods.ts'
import { useRegionOptions } from './scope-regions.ts'

const HOUR = 3_600_000

function useProgrammes(enabled: boolean): readonly ScopeOption[] {
  const programmes = useRead(listProgrammes, {}, { enabled, staleTime: HOUR })
  return (programmes.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))
}

/** Periods and subjects of the forms there are, in the programme and subject chosen where the page obeys them. */
function useOfForms(enabled: boolean, keys: readonly ScopeKey[]): Pick<ScopeOptions, 'period' | 'subject'> {
  const [scope] = useScope()
  const { programme, subject } = obeyed(scope, keys)
  const query = { ...(programme && { programme }) }
  const forms = useRead(listSubjectFrequencies, { query }, { enabled, staleTime: HOUR })
  const all = forms.data?.items ?? []
  const inSubject = all.filter(form => subject === undefined || form.subject === subject)
  const frequencies = (inSubject.length > 0 ? inSubject : all).map(form => form.frequency)
  const known = all.length > 0 ? new Set(all.map(form => form.subject)) : new Set(Object.keys(subjects))
  return {
    period: recentPeriods(formatDate(Date.now()), frequencies.length > 0 ? frequencies : ['M', 'Q', 'A']),
    subject: [...known].map(value => ({ value, label: subjectName(value) })),
  }
}

/** What the scope bar offers on a page that obeys `keys`; dimensions without options do not appear. */
export function useScopeOptions(session: SessionInfo | null, keys: readonly ScopeKey[]): ScopeOptions {
  const catalogue = session !== null && mayOpen(session, catalogPermissions.read.code)
  const region = useRegionOptions(session, session !== null && keys.includes('region'))
  const programme = useProgrammes(catalogue && keys.includes('programme'))
  const ofForms = useOfForms(catalogue && keys.some(key => key === 'period' || key === 'subject'), keys)
  if (session === null) return {}
  const all: ScopeOptions = { programme, region, ...ofForms }
  return Object.fromEntries(keys.map(key => [key, all[key] ?? []]))
}
