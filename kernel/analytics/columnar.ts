/** The DuckDB side of the mirror: one file, its typed tables, and how far it has read. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { MirrorState } from './change-feed.ts'
import type { MirrorTable } from './source.ts'

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

/** Makes `file` the current one, atomically, and removes all earlier ones. */
export function makeCurrent(folder: string, file: string): void {
  const name = file.slice(folder.length + 1)
  writeFileSync(`${pointer(folder)}.new`, name)
  renameSync(`${pointer(folder)}.new`, pointer(folder))
  for (const other of readdirSync(folder)) {
    if (other.startsWith('mirror-') && !other.startsWith(name))
      rmSync(join(folder, other), { force: true, recursive: true })
  }
}

export async function openStore(folder: string, file: string): Promise<ColumnarStore> {
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(file, { autoinstall_known_extensions: 'false' })
  const writer = await instance.connect()
  await writer.run(
    `create table if not exists mirror_position (consumer varchar not null, history varchar not null,
       mark varchar not null, snapshot varchar not null)`,
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
    'select consumer, history, mark, snapshot from mirror_position',
  )
  const [row] = reader.getRows()
  if (!row) return null
  const [consumer, history, mark, snapshot] = row.map(String) as [string, string, string, string]
  return { consumer, history, mark, snapshot }
}

export async function writeState(store: ColumnarStore, state: MirrorState): Promise<void> {
  await store.writer.run('delete from mirror_position')
  const { consumer, history, mark, snapshot } = state
  await store.writer.run('insert into mirror_position values ($1, $2, $3, $4)', [
    consumer,
    history,
    mark,
    snapshot,
  ])
}

/** Whether an error says that the file itself is damaged, as opposed to a query that is wrong. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  /corrupt|checksum|could not read|deserializ|not a valid duckdb|has been invalidated/i.test(error.message)

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

export async function createTable(store: ColumnarStore, table: MirrorTable): Promise<void> {
  const columns = [...table.columns, ...(table.packed ?? [])].map(
    column => `${quote(column.name)} ${column.type}`,
  )
  await store.writer.run(`create table if not exists ${quote(table.name)} (${columns.join(', ')})`)
}
