/**
 * What a request changed, and the world put back as it was: a trigger on every table names the tables touched by
 * committed work, and a copy of each made at the start is written back. So every request of thousands meets the same
 * world, and a refused one is held to have changed nothing.
 */
import pg from 'pg'
import type { TestServer } from '#tests/support/server.ts'

export type Watch = Readonly<{
  /** Tables touched since the last call, as `schema.table`. */
  touched(): Promise<readonly string[]>
  /** Writes back these tables; the audit chain is never among them. */
  restore(tables: readonly string[]): Promise<void>
}>

const TABLES = `select n.nspname || '.' || c.relname as name,
    (select string_agg(quote_ident(a.attname), ', ') from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'watch')
    and (n.nspname <> 'graphile_worker' or c.relname like '%jobs')
    and n.nspname <> 'analytics'`

const quoted = (name: string): string =>
  name
    .split('.')
    .map(part => `"${part}"`)
    .join('.')
const copyOf = (name: string): string => `watch."${name}"`

/** Call it when the world stands. The copies are those of this moment. */
export async function watchChanges({ ownerUrl }: Pick<TestServer, 'ownerUrl'>): Promise<Watch> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  // Cut when the database is dropped.
  pool.on('error', () => {})
  const { rows } = await pool.query<{ name: string; columns: string }>(TABLES)
  const columns = new Map(rows.map(row => [row.name, row.columns]))
  await pool.query(`create schema watch;
    create unlogged table watch.touched (name text not null);
    grant usage on schema watch to public;
    grant insert on watch.touched to public;
    create function watch.note() returns trigger language plpgsql as $$
      begin insert into watch.touched values (tg_table_schema || '.' || tg_table_name); return null; end $$`)
  for (const name of columns.keys())
    await pool.query(`create table ${copyOf(name)} as table ${quoted(name)};
      create trigger zz_watch after insert or update or delete on ${quoted(name)}
        for each row execute function watch.note()`)
  return {
    touched: async () => {
      const found = await pool.query<{ name: string }>('delete from watch.touched returning name')
      return [...new Set(found.rows.map(row => row.name))].sort()
    },
    restore: async tables => {
      const wanted = tables.filter(name => columns.has(name) && !name.startsWith('audit.'))
      if (wanted.length === 0) return
      const statements = wanted.map(name => {
        const list = columns.get(name)
        return `delete from ${quoted(name)};
          insert into ${quoted(name)} (${list}) overriding system value select ${list} from ${copyOf(name)};`
      })
      // As a replica: no trigger fires and no foreign key is asked, neither by the rows taken away nor by those put back.
      await pool.query(`begin; set local session_replication_role = replica; ${statements.join('\n')} commit`)
    },
  }
}
