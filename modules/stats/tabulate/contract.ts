/** Tabulation: define, run, drill, export. */
import { Type } from 'typebox'
import type { Grid, SourceColumn } from '#engines/table/index.ts'
import {
  Done,
  defineRoute,
  Id,
  Instant,
  LocalText,
  Nullable,
  PageOf,
  Period,
  RegionCode,
} from '#kernel/contract/index.ts'
import { tabulatePermissions as permission } from './contract/permissions.ts'
import { tabulateProblems as problem } from './contract/problems.ts'
import { CellTarget, Definition } from './contract/spec.ts'

export { tabulateActions } from './contract/actions.ts'
export { FIGURES_AT_MOST, Figure, readFigures, TREND_LENGTH } from './contract/figures.ts'
export { tabulatePermissions } from './contract/permissions.ts'
export { tabulateProblems } from './contract/problems.ts'
export { CellTarget, Definition, DefinitionShape, type TabulationDefinition } from './contract/spec.ts'

const ById = Type.Object({ id: Id })
const Name = Type.Object({
  'zh-CN': Type.String({ minLength: 1, maxLength: 100 }),
  en: Type.Optional(Type.String({ maxLength: 100 })),
})

/** A rows section (变长表) of a form is a source of its own; without one, the form's single cells are. */
const Section = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))

/** What can be tabulated: a published form version, its columns and the periods issued. */
const Source = Type.Object({
  formVersionId: Id,
  section: Section,
  formCode: Type.String(),
  title: LocalText,
  programme: Type.String(),
  subject: Type.String(),
  versionNo: Type.Integer(),
  /** Else small cells are withheld, and nothing may be asked that would tell one unit's. */
  seesUnits: Type.Boolean(),
  unitOfMeasure: Type.Optional(Type.String()),
  columns: Type.Unsafe<readonly SourceColumn[]>({ type: 'array' }),
  periods: Type.Array(Period),
})
const Edition = Type.Object({ edition: Type.String(), name: Type.String(), demonstration: Type.Boolean() })

export const listSources = defineRoute({
  id: 'tabulate.listSources',
  method: 'GET',
  path: '/api/tabulate/sources',
  summary: {
    'zh-CN': '可汇总的报表、指标与行政区划版本',
    en: 'Forms, columns and region editions to tabulate',
  },
  permission: permission.run.code,
  reply: Type.Object({
    sources: Type.Array(Source),
    editions: Type.Array(Edition),
    homeRegion: Nullable(RegionCode),
  }),
})

export const listCodes = defineRoute({
  id: 'tabulate.listCodes',
  method: 'GET',
  path: '/api/tabulate/codes',
  summary: { 'zh-CN': '可用于筛选的代码', en: 'Codes to filter by' },
  permission: permission.run.code,
  query: Type.Object({
    dimension: Type.Union([
      Type.Literal('region'),
      Type.Literal('industry'),
      Type.Literal('size_class'),
      Type.Literal('register_type'),
      Type.Literal('unit_kind'),
      Type.Literal('above_threshold'),
    ]),
    edition: Type.String({ maxLength: 20 }),
  }),
  reply: Type.Object({
    codes: Type.Array(Type.Object({ code: Type.String(), label: LocalText })),
  }),
})

const Tabulation = Type.Object({
  id: Id,
  name: LocalText,
  formVersionId: Id,
  section: Section,
  definition: Definition,
  shared: Type.Boolean(),
  mine: Type.Boolean(),
  changedAt: Instant,
})

export const listTabulations = defineRoute({
  id: 'tabulate.listTabulations',
  method: 'GET',
  path: '/api/tabulate/tabulations',
  summary: { 'zh-CN': '已保存的汇总表', en: 'Saved tabulations' },
  permission: permission.run.code,
  reply: PageOf(Tabulation),
})

export const readTabulation = defineRoute({
  id: 'tabulate.readTabulation',
  method: 'GET',
  path: '/api/tabulate/tabulations/:id',
  summary: { 'zh-CN': '一张已保存的汇总表', en: 'One saved tabulation' },
  permission: permission.run.code,
  params: ById,
  reply: Tabulation,
})

const Draft = Type.Object({
  name: Name,
  formVersionId: Id,
  section: Section,
  definition: Definition,
  shared: Type.Boolean(),
})

export const createTabulation = defineRoute({
  id: 'tabulate.createTabulation',
  method: 'POST',
  path: '/api/tabulate/tabulations',
  summary: { 'zh-CN': '保存汇总表', en: 'Save a tabulation' },
  permission: permission.design.code,
  idempotency: 'key',
  body: Draft,
  reply: ById,
  problems: [problem.specInvalid, problem.nameTaken],
})

export const changeTabulation = defineRoute({
  id: 'tabulate.changeTabulation',
  method: 'PUT',
  path: '/api/tabulate/tabulations/:id',
  summary: { 'zh-CN': '修改汇总表', en: 'Change a tabulation' },
  permission: permission.design.code,
  params: ById,
  body: Draft,
  reply: Done,
  problems: [problem.specInvalid, problem.nameTaken],
})

export const deleteTabulation = defineRoute({
  id: 'tabulate.deleteTabulation',
  method: 'DELETE',
  path: '/api/tabulate/tabulations/:id',
  summary: { 'zh-CN': '删除汇总表', en: 'Delete a tabulation' },
  permission: permission.design.code,
  params: ById,
  reply: Done,
})

const Run = Type.Object({ formVersionId: Id, section: Section, definition: Definition })

export const runTabulation = defineRoute({
  id: 'tabulate.runTabulation',
  method: 'POST',
  path: '/api/tabulate/run',
  summary: { 'zh-CN': '运行汇总表', en: 'Run a tabulation' },
  permission: permission.run.code,
  body: Run,
  reply: Type.Object({
    grid: Type.Unsafe<Grid>({}),
    /** Milliseconds: bringing the mirror up to date, the query, the grid. */
    timing: Type.Object({ drain: Type.Number(), query: Type.Number(), grid: Type.Number() }),
    /** Small cells are withheld because the reader may not see units. */
    disclosureControlled: Type.Boolean(),
  }),
  problems: [problem.specInvalid, problem.tooLarge],
})

export const DrilledReport = Type.Object({
  unitId: Id,
  unitName: Type.String(),
  creditCode: Nullable(Type.String()),
  regionCode: RegionCode,
  regionName: Type.String(),
  collectionId: Id,
  period: Period,
  state: Type.String(),
  revisionNo: Type.Integer(),
  /** Which row of the report, where a table of rows is tabulated. */
  row: Nullable(Type.Object({ key: Type.String(), name: LocalText })),
  /** The columns that the cell is made of, as the report has them now. */
  values: Type.Record(Type.String(), Nullable(Type.String())),
})

export const drillCell = defineRoute({
  id: 'tabulate.drillCell',
  method: 'POST',
  path: '/api/tabulate/drill',
  summary: { 'zh-CN': '一个汇总数背后的报表', en: 'The reports behind one cell' },
  permission: permission.drill.code,
  identified: true,
  body: Type.Object({
    ...Run.properties,
    target: CellTarget,
    page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
    pageSize: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  }),
  reply: Type.Object({
    total: Type.Integer(),
    columns: Type.Array(Type.String()),
    items: Type.Array(DrilledReport),
  }),
  problems: [problem.specInvalid],
})

export const exportTabulation = defineRoute({
  id: 'tabulate.exportTabulation',
  method: 'POST',
  path: '/api/tabulate/export',
  summary: { 'zh-CN': '导出为 Excel', en: 'Export as an Excel workbook' },
  permission: permission.run.code,
  body: Type.Object({
    ...Run.properties,
    name: Name,
    locale: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  }),
  problems: [problem.specInvalid, problem.tooLarge],
})
