import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type CopyValue = string | number | boolean | Date | null | readonly string[] | Json
/** Goes into a json or jsonb column. */
export type Json = Readonly<{ json: unknown }>

/** Sends rows to a table with COPY, in PostgreSQL's text format. `table` and `columns` are trusted names. */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly CopyValue[])[],
): Promise<void> {
  if (rows.length === 0) return
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  await new Promise<void>((resolve, reject) => {
    stream.on('finish', resolve)
    stream.on('error', reject)
    for (let at = 0; at < rows.length; at += LINES_A_WRITE) {
      stream.write(
        rows
          .slice(at, at + LINES_A_WRITE)
          .map(lineOf)
          .join(''),
      )
    }
    stream.end()
  })
}

const LINES_A_WRITE = 500
const lineOf = (row: readonly CopyValue[]): string => `${row.map(fieldOf).join('\t')}\n`

function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Date) return value.toISOString()
  if (isJson(value)) return escaped(JSON.stringify(value.json))
  return escaped(`{${value.map(quoted).join(',')}}`)
}

const isJson = (value: Json | readonly string[]): value is Json => 'json' in value
const quoted = (item: string): string => `"${item.replaceAll(/["\\]/g, found => `\\${found}`)}"`

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, found => ESCAPES[found]!) : text
