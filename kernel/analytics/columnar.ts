/** The DuckDB side of the mirror: one file, its typed tables, and how far it has read. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { MirrorState } from './change-feed.ts'
import type { MirrorColumn, MirrorTable } from './source.ts'

/** One open DuckDB file: a connection that writes, and as many that read as are asked for. */
export type ColumnarStore = Readonly<{
  file: string
  writer: DuckDBConnection
  connect(): Promise<DuckDBConnection>
  close(): void
}>

const FILE = /^(mirror-(.+?)\.duckdb)/
const pointer = (folder: string) => join(folder, 'current')

/** A file is named after its reader, so that whoever finds one that is not in use knows whose feed it holds back. */
export const fileOf = (folder: string, reader: string): string => join(folder, `mirror-${reader}.duckdb`)
export const readerOf = (file: string): string => FILE.exec(basename(file))?.[2] ?? ''

function namedFile(folder: string): string | null {
  try {
    return join(folder, readFileSync(pointer(folder), 'utf8').trim())
  } catch {
    return null
  }
}

/** The file in use, or null when there is none or it is gone. */
export function currentFile(folder: string): string | null {
  const file = namedFile(folder)
  return file && existsSync(file) ? file : null
}

/** Makes `file` the current one, atomically. */
export function makeCurrent(folder: string, file: string): void {
  writeFileSync(`${pointer(folder)}.new`, basename(file))
  renameSync(`${pointer(folder)}.new`, pointer(folder))
}

/** Files other than the current one: left by a process that died while it built, or lately replaced; also one that is gone. */
export function otherFiles(folder: string): readonly string[] {
  const current = currentFile(folder)
  const names = readdirSync(folder).flatMap(name => FILE.exec(name)?.[1] ?? [])
  const found = new Set([...names.map(name => join(folder, name)), namedFile(folder)])
  return [...found].filter(file => file !== null && file !== current) as string[]
}

/** Removes a file and what DuckDB keeps beside it. */
export function removeFile(file: string): void {
  for (const part of ['.wal', '.tmp', '']) rmSync(`${file}${part}`, { force: true, recursive: true })
}

/** Gives its room back and leaves its name. */
export function emptyFile(file: string): void {
  removeFile(file)
  writeFileSync(file, '')
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

/** Whether a table stands there with other columns than it is now declared with. */
export async function hasOldShape(store: ColumnarStore, tables: readonly MirrorTable[]): Promise<boolean> {
  const found = await store.writer.runAndReadAll(
    `select table_name, string_agg(column_name || ' ' || data_type, ',' order by column_index)
     from duckdb_columns() where not internal group by table_name`,
  )
  const shapes = new Map(found.getRows().map(([name, shape]) => [String(name), String(shape)]))
  return tables.some(table => {
    const shape = shapes.get(table.name)
    return (
      shape !== undefined &&
      shape !==
        columnsOf(table)
          .map(c => `${c.name} ${c.type}`)
          .join(',')
    )
  })
}

const columnsOf = ({ columns, packed = [] }: MirrorTable): readonly MirrorColumn[] => [...columns, ...packed]

export async function createTable(store: ColumnarStore, table: MirrorTable): Promise<void> {
  const columns = columnsOf(table).map(column => `${quote(column.name)} ${column.type}`)
  await store.writer.run(`create table if not exists ${quote(table.name)} (${columns.join(', ')})`)
}
