/**
 * Reports for the analytics mirror: one table per published form version, one more per section of added rows.
 * Cells come from the current revision only, never from a draft; who filled a form in and their telephone
 * (the signers) stay behind.
 */
import { type CellPlace, formCells, type ValueType } from '#engines/form/index.ts'
import type {
  MadeRows,
  MirrorColumn,
  MirrorPart,
  MirrorSource,
  MirrorTable,
} from '#kernel/analytics/source.ts'
import { type FormVersion, listPublishedVersions } from '#modules/stats/catalog/server/index.ts'
import { labelTable } from '#modules/stats/register/server/index.ts'
import { reportStateWords } from '../locale/state-words.ts'
import { type State, stateRank } from './policy.ts'
import { changedVersions, collectionIds, reportsOf, sendCells, sendRows } from './queries/mirror.ts'

const KEY = ['unit_id', 'collection_id'] as const

/** The order in which `queries/mirror.ts` selects them. */
const SYSTEM: readonly MirrorColumn[] = [
  { name: 'unit_id', type: 'INTEGER' },
  { name: 'collection_id', type: 'INTEGER' },
  { name: 'period', type: 'VARCHAR' },
  { name: 'region_edition', type: 'VARCHAR' },
  { name: 'region_code', type: 'VARCHAR' },
  { name: 'industry_code', type: 'VARCHAR' },
  { name: 'size_class', type: 'VARCHAR' },
  { name: 'register_type', type: 'VARCHAR' },
  { name: 'unit_kind', type: 'VARCHAR' },
  { name: 'above_threshold', type: 'BOOLEAN' },
  { name: 'state', type: 'VARCHAR' },
  { name: 'state_rank', type: 'INTEGER' },
]

const columnType = (type: ValueType): string => {
  if (type.kind === 'decimal') return `DECIMAL(18,${type.scale})`
  if (type.kind === 'date') return 'DATE'
  return type.kind === 'boolean' ? 'BOOLEAN' : 'VARCHAR'
}

const ROW_KEY: MirrorColumn = { name: 'row_key', type: 'VARCHAR' }

/** The version's own table first, then one for each section of rows. */
function tablesOf({ id, spec }: Pick<FormVersion, 'id' | 'spec'>): readonly MirrorTable[] {
  const places = formCells(spec).filter(place => place.spec.kind !== 'closed' && place.part !== 'signers')
  const table = (
    name: string,
    columns: readonly MirrorColumn[],
    own: (place: CellPlace) => boolean,
  ): MirrorTable => ({
    name,
    key: KEY,
    columns,
    packed: places.filter(own).map(place => ({ name: place.code, type: columnType(place.spec.type) })),
  })
  return [
    table(`report_${id}`, SYSTEM, place => !place.repeated),
    ...spec.sections
      .filter(section => section.kind === 'rows')
      .map(section =>
        table(`report_${id}_${section.id}`, [...SYSTEM, ROW_KEY], place => place.section === section.id),
      ),
  ]
}

/** Versions are frozen: their tables are made once per spec. */
const known = new WeakMap<object, Map<number, readonly MirrorTable[]>>()

function rememberedTables(version: FormVersion): readonly MirrorTable[] {
  const bySpec = known.get(version.spec) ?? new Map<number, readonly MirrorTable[]>()
  known.set(version.spec, bySpec)
  const tables = bySpec.get(version.id) ?? tablesOf(version)
  bySpec.set(version.id, tables)
  return tables
}

const names = (columns: readonly MirrorColumn[]) => columns.map(column => column.name)

/** Reports of these versions; rows are looked for only where a version has any, for each look reads the values anew. */
function partsOf(
  which: Parameters<typeof reportsOf>[0],
  versions: readonly FormVersion[],
): readonly MirrorPart[] {
  const reports = reportsOf(which)
  const withRows = versions.filter(({ spec }) => spec.sections.some(section => section.kind === 'rows'))
  const cells = { columns: names(SYSTEM), query: sendCells(reports) }
  if (withRows.length === 0) return [cells]
  const ids = withRows.map(version => version.id)
  return [cells, { columns: names([...SYSTEM, ROW_KEY]), query: sendRows(reports, ids) }]
}

/** In the order of a report's life. */
const stateLabels: MadeRows = {
  table: labelTable.name,
  rows: (Object.keys(stateRank) as State[]).map((state, at) => {
    const words = reportStateWords(state)
    return ['state', state, words['zh-CN'], words.en, at + 1]
  }),
}

export const reportMirror: MirrorSource = {
  name: 'report',
  tables: async tx => [labelTable, ...(await listPublishedVersions(tx)).flatMap(rememberedTables)],
  all: async tx => {
    const versions = await listPublishedVersions(tx)
    return [
      stateLabels,
      ...(await collectionIds(tx)).flatMap(collection => partsOf({ collection }, versions)),
    ]
  },
  changed: async (tx, keys) => {
    const ids = await changedVersions(tx, keys)
    const versions = (await listPublishedVersions(tx)).filter(version => ids.has(version.id))
    return { tables: versions.flatMap(rememberedTables), parts: partsOf({ changed: keys }, versions) }
  },
}
