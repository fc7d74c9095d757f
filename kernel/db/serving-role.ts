/**
 * The role the product serves under in its embedded PostgreSQL (ADR 0015): it reads and writes rows and defines nothing,
 * except for the queue of jobs, whose library keeps its tables from all but their owner. Of the audit trail it may add rows
 * and move the head.
 */
import pg from 'pg'

export const SERVING_ROLE = 'zhitong_server'
const LOCK = 0x5a_54_52 // 'ZTR'

/** Neither PostgreSQL's own nor those with rights of their own below. */
const SCHEMAS = `select nspname as name from pg_namespace
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'graphile_worker')`

/** What of the job queue has another owner; sequences of columns and types of rows go with their tables. */
const QUEUE = `select format('alter table graphile_worker.%I owner to', relname) as change from pg_class
    where relnamespace = 'graphile_worker'::regnamespace and relkind in ('r', 'p') and relowner <> role.oid
  union all select format('alter %s graphile_worker.%I owner to', case relkind when 'v' then 'view' else 'type' end, relname)
    from pg_class where relnamespace = 'graphile_worker'::regnamespace and relkind in ('v', 'c') and relowner <> role.oid
  union all select format('alter routine %s owner to', p.oid::regprocedure) from pg_proc p
    where pronamespace = 'graphile_worker'::regnamespace and proowner <> role.oid
  union all select 'alter schema graphile_worker owner to' from pg_namespace
    where nspname = 'graphile_worker' and nspowner <> role.oid`

const LET = `do $$
declare role record; it record;
begin
  select oid, quote_ident(rolname) as name into role from pg_roles where rolname = '${SERVING_ROLE}';
  for it in ${SCHEMAS} loop
    execute format('grant usage on schema %I to %s', it.name, role.name);
    execute format('grant select, insert, update, delete, maintain on all tables in schema %I to %s', it.name, role.name);
    execute format('grant usage, select, update on all sequences in schema %I to %s', it.name, role.name);
  end loop;
  if to_regclass('audit.event') is not null then
    revoke all on audit.event, audit.head from ${SERVING_ROLE};
    grant select, insert on audit.event to ${SERVING_ROLE};
    grant select, update on audit.head to ${SERVING_ROLE};
  end if;
  if to_regclass('public.migration') is not null then
    grant select on public.migration to ${SERVING_ROLE};
  end if;
  if to_regnamespace('graphile_worker') is not null then
    for it in ${QUEUE} loop execute it.change || ' ' || role.name; end loop;
  end if;
end $$`

/**
 * Makes the role where it is missing, and gives it what it needs of everything that is in this database now; call it
 * again after migrations.
 *
 * @param url of a superuser, to the database that is served
 * @param password of the role from now on
 */
export async function letServe(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    // Another command may do the same in this moment.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [SERVING_ROLE])
    if (rowCount === 0) await client.query(`create role ${SERVING_ROLE}`)
    await client.query(`alter role ${SERVING_ROLE} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
      password ${pg.escapeLiteral(password)}`)
    await client.query(LET)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
