/** Regions and organisations: public knowledge for everyone signed in; changed by the system administrator. */
import { Type } from 'typebox'
import { DateOnly, Done, defineRoute, Id, LocalText, Nullable, RegionCode } from '#kernel/contract/index.ts'
import { orgProblems } from '#kernel/org/problems.ts'
import { accessPermissions } from './permissions.ts'

export const Edition = Type.String({ pattern: '^[0-9]{4}[a-z0-9-]{0,30}$' })
export const Level = Type.Union([
  Type.Literal('province'),
  Type.Literal('city'),
  Type.Literal('county'),
  Type.Literal('township'),
  Type.Literal('village'),
])

export const RegionView = Type.Object({
  code: RegionCode,
  name: Type.String(),
  level: Level,
  parentCode: Nullable(RegionCode),
  urbanRural: Nullable(Type.String()),
  fullName: Type.String(),
  hasChildren: Type.Boolean(),
})

export const listEditions = defineRoute({
  id: 'access.listRegionEditions',
  method: 'GET',
  path: '/api/region-editions',
  summary: { 'zh-CN': '行政区划版本', en: 'Editions of the regions' },
  permission: 'signed-in',
  reply: Type.Array(
    Type.Object({
      edition: Type.String(),
      name: LocalText,
      validFrom: DateOnly,
      published: Nullable(DateOnly),
      source: Type.String(),
      demonstration: Type.Boolean(),
      current: Type.Boolean(),
    }),
  ),
})

export const listRegions = defineRoute({
  id: 'access.listRegions',
  method: 'GET',
  path: '/api/regions',
  summary: {
    'zh-CN': '行政区划：下一级，或按名称、拼音、代码查找',
    en: 'Regions: one level below, or found by name, pinyin or code',
  },
  permission: 'signed-in',
  query: Type.Object({
    edition: Type.Optional(Edition),
    parent: Type.Optional(RegionCode),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
    level: Type.Optional(Level),
    under: Type.Optional(RegionCode),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  }),
  reply: Type.Object({ edition: Type.String(), regions: Type.Array(RegionView) }),
})

export const readRegion = defineRoute({
  id: 'access.readRegion',
  method: 'GET',
  path: '/api/regions/:code',
  summary: { 'zh-CN': '一个行政区划及其上级', en: 'One region and those above it' },
  permission: 'signed-in',
  params: Type.Object({ code: RegionCode }),
  query: Type.Object({ edition: Type.Optional(Edition) }),
  reply: Type.Object({ region: RegionView, ancestors: Type.Array(RegionView) }),
})

export const listRegionLinks = defineRoute({
  id: 'access.listRegionLinks',
  method: 'GET',
  path: '/api/region-links',
  summary: { 'zh-CN': '两版区划代码的对应', en: 'How codes of one edition became codes of another' },
  permission: 'signed-in',
  query: Type.Object({ from: Edition, to: Edition, code: Type.Optional(RegionCode) }),
  reply: Type.Array(Type.Object({ fromCode: RegionCode, toCode: RegionCode, kind: Type.String() })),
})

const OrganisationDraft = Type.Object(
  {
    parentId: Nullable(Id),
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    kind: Type.Union([Type.Literal('bureau'), Type.Literal('department'), Type.Literal('government')]),
    regionCode: RegionCode,
  },
  { additionalProperties: false },
)
export const OrganisationView = Type.Object({
  id: Id,
  parentId: Nullable(Id),
  name: Type.String(),
  kind: Type.Union([Type.Literal('bureau'), Type.Literal('department'), Type.Literal('government')]),
  regionCode: RegionCode,
})
const OneId = Type.Object({ id: Id })
const organisationProblems = Object.values(orgProblems)

export const listOrganisations = defineRoute({
  id: 'access.listOrganisations',
  method: 'GET',
  path: '/api/organisations',
  summary: { 'zh-CN': '机构', en: 'Organisations' },
  permission: accessPermissions.organisationManage.code,
  reply: Type.Array(OrganisationView),
})

export const createOrganisation = defineRoute({
  id: 'access.createOrganisation',
  method: 'POST',
  path: '/api/organisations',
  summary: { 'zh-CN': '新增机构', en: 'Add an organisation' },
  permission: accessPermissions.organisationManage.code,
  body: OrganisationDraft,
  reply: OrganisationView,
  problems: organisationProblems,
})

export const changeOrganisation = defineRoute({
  id: 'access.changeOrganisation',
  method: 'PUT',
  path: '/api/organisations/:id',
  summary: { 'zh-CN': '修改机构', en: 'Change an organisation' },
  permission: accessPermissions.organisationManage.code,
  params: OneId,
  body: OrganisationDraft,
  reply: OrganisationView,
  problems: organisationProblems,
})

export const removeOrganisation = defineRoute({
  id: 'access.removeOrganisation',
  method: 'DELETE',
  path: '/api/organisations/:id',
  summary: { 'zh-CN': '删除机构', en: 'Remove an organisation' },
  permission: accessPermissions.organisationManage.code,
  params: OneId,
  reply: Done,
  problems: organisationProblems,
})
