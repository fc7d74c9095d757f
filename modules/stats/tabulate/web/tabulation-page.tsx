import type { ReactElement } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { listSources, readTabulation } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import { decodeDraft } from './address.ts'
import { type Draft, type SourceList, sameSource } from './draft.ts'
import { startersOf } from './starters.ts'
import './tabulate.css'
import { type Saved, Workbench } from './workbench.tsx'

/** A saved table, one carried by the address, or a fresh one. */
export function TabulationPage(): ReactElement {
  const { id } = useParams()
  const sources = useRead(listSources, {}, { staleTime: 30_000, refetchOnWindowFocus: false })
  const saved = useRead(
    readTabulation,
    { params: { id: Number(id) } },
    { enabled: id !== undefined, refetchOnWindowFocus: false, retry: false },
  )
  const t = useText(tabulateText)
  if (!sources.data) return <Unread read={sources} lines={12} />
  if (!saved.data && saved.error?.problem.status === 404) {
    return (
      <EmptyState
        title={t('page.notFound.title')}
        action={<Link to="/tabulate">{t('page.back.label')}</Link>}
      >
        {t('page.notFound.text')}
      </EmptyState>
    )
  }
  if (id !== undefined && !saved.data) return <Unread read={saved} lines={12} />
  return (
    <Opened key={id ?? 'new'} list={sources.data} saved={id === undefined ? null : (saved.data ?? null)} />
  )
}

/** One period written down long ago follows the scope bar; a table over several is about those. */
function followingScope(draft: Draft, list: SourceList, period: string | undefined): Draft {
  const source = list.sources.find(one => sameSource(one, draft))
  const { definition } = draft
  if (!period || definition.periods.length !== 1 || !source?.periods.includes(period)) return draft
  return { ...draft, definition: { ...definition, periods: [period] } }
}

function Opened({ list, saved }: Readonly<{ list: SourceList; saved: Saved | null }>): ReactElement {
  const t = useText(tabulateText)
  const { hash } = useLocation()
  const [scope] = useScope()
  const carried = decodeDraft(hash)
  const fresh = () => {
    const source = list.sources.find(one => one.periods.length > 0)
    return source && startersOf(list, source, scope.period)[0]?.draft
  }
  const first = carried ?? (saved ? followingScope(saved, list, scope.period) : fresh())
  if (!first || !list.sources.some(source => sameSource(source, first))) {
    return (
      <EmptyState title={t('list.empty.sources')} action={<Link to="/tabulate">{t('page.back.label')}</Link>}>
        {t('list.empty.sourcesHint')}
      </EmptyState>
    )
  }
  return <Workbench list={list} first={first} saved={saved} />
}
