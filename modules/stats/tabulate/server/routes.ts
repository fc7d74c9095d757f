import type { StagedContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { type RouteBinding, read, staged, write } from '#kernel/http/binding.ts'
import type { Services } from '#kernel/services.ts'
import { kernelSettings, readSetting } from '#kernel/settings/settings.ts'
import {
  changeTabulation,
  createTabulation,
  deleteTabulation,
  drillCell as drillCellRoute,
  exportTabulation,
  listCodes as listCodesRoute,
  listSources as listSourcesRoute,
  listTabulations,
  readFigures,
  readTabulation,
  runTabulation as runTabulationRoute,
} from '../contract.ts'
import { drillCell } from './drill-cell.ts'
import { listCodes } from './list-codes.ts'
import { listSources } from './list-sources.ts'
import { mainFigures } from './main-figures.ts'
import { measureRuns } from './measure-runs.ts'
import {
  insertTabulation,
  removeTabulation,
  savedTabulation,
  savedTabulations,
  updateTabulation,
} from './queries.ts'
import { planFor, runTabulation, type TabulationRequest, type TabulationRun } from './run-tabulation.ts'
import { writeWorkbook } from './write-workbook.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const done = { done: true } as const

export const tabulateRoutes = (services: Services): readonly RouteBinding[] => {
  const observe = measureRuns(services.measures)
  const run = async (context: StagedContext, request: TabulationRequest): Promise<TabulationRun> => {
    const done = await runTabulation(context, services.analytics, request)
    observe(done.timing)
    return done
  }
  return routesWith(services, run)
}

type Run = (context: StagedContext, request: TabulationRequest) => Promise<TabulationRun>

const routesWith = (services: Services, run: Run): readonly RouteBinding[] => [
  staged(listSourcesRoute, context => listSources(context, services.analytics)),
  staged(listCodesRoute, (_, { query }) => listCodes(services.analytics, query)),
  read(listTabulations, async ({ tx, actor }) => {
    const items = await savedTabulations(tx, actor.accountId)
    return { total: items.length, items }
  }),
  read(readTabulation, async ({ tx, actor }, { params }) => {
    const found = await savedTabulation(tx, actor.accountId, params.id)
    if (!found) throw new Problem(problems.notFound)
    return found
  }),
  write(createTabulation, async (context, { body }) => {
    await planFor(asReader(context), body, createTabulation)
    const id = await insertTabulation(context.tx, context.actor.accountId, body)
    context.audit({ action: 'tabulate.table.create', subject: { kind: 'tabulation', id } })
    return { id }
  }),
  write(changeTabulation, async (context, { params, body }) => {
    await planFor(asReader(context), body, changeTabulation)
    const found = await updateTabulation(context.tx, context.actor.accountId, params.id, body)
    if (!found) throw new Problem(problems.notFound)
    context.audit({ action: 'tabulate.table.change', subject: { kind: 'tabulation', id: params.id } })
    return done
  }),
  write(deleteTabulation, async (context, { params }) => {
    if (!(await removeTabulation(context.tx, context.actor.accountId, params.id)))
      throw new Problem(problems.notFound)
    context.audit({ action: 'tabulate.table.delete', subject: { kind: 'tabulation', id: params.id } })
    return done
  }),
  staged(readFigures, context => mainFigures(context, services.analytics)),
  staged(runTabulationRoute, (context, { body }) => run(context, body)),
  staged(drillCellRoute, (context, { body }) => drillCell(context, services.analytics, body)),
  staged(exportTabulation, async (context, { body }, { reply }) => {
    const { grid } = await run(context, body)
    const demonstration = await context.read(({ tx }) => readSetting(tx, kernelSettings.demonstration))
    const title = body.locale === 'en' ? (body.name.en ?? body.name['zh-CN']) : body.name['zh-CN']
    const bytes = await writeWorkbook(grid, { title, locale: body.locale, subtitle: '', demonstration })
    return reply
      .type(XLSX)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(title)}.xlsx`)
      .send(bytes)
  }),
]

const asReader = <T extends object>(context: T) => ({ ...context, accessed: () => {} })
