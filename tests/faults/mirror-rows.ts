/** Two files of the mirror, held against each other: every table, every row. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { currentFile, quote } from '#kernel/analytics/columnar.ts'

/** How far a file has read: another in each. */
const PLACE = 'mirror_position'
const ROWS_TOLD = 3

/** Copies the file in use, as it stands while nobody changes anything. */
export function copyMirror(analytics: string): Readonly<{ file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'zhitong-mirror-'))
  const file = join(folder, 'copy.duckdb')
  const current = currentFile(analytics)
  if (!current) throw new Error(`there is no mirror in ${analytics}`)
  for (const part of ['', '.wal'])
    if (existsSync(`${current}${part}`)) copyFileSync(`${current}${part}`, `${file}${part}`)
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** @returns a line for each table that is not the same in both, with some of its rows; empty when all is equal. */
export async function mirrorDifferences(drained: string, rebuilt: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' })
  const connection = await instance.connect()
  try {
    await connection.run(`attach '${drained}' as drained; attach '${rebuilt}' as rebuilt`)
    const [before, after] = [await tablesOf(connection, 'drained'), await tablesOf(connection, 'rebuilt')]
    const wrong: string[] = []
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(name) === after.get(name)) wrong.push(...(await rowsApart(connection, name)))
      else wrong.push(`${name} has the columns ${before.get(name)}, rebuilt ${after.get(name)}`)
    }
    return wrong
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** By name, each with its columns and their types. */
async function tablesOf(
  connection: DuckDBConnection,
  database: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await connection.runAndReadAll(`select table_name,
      string_agg(column_name || ' ' || data_type, ', ' order by column_index)
    from duckdb_columns() where database_name = '${database}' and table_name <> '${PLACE}' group by table_name`)
  return new Map(found.getRows().map(([name, columns]) => [String(name), String(columns)]))
}

/** As often as a row stands in one, so often it has to stand in the other. */
async function rowsApart(connection: DuckDBConnection, name: string): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const [here, there, word] of [
    ['rebuilt', 'drained', 'lacks'],
    ['drained', 'rebuilt', 'has too much'],
  ] as const) {
    const reader = await connection.runAndReadAll(
      `from ${here}.${quote(name)} except all from ${there}.${quote(name)}`,
    )
    const rows = reader.getRowObjectsJson()
    if (rows.length === 0) continue
    const told = rows.slice(0, ROWS_TOLD).map(row => JSON.stringify(row))
    wrong.push(`the mirror ${word} ${rows.length} rows of ${name}: ${told.join(', ')}`)
  }
  return wrong
}
