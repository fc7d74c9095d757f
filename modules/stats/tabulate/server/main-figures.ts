/** The main figures with their trends: what is released in the reader's places, small totals withheld whoever asks. */
import type { Analytics } from '#kernel/analytics/mirror.ts'
import type { ReadContext, StagedContext } from '#kernel/context.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { readSetting } from '#kernel/settings/settings.ts'
import { listPublishedVersions } from '#modules/stats/catalog/server/index.ts'
import { type Release, releasesWithin } from '#modules/stats/collect/server/index.ts'
import { type readFigures, TREND_LENGTH, tabulatePermissions } from '../contract.ts'
import { chooseFigures, type FigureChoice } from './choose-figures.ts'
import { figureTabulation, leadIn, leadTabulation, trendIn, unitOf } from './figure-tabulation.ts'
import { reachPredicateFor } from './policy.ts'
import { placeNames } from './queries.ts'
import { type Asking, runTabulation } from './run-tabulation.ts'
import { tabulateSettings } from './settings.ts'

type Answer = ReplyOf<typeof readFigures>
type Chosen = Readonly<{ choice: FigureChoice; releases: readonly Release[] }>

/** A trend, and as many periods that still wait in front of it. */
const LOOKED_BACK = 2 * TREND_LENGTH
const ASKING: Asking = Object.freeze({ permission: tabulatePermissions.figures.code, publicly: true })

export async function mainFigures(
  context: StagedContext,
  analytics: Pick<Analytics, 'drain' | 'query'>,
): Promise<Answer> {
  const { places, chosen } = await context.read(whatIsDue)
  const figures: Answer['figures'] = []
  for (const one of chosen) figures.push(await figureOf(context, analytics, one))
  return { places: [...places], figures }
}

async function whatIsDue(
  context: ReadContext,
): Promise<Readonly<{ places: readonly string[]; chosen: readonly Chosen[] }>> {
  const { tx, now } = context
  const reach = context.reach(tabulatePermissions.figures.code)
  const releases = await releasesWithin(tx, reach, LOOKED_BACK, now)
  const versions = await listPublishedVersions(tx)
  const ofForm = Map.groupBy(releases, one => one.formCode)
  const forms = [...ofForm.values()].flatMap(all => {
    const { formVersionId } = latestReleased(all) ?? (all[0] as Release)
    return versions.filter(version => version.id === formVersionId)
  })
  const names = await readSetting(tx, tabulateSettings.figures)
  return {
    places: await placeNames(tx, reach),
    chosen: chooseFigures(forms, names).map(choice => ({
      choice,
      releases: ofForm.get(choice.formCode) ?? [],
    })),
  }
}

const latestReleased = (releases: readonly Release[]): Release | undefined =>
  releases.find(one => one.released)

async function figureOf(
  context: StagedContext,
  analytics: Pick<Analytics, 'drain' | 'query'>,
  { choice, releases }: Chosen,
): Promise<Answer['figures'][number]> {
  const latest = latestReleased(releases)
  const trend = latest ? await trendOf(context, analytics, { choice, releases }, latest) : []
  const told = latest !== undefined && trend.at(-1)?.value != null
  const led = told ? await leadOf(context, analytics, choice, latest) : { change: null, lead: null }
  const next = releases.findLast(one => !one.released && (latest === undefined || one.period > latest.period))
  return {
    formCode: choice.formCode,
    formTitle: choice.formTitle,
    label: choice.cell.label,
    unitOfMeasure: unitOf(choice),
    latest: latest ? countsOf(latest, !told) : null,
    trend,
    ...led,
    next: next
      ? { period: next.period, due: next.due.toISOString(), overdue: next.due <= context.now }
      : null,
    table: latest && mayTabulate(context, choice) ? tableOf(choice, latest) : null,
  }
}

const mayTabulate = (context: StagedContext, { subject }: FigureChoice): boolean =>
  reachPredicateFor(context.reach(tabulatePermissions.run.code), subject) !== 'nothing'

const tableOf = ({ formVersionId, section, cell, yearEarlier }: FigureChoice, latest: Release) => ({
  formVersionId,
  ...(section && { section }),
  column: cell.code,
  ...(cell.unitOfMeasure && { unitOfMeasure: cell.unitOfMeasure }),
  yearEarlier: yearEarlier?.code ?? null,
  edition: latest.regionEdition,
})

const countsOf = ({ period, owed, accepted }: Release, withheld: boolean) =>
  withheld ? { period, owed: null, accepted: null } : { period, owed, accepted }

async function trendOf(
  context: StagedContext,
  analytics: Pick<Analytics, 'drain' | 'query'>,
  { choice, releases }: Chosen,
  latest: Release,
): Promise<Answer['figures'][number]['trend']> {
  const periods = releases
    .filter(one => one.released && one.formVersionId === choice.formVersionId)
    .map(one => one.period)
    .slice(0, TREND_LENGTH)
  const request = figureTabulation(choice, latest.regionEdition, periods)
  const { grid } = await runTabulation(context, analytics, request, { asking: ASKING })
  return trendIn(grid, latest.period)
}

async function leadOf(
  context: StagedContext,
  analytics: Pick<Analytics, 'drain' | 'query'>,
  choice: FigureChoice,
  { regionEdition, period }: Release,
) {
  const request = leadTabulation(choice, regionEdition, period)
  const { grid } = await runTabulation(context, analytics, request, { asking: ASKING })
  return leadIn(grid)
}
