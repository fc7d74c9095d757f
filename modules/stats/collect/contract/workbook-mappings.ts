/** From which places of its own workbooks a unit fills in a form: remembered for the next period and for colleagues. */
import { type Static, Type } from 'typebox'
import { Done, defineRoute, Id, Instant } from '#kernel/contract/index.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'
import { ReportPath } from './schemas.ts'

const path = '/api/collect/my-reports/:collectionId/:unitId/workbook-mappings'
const permission = collectPermissions.fill.code

/** How many one unit may keep of one form. */
export const MAPPINGS = 20
export const MAPPING_NAME_MAX = 60
const MAPPING_BYTES = 524_288

const closed = { additionalProperties: false }
const byName = <T extends Parameters<typeof Type.Record>[1]>(schema: T, most: number, length = 64) =>
  Type.Record(Type.String({ minLength: 1, maxLength: length }), schema, { maxProperties: most })

const SheetName = Type.String({ minLength: 1, maxLength: 100 })
const Unit = Type.Optional(Type.String({ minLength: 1, maxLength: 40 }))
const LabelText = Type.String({ maxLength: 120 })
const Address = Type.String({ pattern: '^[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?$' })
const Column = Type.String({ pattern: '^[A-Z]{1,3}$' })

const Source = Type.Object(
  {
    sheet: SheetName,
    at: Address,
    beside: Type.Array(LabelText, { maxItems: 200 }),
    alike: Type.Array(Type.Integer({ minimum: 0, maximum: 1_000_000 }), { maxItems: 200 }),
    above: Type.Array(LabelText, { maxItems: 200 }),
  },
  closed,
)
const Rows = Type.Object(
  {
    sheet: SheetName,
    key: Address,
    above: LabelText,
    skipped: Type.Integer({ minimum: 0, maximum: 20 }),
    columns: byName(Type.Object({ column: Column, above: LabelText, unit: Unit }, closed), 500),
  },
  closed,
)

/** As `RememberedMatching` of the exchange engine: places, labels, units of measure; no figure. */
export const WorkbookPlaces = Type.Object(
  {
    sheets: byName(Type.String({ maxLength: 120 }), 60, 100),
    units: byName(Type.String({ minLength: 1, maxLength: 40 }), 60, 100),
    cells: byName(Type.Object({ sources: Type.Array(Source, { maxItems: 20 }), unit: Unit }, closed), 2_000),
    rows: byName(Rows, 20),
  },
  closed,
)
export type WorkbookPlaces = Static<typeof WorkbookPlaces>

export const WorkbookMapping = Type.Object({
  mappingId: Id,
  name: Type.String(),
  version: Type.Integer(),
  savedBy: Type.String(),
  savedAt: Instant,
  mapping: WorkbookPlaces,
})
export type WorkbookMapping = Static<typeof WorkbookMapping>

const Name = Type.String({ minLength: 1, maxLength: MAPPING_NAME_MAX, pattern: '^\\S(.*\\S)?$' })
const One = Type.Object({ ...ReportPath.properties, mappingId: Id })

export const listWorkbookMappings = defineRoute({
  id: 'collect.listWorkbookMappings',
  method: 'GET',
  path,
  summary: { 'zh-CN': '自有表格的对应关系', en: 'Mappings of own workbooks' },
  permission,
  identified: true,
  params: ReportPath,
  /** Of this unit and form, the latest saved first. */
  reply: Type.Object({ mappings: Type.Array(WorkbookMapping) }),
})

export const keepWorkbookMapping = defineRoute({
  id: 'collect.keepWorkbookMapping',
  method: 'POST',
  path,
  summary: { 'zh-CN': '记住自有表格的对应关系', en: 'Remember a mapping of an own workbook' },
  permission,
  identified: true,
  params: ReportPath,
  body: Type.Object({ name: Name, mapping: WorkbookPlaces }),
  reply: WorkbookMapping,
  problems: [collectProblems.mappingNameTaken, collectProblems.mappingLimit],
  idempotency: 'key',
  bodyLimit: MAPPING_BYTES,
})

/** Another name, other places, or both. */
export const changeWorkbookMapping = defineRoute({
  id: 'collect.changeWorkbookMapping',
  method: 'PUT',
  path: `${path}/:mappingId`,
  summary: { 'zh-CN': '更改自有表格的对应关系', en: 'Change a mapping of an own workbook' },
  permission,
  identified: true,
  params: One,
  body: Type.Object({
    /** The version it was made from. */
    version: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
    name: Name,
    mapping: Type.Optional(WorkbookPlaces),
  }),
  reply: WorkbookMapping,
  problems: [collectProblems.mappingNameTaken, collectProblems.mappingChanged],
  bodyLimit: MAPPING_BYTES,
})

export const dropWorkbookMapping = defineRoute({
  id: 'collect.dropWorkbookMapping',
  method: 'DELETE',
  path: `${path}/:mappingId`,
  summary: { 'zh-CN': '删除自有表格的对应关系', en: 'Delete a mapping of an own workbook' },
  permission,
  identified: true,
  params: One,
  reply: Done,
})
