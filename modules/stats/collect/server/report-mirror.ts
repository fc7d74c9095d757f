/**
 * Reports for the analytics mirror: one table per published form version, one more per section of added rows.
 * Cells come from the current revision only, never from a draft; who filled a form in and their telephone
 * (the signers) stay behind.
 */
import { type CellPlace, formCells, type ValueType } from '#engines/form/index.ts'
import type {
  MirrorColumn,
  MirrorKey,
  MirrorRows,
  MirrorSource,
  MirrorTable,
  MirrorValue,
} from '#kernel/analytics/source.ts'
import { type Database, readTransaction } from '#kernel/db/tx.ts'
import { type FormVersion, listPublishedVersions } from '#modules/stats/catalog/server/index.ts'
import { type State, stateRank } from './policy.ts'
import { type MirrorReport, mirrorReports, mirrorReportsAfter } from './queries/mirror.ts'

const KEY = ['unit_id', 'collection_id'] as const
const BATCH = 5_000

const SYSTEM: readonly MirrorColumn[] = [
  { name: 'unit_id', type: 'INTEGER' },
  { name: 'collection_id', type: 'INTEGER' },
  { name: 'period', type: 'VARCHAR' },
  { name: 'region_edition', type: 'VARCHAR' },
  { name: 'region_code', type: 'VARCHAR' },
  { name: 'industry_code', type: 'VARCHAR' },
  { name: 'size_class', type: 'VARCHAR' },
  { name: 'register_type', type: 'VARCHAR' },
  { name: 'state', type: 'VARCHAR' },
  { name: 'state_rank', type: 'INTEGER' },
]

const columnType = (type: ValueType): string => {
  if (type.kind === 'decimal') return `DECIMAL(18,${type.scale})`
  if (type.kind === 'date') return 'DATE'
  return type.kind === 'boolean' ? 'BOOLEAN' : 'VARCHAR'
}

type Shape = Readonly<{ table: MirrorTable; section: string | null }>

/** The version's own table first, then one for each section of rows. */
function shapesOf({ id, spec }: Pick<FormVersion, 'id' | 'spec'>): readonly Shape[] {
  const places = formCells(spec).filter(place => place.spec.kind !== 'closed' && place.part !== 'signers')
  const shape = (name: string, section: string | null, own: readonly CellPlace[]): Shape => ({
    section,
    table: {
      name,
      key: KEY,
      columns: section === null ? SYSTEM : [...SYSTEM, { name: 'row_key', type: 'VARCHAR' }],
      packed: own.map(place => ({ name: place.code, type: columnType(place.spec.type) })),
    },
  })
  return [
    shape(
      `report_${id}`,
      null,
      places.filter(place => !place.repeated),
    ),
    ...spec.sections.flatMap(section =>
      section.kind === 'rows'
        ? [
            shape(
              `report_${id}_${section.id}`,
              section.id,
              places.filter(place => place.section === section.id),
            ),
          ]
        : [],
    ),
  ]
}

const systemValues = (report: MirrorReport): readonly MirrorValue[] => [
  report.unitId,
  report.collectionId,
  report.period,
  report.regionEdition,
  report.regionCode,
  report.industryCode,
  report.sizeClass,
  report.registerType,
  report.state,
  stateRank[report.state as State],
]

function rowsOf(shape: Shape, report: MirrorReport): readonly (readonly MirrorValue[])[] {
  const system = systemValues(report)
  if (shape.section === null) return [[...system, report.cells]]
  const rows = report.rows?.[shape.section] ?? []
  return rows.map(row => [...system, row.key, JSON.stringify(row.cells)])
}

type Shapes = ReadonlyMap<number, readonly Shape[]>

function tabled(shapes: Shapes, reports: readonly MirrorReport[]): readonly MirrorRows[] {
  const tables = new Map<string, (readonly MirrorValue[])[]>()
  for (const report of reports) {
    for (const shape of shapes.get(report.formVersionId) ?? []) {
      const rows = tables.get(shape.table.name) ?? []
      rows.push(...rowsOf(shape, report))
      tables.set(shape.table.name, rows)
    }
  }
  return [...tables].map(([table, rows]) => ({ table, rows }))
}

/** Versions are frozen: shapes are made once per spec. */
const known = new WeakMap<object, Map<number, readonly Shape[]>>()

const readShapes = async (db: Database): Promise<Shapes> => {
  const versions = await readTransaction(db, tx => listPublishedVersions(tx))
  return new Map(
    versions.map(version => {
      const bySpec = known.get(version.spec) ?? new Map<number, readonly Shape[]>()
      known.set(version.spec, bySpec)
      const shapes = bySpec.get(version.id) ?? shapesOf(version)
      bySpec.set(version.id, shapes)
      return [version.id, shapes]
    }),
  )
}

export const reportMirror: MirrorSource = {
  name: 'report',
  tables: async db => [...(await readShapes(db)).values()].flat().map(shape => shape.table),
  rows: async (db, keys: readonly MirrorKey[]) => {
    const shapes = await readShapes(db)
    const wanted = keys.map(key => ({
      unitId: Number(key.unit_id),
      collectionId: Number(key.collection_id),
    }))
    return tabled(shapes, await readTransaction(db, tx => mirrorReports(tx, wanted)))
  },
  all: async function* (db) {
    const shapes = await readShapes(db)
    let after = { collectionId: 0, unitId: 0 }
    for (;;) {
      const from = after
      const reports = await readTransaction(db, tx => mirrorReportsAfter(tx, from, BATCH))
      if (reports.length > 0) yield tabled(shapes, reports)
      const last = reports.at(-1)
      if (!last || reports.length < BATCH) return
      after = last
    }
  },
}
