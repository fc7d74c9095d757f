/** The register's code lists in the analytics mirror: `dim_industry` and its share of `dim_label`. */
import type { MadeRows, MirrorSource, MirrorTable, MirrorValue } from '#kernel/analytics/source.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { type Item, sizeClasses, thresholds, unitKinds } from '../contract.ts'
import { allIndustries } from './industry-queries.ts'
import { type RegisterType, registerTypes } from './register-types.ts'

export const INDUSTRY_SOURCE = 'register.industry'
/** The classification is replaced whole, so one key names all of it. */
export const INDUSTRY_KEY = { classification: 'industry', dimension: 'industry' } as const

const industryTable: MirrorTable = {
  name: 'dim_industry',
  columns: ['classification', 'industry_code', 'section', 'division', 'group_code', 'class_code'].map(
    name => ({
      name,
      type: 'VARCHAR',
    }),
  ),
  key: ['classification'],
}

/** Shared with other sources: each replaces the dimensions it owns. */
export const labelTable: MirrorTable = {
  name: 'dim_label',
  columns: [
    { name: 'dimension', type: 'VARCHAR' },
    { name: 'code', type: 'VARCHAR' },
    { name: 'zh', type: 'VARCHAR' },
    { name: 'en', type: 'VARCHAR' },
    { name: 'ordinal', type: 'INTEGER' },
  ],
  key: ['dimension'],
}

const labels = (dimension: string, items: readonly (Item | RegisterType)[]): readonly MirrorValue[][] =>
  items.map((item, at) => [dimension, item.code, item.text['zh-CN'], item.text.en, at + 1])

const fixedLabels: readonly MirrorValue[][] = [
  ...labels('unit_kind', unitKinds),
  ...labels('above_threshold', thresholds),
  ...labels('size_class', sizeClasses),
  ...labels('register_type', registerTypes),
]

async function industryRows(tx: ReadTx): Promise<readonly MadeRows[]> {
  const rows = await allIndustries(tx)
  const parents = new Map(rows.map(row => [row.code, row.parent_code]))
  const path = (code: string): readonly string[] => {
    const parent = parents.get(code)
    return parent ? [...path(parent), code] : [code]
  }
  return [
    {
      table: industryTable.name,
      rows: rows.map(row => {
        const [section = null, division = null, group = null, unit = null] = path(row.code)
        return [INDUSTRY_KEY.classification, row.code, section, division, group, unit]
      }),
    },
    {
      table: labelTable.name,
      rows: rows.map((row, at) => [INDUSTRY_KEY.dimension, row.code, row.name, null, at + 1]),
    },
  ]
}

const TABLES = [industryTable, labelTable]

export const industryMirror: MirrorSource = {
  name: INDUSTRY_SOURCE,
  tables: async () => TABLES,
  all: async tx => [{ table: labelTable.name, rows: fixedLabels }, ...(await industryRows(tx))],
  changed: async tx => ({ tables: TABLES, parts: await industryRows(tx) }),
}
