import { type Static, Type } from 'typebox'
import {
  Bilingual,
  DateOnly,
  Done,
  defineRoute,
  Id,
  Instant,
  ListQuery,
  Nullable,
  oneOf,
  PageOf,
  problems,
  RegionCode,
} from '#kernel/contract/index.ts'
import { IndustryCode, RegisterTypeCode, SizeClassCode, UnitKindCode } from './criterion.ts'
import { Note } from './note.ts'
import { registerPermissions } from './permissions.ts'
import { creditCodeProblems, registerProblems } from './problems.ts'

/** Values of the fields in `attributes`, by name; numbers as canonical decimal text. */
export const Attributes = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 400 }))

const State = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  regionCode: RegionCode,
  industryCode: Nullable(Type.String({ pattern: '^[0-9]{2,4}$' })),
  registerType: Nullable(RegisterTypeCode),
  sizeClass: Nullable(SizeClassCode),
  aboveThreshold: Type.Boolean(),
}

export const UnitRow = Type.Object({
  unitId: Id,
  creditCode: Nullable(Type.String()),
  localCode: Nullable(Type.String()),
  name: Type.String(),
  kind: UnitKindCode,
  regionCode: RegionCode,
  regionName: Type.String(),
  industryCode: Nullable(Type.String()),
  industryName: Nullable(Type.String()),
  registerType: Nullable(Type.String()),
  sizeClass: Nullable(SizeClassCode),
  aboveThreshold: Type.Boolean(),
  validFrom: DateOnly,
  exitedOn: Nullable(DateOnly),
  exitReason: Nullable(Type.Integer({ minimum: 1, maximum: 9 })),
})
export type UnitRow = Static<typeof UnitRow>

export const UnitState = Type.Object({
  validFrom: DateOnly,
  name: Type.String(),
  regionCode: RegionCode,
  regionName: Type.String(),
  industryCode: Nullable(Type.String()),
  industryName: Nullable(Type.String()),
  registerType: Nullable(Type.String()),
  sizeClass: Nullable(Type.String()),
  aboveThreshold: Type.Boolean(),
  attributes: Attributes,
  changedAt: Instant,
  changedBy: Nullable(Type.String()),
  note: Nullable(Type.String()),
  /** A later correction of the same date stands in its place. */
  superseded: Type.Boolean(),
})

export const UnitEvent = Type.Object({
  kind: oneOf(['entered', 'changed', 'codes', 'exited', 'reinstated'] as const),
  on: DateOnly,
  exitReason: Nullable(Type.Integer()),
  note: Nullable(Type.String()),
  by: Nullable(Type.String()),
  at: Instant,
})

export const UnitPage = Type.Object({
  ...UnitRow.properties,
  attributes: Attributes,
  version: Type.Integer(),
  history: Type.Array(UnitState),
  events: Type.Array(UnitEvent),
})

export const unitFilters = {
  region: Type.Optional(RegionCode),
  industry: Type.Optional(IndustryCode),
  size: Type.Optional(SizeClassCode),
  kind: Type.Optional(UnitKindCode),
  registerType: Type.Optional(RegisterTypeCode),
  aboveThreshold: Type.Optional(Type.Boolean()),
  state: oneOf(['active', 'exited', 'all'] as const, 'active'),
}

const sortKeys = ['name', 'creditCode', 'regionCode', 'industryCode', 'validFrom'] as const

export const UnitListQuery = Type.Object({
  ...ListQuery,
  ...unitFilters,
  sort: oneOf(sortKeys, 'regionCode'),
  order: oneOf(['asc', 'desc'] as const, 'asc'),
})
export type UnitListQuery = Static<typeof UnitListQuery>

const unitId = Type.Object({ unitId: Id })
const version = Type.Integer({ minimum: 1 })

export const listUnits = defineRoute({
  id: 'register.listUnits',
  method: 'GET',
  path: '/api/register/units',
  summary: { 'zh-CN': '名录单位列表', en: 'List units' },
  permission: registerPermissions.read.code,
  query: UnitListQuery,
  reply: PageOf(UnitRow),
  identified: true,
})

export const exportUnits = defineRoute({
  id: 'register.exportUnits',
  method: 'GET',
  path: '/api/register/export',
  summary: { 'zh-CN': '导出名录单位', en: 'Export units' },
  permission: registerPermissions.read.code,
  query: Type.Object({
    search: ListQuery.search,
    ...unitFilters,
    format: oneOf(['csv', 'xlsx'] as const, 'csv'),
  }),
  problems: [registerProblems.exportTooLarge],
  identified: true,
})

export const readUnit = defineRoute({
  id: 'register.readUnit',
  method: 'GET',
  path: '/api/register/units/:unitId',
  summary: { 'zh-CN': '单位详情与历次变更', en: 'A unit with its dated history' },
  permission: registerPermissions.read.code,
  params: unitId,
  reply: UnitPage,
  problems: [problems.notFound],
  identified: true,
})

const valueProblems = [
  ...Object.values(creditCodeProblems),
  registerProblems.regionUnknown,
  registerProblems.regionOutside,
  registerProblems.industryUnknown,
  registerProblems.registerTypeUnknown,
  registerProblems.fieldInvalid,
]

export const NewUnit = Type.Object(
  {
    creditCode: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
    localCode: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 40 }))),
    kind: UnitKindCode,
    ...State,
    attributes: Attributes,
    validFrom: DateOnly,
    note: Type.Optional(Note),
  },
  { additionalProperties: false },
)
export type NewUnit = Static<typeof NewUnit>

export const addUnit = defineRoute({
  id: 'register.addUnit',
  method: 'POST',
  path: '/api/register/units',
  summary: { 'zh-CN': '单位入库', en: 'Enter a unit' },
  permission: registerPermissions.edit.code,
  body: NewUnit,
  reply: Type.Object({ unitId: Id }),
  problems: [
    ...valueProblems,
    registerProblems.codeMissing,
    registerProblems.creditCodeTaken,
    registerProblems.localCodeTaken,
  ],
  identified: true,
})

export const UnitChange = Type.Object(
  {
    validFrom: DateOnly,
    note: Note,
    version,
    changes: Type.Partial(
      Type.Object({ ...State, attributes: Attributes }, { additionalProperties: false }),
      { minProperties: 1 },
    ),
  },
  { additionalProperties: false },
)
export type UnitChange = Static<typeof UnitChange>

export const changeUnit = defineRoute({
  id: 'register.changeUnit',
  method: 'PATCH',
  path: '/api/register/units/:unitId',
  summary: { 'zh-CN': '变更单位属性（自某日起）', en: 'Change a unit from a date' },
  permission: registerPermissions.edit.code,
  params: unitId,
  body: UnitChange,
  reply: Type.Object({ version: Type.Integer() }),
  problems: [
    ...valueProblems,
    registerProblems.beforeEntry,
    registerProblems.exited,
    registerProblems.nothingChanged,
    registerProblems.unitChanged,
  ],
  identified: true,
})

export const correctCodes = defineRoute({
  id: 'register.correctCodes',
  method: 'PUT',
  path: '/api/register/units/:unitId/codes',
  summary: { 'zh-CN': '更正单位代码', en: 'Correct the codes of a unit' },
  permission: registerPermissions.edit.code,
  params: unitId,
  body: Type.Object(
    {
      creditCode: Nullable(Type.String({ maxLength: 40 })),
      localCode: Nullable(Type.String({ minLength: 1, maxLength: 40 })),
      note: Note,
      version,
    },
    { additionalProperties: false },
  ),
  reply: Type.Object({ version: Type.Integer() }),
  problems: [
    ...Object.values(creditCodeProblems),
    registerProblems.codeMissing,
    registerProblems.creditCodeTaken,
    registerProblems.localCodeTaken,
    registerProblems.unitChanged,
    registerProblems.nothingChanged,
  ],
  identified: true,
})

export const exitUnit = defineRoute({
  id: 'register.exitUnit',
  method: 'POST',
  path: '/api/register/units/:unitId/exit',
  summary: { 'zh-CN': '单位退库', en: 'Take a unit out of the register' },
  permission: registerPermissions.edit.code,
  params: unitId,
  body: Type.Object(
    { exitedOn: DateOnly, reason: Type.Integer({ minimum: 1, maximum: 9 }), note: Note, version },
    { additionalProperties: false },
  ),
  reply: Done,
  problems: [registerProblems.exited, registerProblems.beforeEntry, registerProblems.unitChanged],
  identified: true,
})

export const reinstateUnit = defineRoute({
  id: 'register.reinstateUnit',
  method: 'DELETE',
  path: '/api/register/units/:unitId/exit',
  summary: { 'zh-CN': '撤销退库', en: 'Withdraw an exit' },
  permission: registerPermissions.edit.code,
  params: unitId,
  body: Type.Object({ note: Note, version }, { additionalProperties: false }),
  reply: Done,
  problems: [registerProblems.notExited, registerProblems.unitChanged],
  identified: true,
})

export const checkCreditCode = defineRoute({
  id: 'register.checkCreditCode',
  method: 'GET',
  path: '/api/register/credit-code',
  summary: { 'zh-CN': '校验统一社会信用代码', en: 'Check a unified social credit code' },
  permission: registerPermissions.read.code,
  query: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }),
  reply: Type.Object({
    code: Type.String(),
    fault: Nullable(Type.String()),
    message: Nullable(Bilingual),
    taken: Type.Boolean(),
  }),
})
