/** The DuckDB side of the mirror: one file, typed tables, changes applied whole or not at all. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, VARCHAR } from '@duckdb/node-api'
import type { MirrorState } from './change-feed.ts'
import type { MirrorColumn, MirrorKey, MirrorRows, MirrorTable, MirrorValue } from './source.ts'

const CHUNK = 2_048

/** One open DuckDB file: a connection that writes, and as many that read as are asked for. */
export type ColumnarStore = Readonly<{
  file: string
  writer: DuckDBConnection
  connect(): Promise<DuckDBConnection>
  close(): void
}>

const pointer = (folder: string) => join(folder, 'current')

/** The file in use, or null when there is none or it is gone. */
export function currentFile(folder: string): string | null {
  try {
    const file = join(folder, readFileSync(pointer(folder), 'utf8').trim())
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}

/** Makes `file` the current one, atomically, and removes all others. */
export function makeCurrent(folder: string, file: string): void {
  const name = file.slice(folder.length + 1)
  writeFileSync(`${pointer(folder)}.new`, name)
  renameSync(`${pointer(folder)}.new`, pointer(folder))
  for (const other of readdirSync(folder)) {
    if (other !== 'current' && !other.startsWith(name))
      rmSync(join(folder, other), { force: true, recursive: true })
  }
}

export async function openStore(folder: string, file: string): Promise<ColumnarStore> {
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(file, { autoinstall_known_extensions: 'false' })
  const writer = await instance.connect()
  await writer.run(
    `create table if not exists mirror_state (consumer varchar not null, history varchar not null,
       mark varchar not null, watermark varchar not null)`,
  )
  return {
    file,
    writer,
    connect: () => instance.connect(),
    close: () => {
      writer.closeSync()
      instance.closeSync()
    },
  }
}

export async function readState(store: ColumnarStore): Promise<MirrorState | null> {
  const reader = await store.writer.runAndReadAll(
    'select consumer, history, mark, watermark from mirror_state',
  )
  const [row] = reader.getRows()
  if (!row) return null
  const [consumer, history, mark, watermark] = row.map(String) as [string, string, string, string]
  return { consumer, history, mark, watermark }
}

export async function writeState(store: ColumnarStore, state: MirrorState): Promise<void> {
  await store.writer.run('delete from mirror_state')
  const { consumer, history, mark, watermark } = state
  await store.writer.run('insert into mirror_state values ($1, $2, $3, $4)', [
    consumer,
    history,
    mark,
    watermark,
  ])
}

/** Whether an error says that the file itself is damaged, as opposed to a query that is wrong. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  /corrupt|checksum|could not read|deserializ|not a valid duckdb|has been invalidated/i.test(error.message)

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

export async function createTable(store: ColumnarStore, table: MirrorTable): Promise<void> {
  const columns = [...table.columns, ...(table.packed ?? [])].map(
    column => `${quote(column.name)} ${column.type}`,
  )
  await store.writer.run(`create table if not exists ${quote(table.name)} (${columns.join(', ')})`)
}

/** Runs `work` in one DuckDB transaction; a failure leaves the store as it was. */
export async function atomically(store: ColumnarStore, work: () => Promise<void>): Promise<void> {
  await store.writer.run('begin')
  try {
    await work()
    await store.writer.run('commit')
  } catch (error) {
    await store.writer.run('rollback').catch(() => {})
    throw error
  }
}

/** Replaces every row that has one of the keys by the given rows. */
export async function replaceRows(
  store: ColumnarStore,
  table: MirrorTable,
  keys: readonly MirrorKey[],
  rows: MirrorRows['rows'],
): Promise<void> {
  const { writer } = store
  await stage(
    writer,
    'staged_keys',
    table.key,
    keys.map(key => table.key.map(name => key[name] ?? null)),
  )
  const typeOf = new Map(table.columns.map(column => [column.name, column.type]))
  const match = table.key.map(name => `t.${quote(name)} = cast(k.${quote(name)} as ${typeOf.get(name)})`)
  await writer.run(
    `delete from ${quote(table.name)} as t using staged_keys as k where ${match.join(' and ')}`,
  )
  await insertRows(store, table, rows)
}

/** Name of the staged column that holds the packed ones. */
const PACKED = 'packed columns'

/** Adds rows, through text and a cast: decimals stay exact and DuckDB's own threads do the conversion. */
export async function insertRows(
  store: ColumnarStore,
  table: MirrorTable,
  rows: MirrorRows['rows'],
): Promise<void> {
  if (rows.length === 0) return
  const { writer } = store
  const packed = table.packed ?? []
  const names = table.columns.map(column => column.name)
  await stage(writer, 'staged_rows', packed.length > 0 ? [...names, PACKED] : names, rows)
  const cast = (value: string, { type }: MirrorColumn) => `cast(${value} as ${type})`
  const values = [
    ...table.columns.map(column => cast(quote(column.name), column)),
    ...packed.map(column => cast(`unpacked.${quote(column.name)}`, column)),
  ]
  const shape = JSON.stringify(Object.fromEntries(packed.map(({ name }) => [name, 'VARCHAR'])))
  const unpacked =
    packed.length > 0
      ? `, json_transform(${quote(PACKED)}, '${shape.replaceAll("'", "''")}') as unpacked`
      : ''
  await writer.run(
    `insert into ${quote(table.name)} select ${values.join(', ')} from (select *${unpacked} from staged_rows)`,
  )
  await writer.run('drop table staged_rows')
}

async function stage(
  writer: DuckDBConnection,
  name: string,
  columns: readonly string[],
  rows: readonly (readonly MirrorValue[])[],
): Promise<void> {
  await writer.run(
    `create or replace temp table ${name} (${columns.map(column => `${quote(column)} varchar`).join(', ')})`,
  )
  const appender = await writer.createAppender(name, 'main', 'temp')
  const types = columns.map(() => VARCHAR)
  for (let at = 0; at < rows.length; at += CHUNK) {
    const slice = rows.slice(at, at + CHUNK)
    const chunk = DuckDBDataChunk.create(types, slice.length)
    columns.forEach((_, index) => {
      chunk.setColumnValues(
        index,
        slice.map(row => asText(row[index] ?? null)),
      )
    })
    appender.appendDataChunk(chunk)
    await turn()
  }
  appender.closeSync()
}

const asText = (value: MirrorValue): string | null => (value === null ? null : String(value))
