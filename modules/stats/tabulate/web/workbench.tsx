import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { useScope } from '#ui/scope/use-scope.ts'
import { useSession } from '#ui/session/use-session.ts'
import { runTabulation, tabulatePermissions } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import { encodeDraft } from './address.ts'
import { DesignPanel } from './design-panel.tsx'
import { type Draft, type Source, type SourceList, sameSource } from './draft.ts'
import { Result } from './result.tsx'
import { runnable } from './runnable.ts'
import { startersOf } from './starters.ts'
import { Toolbar } from './toolbar.tsx'
import { useDebounced } from './use-debounced.ts'

export type Saved = Draft & Readonly<{ id: number; shared: boolean; mine: boolean }>

type Props = Readonly<{ list: SourceList; first: Draft; saved: Saved | null }>

const same = (a: Draft, b: Draft): boolean =>
  JSON.stringify([a.formVersionId, a.section, a.definition, a.name]) ===
  JSON.stringify([b.formVersionId, b.section, b.definition, b.name])

/** The table on another source: as its first starter has it, else empty. */
function draftOn(list: SourceList, next: Source, draft: Draft, period: string | undefined): Draft {
  const starter = startersOf(list, next, period)[0]?.draft
  const { section: _, ...rest } = draft
  const place = { formVersionId: next.formVersionId, ...(next.section && { section: next.section }) }
  const bare = { ...draft.definition, periods: [], rows: [], columns: [] }
  return {
    ...rest,
    ...place,
    name: starter?.name ?? draft.name,
    definition: starter?.definition ?? bare,
  }
}

/** Definition on the left, its result on the right, computed again whenever the definition stands still. */
export function Workbench({ list, first, saved }: Props): ReactElement {
  const session = useSession()
  const [scope] = useScope()
  const [draft, setDraft] = useState(first)
  const [isDesigning, setDesigning] = useState(() => innerWidth > 900)
  const source = list.sources.find(one => sameSource(one, draft))!
  const may = (permission: string) => session?.permissions?.includes(permission) ?? false
  const isChanged = saved === null || !same(draft, saved)
  usePeriodOfScope(scope.period, source, setDraft)

  const still = useDebounced(draft, 350)
  useAddress(still, isChanged)
  const run = {
    formVersionId: still.formVersionId,
    ...(still.section && { section: still.section }),
    definition: runnable(still.definition, scope.region),
  }
  const isPossible = run.definition.periods.length > 0 && run.definition.columns.length > 0
  const result = useRead(
    runTabulation,
    { body: run },
    { enabled: isPossible, retry: false, placeholderData: previous => previous, refetchOnWindowFocus: false },
  )
  useFreshness(result.refetch, isPossible)

  const changeSource = (next: Source) => setDraft(draftOn(list, next, draft, scope.period))
  return (
    <div className="tb-page">
      <Toolbar
        draft={draft}
        run={run}
        saved={saved}
        isChanged={isChanged}
        mayDesign={may(tabulatePermissions.design.code)}
        isPossible={isPossible}
        isDesigning={isDesigning}
        onDesigning={setDesigning}
      />
      <div className={isDesigning ? 'tb-bench' : 'tb-bench tb-bench-alone'}>
        {isDesigning && (
          <DesignPanel
            list={list}
            source={source}
            definition={draft.definition}
            onChange={definition => setDraft(now => ({ ...now, definition }))}
            onSource={changeSource}
          />
        )}
        <div className="tb-result">
          {!isPossible ? (
            <NotPossible source={source} draft={draft} />
          ) : result.data ? (
            <>
              <ReadFailure read={result} />
              <Result
                run={run}
                source={source}
                list={list}
                answer={result.data}
                isRunning={result.isFetching || still !== draft}
                mayDrill={may(tabulatePermissions.drill.code)}
                region={scope.region}
              />
            </>
          ) : (
            <Unread read={result} lines={14} />
          )}
        </div>
      </div>
    </div>
  )
}

function NotPossible({ source, draft }: Readonly<{ source: Source; draft: Draft }>): ReactElement {
  const t = useText(tabulateText)
  return (
    <EmptyState title={t('page.empty.title')}>
      {source.periods.length === 0
        ? t('page.empty.noData')
        : t(draft.definition.columns.length === 0 ? 'page.empty.columns' : 'page.empty.periods')}
    </EmptyState>
  )
}

/** A changed table is carried by the address, so that reloading and links keep what is shown. */
function useAddress(still: Draft, isChanged: boolean): void {
  const navigate = useNavigate()
  const { search, state } = useLocation()
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
      return
    }
    const { name, formVersionId, section, definition } = still
    const whole = { name, formVersionId, ...(section && { section }), definition }
    navigate(
      { search, hash: isChanged ? encodeDraft(whole) : '' },
      { replace: true, state, preventScrollReset: true },
    )
  }, [still, isChanged, search, state, navigate])
}

/** Another period chosen in the scope bar is the period of the table, where the form has it. */
function usePeriodOfScope(
  period: string | undefined,
  source: Source,
  setDraft: (change: (draft: Draft) => Draft) => void,
): void {
  const before = useRef(period)
  useEffect(() => {
    if (before.current === period) return
    before.current = period
    if (!period || !source.periods.includes(period)) return
    setDraft(draft => ({ ...draft, definition: { ...draft.definition, periods: [period] } }))
  }, [period, source, setDraft])
}

const PAUSE = 5000

/** Computed again after reports arrive, but not more often than a reader can follow. */
function useFreshness(refetch: () => unknown, isPossible: boolean): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLive(['collect.report'], () => {
    if (!isPossible || timer.current) return
    timer.current = setTimeout(() => {
      timer.current = null
      refetch()
    }, PAUSE)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
}
