/**
 * Outlines of regions for maps. None come with the product (ADR 0016): the system administrator loads the office's own,
 * with their approval number; everyone signed in sees maps drawn of them.
 */
import type { GeometryCollection, Topology } from 'topojson-specification'
import { type Static, Type } from 'typebox'
import { Done, defineRoute, Instant, Nullable, problems, RegionCode } from '#kernel/contract/index.ts'
import { outlineProblems } from '#kernel/org/outline-problems.ts'
import { accessPermissions } from './permissions.ts'
import { Edition, Level } from './regions.ts'

/** TopoJSON; each geometry's `id` is the code of a region. */
export type OutlineDrawing = Topology<{ regions: GeometryCollection }>
const Drawing = Type.Unsafe<OutlineDrawing>({ type: 'object', additionalProperties: true })

const manage = accessPermissions.organisationManage.code
const OfEdition = Type.Object({ edition: Edition })

/** 审图号 and where the outlines are from: stand under every map. */
const Credit = {
  approvalNumber: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  source: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
}
/** Which property of a feature holds the region code; `code` or `adcode` where none is named. */
const CodeProperty = Type.Optional(Type.String({ minLength: 1, maxLength: 50 }))

const Place = Type.Object({ code: RegionCode, name: Type.String() })

export const OutlineSet = Type.Object({
  edition: Type.String(),
  ...Credit,
  fileName: Type.String(),
  regions: Type.Integer(),
  loadedBy: Type.String(),
  loadedAt: Instant,
  /** Below which places something is drawn, the topmost first. */
  parents: Type.Array(Place),
})

export const OutlinePreview = Type.Object({
  property: Type.String(),
  properties: Type.Array(Type.String()),
  features: Type.Integer(),
  points: Type.Integer(),
  /** From the province down, as far as the edition goes. Of a level of which some are matched, the first of those that are not. */
  levels: Type.Array(
    Type.Object({
      level: Level,
      regions: Type.Integer(),
      matched: Type.Integer(),
      missing: Type.Array(Place),
    }),
  ),
  /** Features whose code the edition does not have, counting from one. */
  strangers: Type.Object({
    count: Type.Integer(),
    first: Type.Array(
      Type.Object({ feature: Type.Integer(), code: Type.String(), name: Nullable(Type.String()) }),
    ),
  }),
  /** What would be drawn, by the region above; the topmost ones below the nation. */
  drawings: Type.Array(Type.Object({ parent: Place, regions: Type.Array(Place), drawing: Drawing })),
})
export type OutlinePreview = Static<typeof OutlinePreview>

const { noneMatched, ...fileProblems } = outlineProblems
const refusals = [problems.notFound, ...Object.values(fileProblems)]

export const listOutlineSets = defineRoute({
  id: 'access.listOutlineSets',
  method: 'GET',
  path: '/api/region-outlines',
  summary: { 'zh-CN': '已载入的地图边界', en: 'Map outlines that are loaded' },
  permission: manage,
  reply: Type.Array(OutlineSet),
})

export const readOutlineSet = defineRoute({
  id: 'access.readOutlineSet',
  method: 'GET',
  path: '/api/region-outlines/:edition',
  summary: { 'zh-CN': '某版区划有没有地图边界', en: 'Whether an edition has map outlines' },
  permission: 'signed-in',
  params: OfEdition,
  /** Null where it has none. */
  reply: Type.Object({ stamp: Nullable(Type.String()) }),
})

export const readOutlines = defineRoute({
  id: 'access.readOutlines',
  method: 'GET',
  path: '/api/region-outlines/:edition/:parent',
  summary: { 'zh-CN': '一个地区下一级的地图边界', en: 'Map outlines of the regions below one' },
  permission: 'signed-in',
  /** The topmost regions stand below the nation. */
  params: Type.Object({ edition: Edition, parent: RegionCode }),
  query: Type.Object({
    /** The content that is wanted: its answer never changes, so a browser may keep it. Of another the present one is given. */
    stamp: Type.Optional(Type.String({ pattern: '^[0-9a-f]{16}$' })),
  }),
  reply: Type.Object({ stamp: Type.String(), ...Credit, drawing: Nullable(Drawing) }),
  problems: [problems.notFound],
})

/** multipart/form-data: `file`, GeoJSON. Judges and draws, and keeps nothing. */
export const previewOutlines = defineRoute({
  id: 'access.previewOutlines',
  method: 'POST',
  path: '/api/region-outlines/:edition/preview',
  summary: { 'zh-CN': '预览地图边界文件', en: 'Preview a file of map outlines' },
  permission: manage,
  upload: true,
  params: OfEdition,
  query: Type.Object({ property: CodeProperty }),
  reply: OutlinePreview,
  problems: refusals,
})

/** multipart/form-data: `file`, GeoJSON; in place of what the edition had. */
export const loadOutlines = defineRoute({
  id: 'access.loadOutlines',
  method: 'PUT',
  path: '/api/region-outlines/:edition',
  summary: { 'zh-CN': '载入地图边界', en: 'Load map outlines' },
  permission: manage,
  upload: true,
  params: OfEdition,
  query: Type.Object({ ...Credit, property: CodeProperty }),
  reply: Done,
  problems: [...refusals, noneMatched],
})

export const removeOutlines = defineRoute({
  id: 'access.removeOutlines',
  method: 'DELETE',
  path: '/api/region-outlines/:edition',
  summary: { 'zh-CN': '删除地图边界', en: 'Remove map outlines' },
  permission: manage,
  params: OfEdition,
  reply: Done,
  problems: [problems.notFound],
})
