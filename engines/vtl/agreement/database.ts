/** Runs generated statements on a real DuckDB: a table of records, and rows read back as plain values. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { fromSchema } from '../check/types.ts'
import type { DuckDbTables } from '../duckdb/emit.ts'
import { quoteName, quoteText, typeName } from '../duckdb/names.ts'
import type { RuleRecord, Scalar, Schema } from '../schema.ts'

export async function openDatabase(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  return instance.connect()
}

type Column = Readonly<{ name: string; type: string; read: (record: RuleRecord) => Scalar | undefined }>

function columnsOf(schema: Schema): readonly Column[] {
  const own = Object.entries({ ...schema.measures, ...schema.identifiers }).map(([name, type]) => ({
    name,
    type: typeName(fromSchema(type)),
    read: (record: RuleRecord) => record.cells[name],
  }))
  const foreign = Object.entries(schema.foreign ?? {}).flatMap(([alias, { measures }]) => [
    { name: `${alias}?`, type: 'BOOLEAN', read: (record: RuleRecord) => Boolean(record.foreign?.[alias]) },
    ...Object.entries(measures).map(([name, type]) => ({
      name: `${alias}#${name}`,
      type: typeName(fromSchema(type)),
      read: (record: RuleRecord) => record.foreign?.[alias]?.[name],
    })),
  ])
  return [...own, ...foreign]
}

const literal = (value: Scalar | undefined): string =>
  value === null || value === undefined
    ? 'NULL'
    : typeof value === 'string'
      ? quoteText(value)
      : String(value)

/** Makes a table with one row per record (in order, numbered by `n`) and says where each name lies in it. */
export async function storeRecords(
  connection: DuckDBConnection,
  schema: Schema,
  records: readonly RuleRecord[],
): Promise<DuckDbTables> {
  const columns = columnsOf(schema)
  const definition = columns.map(column => `${quoteName(column.name)} ${column.type}`)
  await connection.run(`CREATE OR REPLACE TABLE records (n INTEGER, ${definition.join(', ')})`)
  const rows = records.map(
    (record, n) => `(${[n, ...columns.map(column => literal(column.read(record)))].join(', ')})`,
  )
  if (rows.length > 0) await connection.run(`INSERT INTO records VALUES ${rows.join(', ')}`)
  const at = (name: string): string => `t.${quoteName(name)}`
  const foreign = Object.entries(schema.foreign ?? {}).map(([alias, { measures }]) => [
    alias,
    {
      join: '',
      present: at(`${alias}?`),
      columns: Object.fromEntries(Object.keys(measures).map(name => [name, at(`${alias}#${name}`)])),
    },
  ])
  const own = [...Object.keys(schema.measures), ...Object.keys(schema.identifiers)]
  return {
    form: {
      from: 'records AS t',
      unit: 't.n',
      period: "'2026-M10'",
      columns: Object.fromEntries(own.map(name => [name, at(name)])),
    },
    foreign: Object.fromEntries(foreign),
  }
}

/** The rows of a statement; decimals and dates as text, doubles as numbers. */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const reader = await connection.runAndReadAll(sql)
  return reader
    .getRowObjectsJS()
    .map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value])))
}
