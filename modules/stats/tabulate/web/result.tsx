import { type ReactElement, useMemo, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Static } from 'typebox'
import type { CellFlag } from '#engines/table/index.ts'
import { EmptyState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { formatDate, formatTime, groupDigits } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { changedAddress } from '#ui/scope/use-address.ts'
import type { runTabulation } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import type { Draft, Source, SourceList } from './draft.ts'
import { encodeTarget, targetAt, useDrillAddress } from './drill-address.ts'
import { DrillDrawer } from './drill-drawer.tsx'
import type { Look } from './grid-line.tsx'
import { collapsedBelow, deepestLevel, rowKeys } from './grid-rows.ts'
import { GridTable } from './grid-table.tsx'
import { useRegionName } from './use-region-name.ts'

export type Answer = Static<NonNullable<typeof runTabulation.reply>>

type Props = Readonly<{
  run: Omit<Draft, 'name'>
  source: Source
  list: SourceList
  answer: Answer
  isRunning: boolean
  mayDrill: boolean
  region: string | undefined
}>

const LOOK_KEY = 'zhitong.tabulate.look'
const looks = ['plain', 'heat', 'bar'] as const
const lookNamed = (name: string | null): Look | undefined => looks.find(look => look === name)

/** The look that the address names, so that a link shows the same; else the one last chosen here. */
function useLook(): readonly [Look, (look: Look) => void] {
  const { search, hash } = useLocation()
  const navigate = useNavigate()
  const parameters = new URLSearchParams(search)
  const look = lookNamed(parameters.get('look')) ?? lookNamed(localStorage.getItem(LOOK_KEY)) ?? 'plain'
  const choose = (next: Look) => {
    localStorage.setItem(LOOK_KEY, next)
    const changed = changedAddress(parameters, { look: next }).toString()
    navigate({ search: changed, hash }, { replace: true, preventScrollReset: true })
  }
  return [look, choose]
}

/** The grid, how it is looked at, how fresh it is, and the way down from any cell. */
export function Result(props: Props): ReactElement {
  const { run, source, answer, mayDrill, isRunning } = props
  const t = useText(tabulateText)
  const { grid } = answer
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [look, chooseLook] = useLook()
  const drill = useDrillAddress()
  const flags = useMemo(
    () => [...new Set<CellFlag>(grid.rows.flatMap(row => Object.values(row.flags ?? {})))].sort(),
    [grid],
  )
  const isEmpty = grid.rows.every(row => row.cells.every((cell, at) => cell === null && !row.flags?.[at]))
  return (
    <>
      <div className="tb-viewbar zt-no-print">
        <Folding grid={grid} onCollapsed={setCollapsed} />
        <fieldset className="tb-looks" aria-label={t('grid.look.label')}>
          {looks.map(one => (
            <button key={one} type="button" aria-pressed={look === one} onClick={() => chooseLook(one)}>
              {t(`grid.look.${one}`)}
            </button>
          ))}
        </fieldset>
        <Status {...props} />
      </div>
      {isEmpty && grid.rows.length <= 1 ? (
        <EmptyState title={t('grid.empty.title')}>{t('grid.empty.text')}</EmptyState>
      ) : (
        <div className={isRunning ? 'tb-holder tb-running' : 'tb-holder'} aria-busy={isRunning}>
          <GridTable
            grid={grid}
            look={look}
            collapsed={collapsed}
            onCollapsed={setCollapsed}
            onDrill={mayDrill ? place => drill.open(targetAt(grid, place)) : undefined}
          />
        </div>
      )}
      {flags.length > 0 && (
        <p className="tb-legend">
          {flags.map(flag => (
            <span key={flag}>{t(`grid.legend.${flag}`)}</span>
          ))}
        </p>
      )}
      {mayDrill && drill.target && (
        <DrillDrawer
          key={encodeTarget(drill.target)}
          run={run}
          source={source}
          grid={grid}
          target={drill.target}
          page={drill.page}
          onPage={drill.turnTo}
          onClose={drill.close}
        />
      )}
    </>
  )
}

const levelKeys = [
  'level.region.city',
  'level.region.county',
  'level.region.township',
  'level.region.village',
  'level.industry.section',
  'level.industry.division',
  'level.industry.group',
  'level.industry.class',
] as const

function Folding(
  props: Readonly<{ grid: Answer['grid']; onCollapsed: (collapsed: ReadonlySet<string>) => void }>,
): ReactElement | null {
  const t = useText(tabulateText)
  const deepest = deepestLevel(props.grid)
  if (deepest < 2) return null
  const foldTo = (level: number) =>
    props.onCollapsed(level >= deepest ? new Set() : collapsedBelow(props.grid, rowKeys(props.grid), level))
  const nameOf = (level: number): string => {
    const step = props.grid.rows.find(row => row.level === level)?.step
    const known = levelKeys.find(key => key === `level.${step?.dimension}.${step?.level}`)
    if (known) return t(known)
    return level === deepest ? t('grid.levels.all') : t('grid.levels.level', { level })
  }
  return (
    <div className="tb-folding">
      <span>{t('grid.levels.label')}</span>
      {Array.from({ length: deepest }, (_, level) => level + 1).map(level => (
        <button key={level} type="button" className="tb-level" onClick={() => foldTo(level)}>
          {nameOf(level)}
        </button>
      ))}
    </div>
  )
}

function Status({ answer, isRunning, region, run }: Props): ReactElement {
  const t = useText(tabulateText)
  const regionName = useRegionName(region, run.definition.edition)
  const { grid, timing } = answer
  const at = grid.meta.drainedAt
  return (
    <p className="tb-status" role="status">
      {regionName && <Badge look="accent">{t('page.scope.region', { name: regionName })}</Badge>}
      {answer.disclosureControlled && <Badge look="query">{t('page.status.disclosure')}</Badge>}
      {isRunning && <span className="tb-running-text">{t('page.status.running')}</span>}
      <span>{t('page.status.rows', { rows: groupDigits(String(grid.rows.length)) })}</span>
      {at && <span>{t('page.status.asOf', { time: `${formatDate(at)} ${secondsOf(at)}` })}</span>}
      <span className="tb-timing">
        {t('page.status.timing', { drain: Math.round(timing.drain), query: Math.round(timing.query) })}
      </span>
    </p>
  )
}

const secondsOf = (instant: string): string =>
  `${formatTime(instant)}:${String(new Date(instant).getUTCSeconds()).padStart(2, '0')}`
