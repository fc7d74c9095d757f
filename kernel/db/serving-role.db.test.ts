import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openServices } from '#apps/server/services.ts'
import { cloneDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { migrate } from './migrate.ts'
import { letServe, SERVING_ROLE } from './serving-role.ts'

const REFUSED = '42501'

describe('the role that serves', () => {
  let database: TestDatabase
  let serving: pg.Client
  let owner: pg.Client

  const connect = async (connectionString: string) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    return client
  }
  beforeAll(async () => {
    database = await cloneDatabase()
    serving = await connect(database.servingUrl)
    owner = await connect(database.url)
    await owner.query(`insert into audit.event (seq, at, account_name, action, subject_kind, subject_id, detail,
      previous_hash, hash) values (1, now(), 'x', 'x', 'x', 'x', '{}', '', '')`)
  })
  afterAll(async () => {
    await Promise.all([serving?.end(), owner?.end()])
    await database?.drop()
  })

  it.each([
    ['run programs', `copy (select 1) to program 'true'`],
    ['write files', `copy (select 1) to '/tmp/zhitong-served'`],
    ['read files', `select pg_read_file('/etc/passwd')`],
    ['list folders', `select pg_ls_dir('/')`],
    ['read passwords', 'select rolpassword from pg_authid'],
    ['make roles', 'create role intruder'],
    ['raise itself', `alter role ${SERVING_ROLE} superuser`],
    ['become the owner', 'set role zhitong'],
    ['make databases', 'create database elsewhere'],
    ['change the server', `alter system set log_statement = 'none'`],
    ['switch triggers off', 'set session_replication_role = replica'],
    ['make extensions', 'create extension plpython3u'],
    ['make schemas', 'create schema hidden'],
    ['make tables', 'create table public.hidden (a int)'],
    ['make functions', 'create function audit.hidden() returns int language sql as $$select 1$$'],
    ['alter tables', 'alter table register.unit add column hidden int'],
    ['drop tables', 'drop table register.unit cascade'],
    ['empty tables at a blow', 'truncate register.unit cascade'],
    ['change the audit trail', `update audit.event set account_name = 'nobody' where seq = 1`],
    ['delete from the audit trail', 'delete from audit.event where seq = 1'],
    ['empty the audit trail', 'truncate audit.event'],
    ['lift its guard', 'alter table audit.event disable trigger all'],
    [
      'replace its guard',
      'create or replace function audit.refuse_change() returns trigger language plpgsql as $$begin end$$',
    ],
    ['take away the head of the chain', 'delete from audit.head'],
    ['forget a migration', 'delete from public.migration'],
  ])('should be refused when it wants to %s', async (_what, statement) => {
    await expect(serving.query(statement)).rejects.toMatchObject({ code: REFUSED })
  })

  it('should read and write every other table, and own nothing but the queue of jobs', async () => {
    const { rows: lacking } = await owner.query(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
         and not (has_schema_privilege($1, n.oid, 'usage') and has_table_privilege($1, c.oid, 'select')
           and has_table_privilege($1, c.oid, 'insert') and has_table_privilege($1, c.oid, 'update')
           and has_table_privilege($1, c.oid, 'delete')) order by 1`,
      [SERVING_ROLE],
    )
    expect(lacking.map(({ name }) => name)).toEqual(['audit.event', 'audit.head'])
    const { rows: owned } = await owner.query(
      `select distinct n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relowner = $1::regrole`,
      [SERVING_ROLE],
    )
    expect(owned.filter(({ schema }) => schema !== 'pg_toast')).toEqual([{ schema: 'graphile_worker' }])
  })

  it('should serve what an earlier release made as the superuser, and join without being told to migrate', async () => {
    const name = `earlier_${randomUUID().replaceAll('-', '')}`
    const at = (url: string) => url.replace(/[^/]*$/, name)
    await owner.query(`create database ${name}`)
    const folder = mkdtempSync(join(tmpdir(), 'zhitong-earlier-'))
    try {
      await migrate(at(database.url))
      // The earlier release: everything is its superuser's, the queue too.
      await (
        await openServices({ databaseUrl: at(database.url), dataFolder: folder, logLevel: 'silent' })
      ).close()
      const [, , password] = /\/\/([^:]+):([^@]+)@/.exec(database.servingUrl) ?? []
      await letServe(at(database.url), password as string)
      await letServe(at(database.url), password as string)
      expect((await migrate(at(database.servingUrl))).applied).toEqual([])
      const services = await openServices({
        databaseUrl: at(database.servingUrl),
        dataFolder: folder,
        logLevel: 'silent',
      })
      const { pool } = services.database
      await pool.query(`select graphile_worker.add_job('try.served')`)
      const { rows } = await pool.query('select task_identifier as task from graphile_worker.jobs')
      expect(rows).toEqual([{ task: 'try.served' }])
      await services.close()
    } finally {
      await owner.query(`drop database ${name} with (force)`)
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
