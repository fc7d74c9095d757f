import { Problem, problems } from '#kernel/contract/index.ts'
import { type RouteBinding, read, write } from '#kernel/http/binding.ts'
import {
  changeOrganisation,
  createOrganisation,
  listOrganisations,
  removeOrganisation,
} from '#kernel/org/organisations.ts'
import {
  childRegions,
  currentEdition,
  findRegion,
  regionEditions,
  regionLinks,
  searchRegions,
} from '#kernel/org/regions.ts'
import * as contract from '../contract.ts'

const MANAGE = contract.accessPermissions.organisationManage.code

export const regionRoutes = (): readonly RouteBinding[] => [
  read(contract.listEditions, async ctx => {
    const editions = await regionEditions(ctx.tx)
    return editions.map(({ name, nameEn, ...rest }) => ({ ...rest, name: { 'zh-CN': name, en: nameEn } }))
  }),

  read(contract.listRegions, async (ctx, { query }) => {
    const edition = query.edition ?? (await currentEdition(ctx.tx))
    if (edition === null) return { edition: '', regions: [] }
    const { search } = query
    const regions = search
      ? await searchRegions(ctx.tx, { ...query, search, edition })
      : await childRegions(ctx.tx, edition, query.parent ?? null)
    return { edition, regions: [...regions] }
  }),

  read(contract.readRegion, async (ctx, { params, query }) => {
    const edition = query.edition ?? (await currentEdition(ctx.tx))
    const found = edition === null ? null : await findRegion(ctx.tx, edition, params.code)
    if (!found) throw new Problem(problems.notFound)
    return { region: found.region, ancestors: [...found.ancestors] }
  }),

  read(contract.listRegionLinks, async (ctx, { query }) => [
    ...(await regionLinks(ctx.tx, query.from, query.to, query.code)),
  ]),

  read(contract.listOrganisations, async ctx => [...(await listOrganisations(ctx.tx, ctx.reach(MANAGE)))]),

  write(contract.createOrganisation, (ctx, { body }) => createOrganisation(ctx, ctx.reach(MANAGE), body)),

  write(contract.changeOrganisation, (ctx, { params, body }) =>
    changeOrganisation(ctx, ctx.reach(MANAGE), params.id, body),
  ),

  write(contract.removeOrganisation, async (ctx, { params }) => {
    await removeOrganisation(ctx, ctx.reach(MANAGE), params.id)
    return { done: true as const }
  }),
]
