/**
 * A city that only reports: units with an account and a session each, one generated form, a collection a month.
 * Made once per size and state of the migrations as a template database of the bench's own PostgreSQL, whose settings
 * are the product's: durable.
 */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { type OpenServices, openServices } from '#apps/server/services.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { writeTransaction } from '#kernel/db/tx.ts'
import { insertAccounts } from '#kernel/identity/accounts.ts'
import { createPasswordHashing } from '#kernel/identity/password-hash.ts'
import { hashToken } from '#kernel/identity/resolve-session.ts'
import { issueCollection } from '#modules/stats/collect/server/index.ts'
import { latestEdition, plainUnit, publish } from '#modules/stats/collect/testing/city.ts'
import { importUnits } from '#modules/stats/register/server/index.ts'
import { bringReferenceData, HETANG_VILLAGE, systemOf } from '#modules/stats/register/testing/office.ts'
import { templateName } from '#tests/support/postgres.ts'
import { type FormSize, formYaml } from './form.ts'

const root = resolve(import.meta.dirname, '../..')
const DAY = 86_400_000

export type WorldSize = Readonly<{ form: FormSize; units: number; months: number }>
export type World = Readonly<{
  databaseUrl: string
  /** One per unit, in the order of `tokenOf`. */
  units: readonly number[]
  /** One per month. */
  collections: readonly number[]
  drop(): Promise<void>
}>

/** The cookie and the CSRF token of the unit at `index`: secrets of a database that holds nothing but these. */
export const tokenOf = (index: number) => `bench-session-${index}`
export const signInNameOf = (index: number) => `bench${index}`
/** Of the accounts of a database that holds nothing but these. */
export const PASSWORD = 'Zhitong-Bench-2026'
export const csrfOf = (index: number) => `bench-csrf-${index}`

export const benchPostgres = (): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ folder: resolve(root, 'data/bench/pg') })

/** A fresh copy of the world; what was in it before is gone. */
export async function openWorld(postgres: EmbeddedPostgres, size: WorldSize): Promise<World> {
  const template = await ensureTemplate(postgres, size)
  const name = 'bench_world'
  await onServer(postgres, async client => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} template ${template}`)
  })
  const url = postgres.url(name)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('update identity.session set seen_at = now(), created_at = now()')
    await client.query('vacuum (freeze, analyze)')
    await client.query('checkpoint')
    const units = await client.query<{ id: number }>(
      'select unit_id as id from register.unit order by unit_id',
    )
    const collections = await client.query<{ id: number }>('select id from collect.collection order by id')
    return {
      databaseUrl: url,
      units: units.rows.map(row => row.id),
      collections: collections.rows.map(row => row.id),
      drop: () =>
        onServer(postgres, async admin => {
          await admin.query(`drop database if exists ${name} with (force)`)
        }),
    }
  } finally {
    await client.end()
  }
}

async function onServer<T>(postgres: EmbeddedPostgres, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: postgres.adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function ensureTemplate(postgres: EmbeddedPostgres, size: WorldSize): Promise<string> {
  const hash = createHash('sha256')
    .update(templateName())
    .update(JSON.stringify(size))
    .update(formYaml(size.form))
    .digest('hex')
  const name = `bench_${hash.slice(0, 16)}`
  const found = await onServer(postgres, client =>
    client.query('select 1 from pg_database where datname = $1', [name]),
  )
  if (found.rowCount) return name
  await onServer(postgres, async client => {
    await client.query(`drop database if exists ${name}_new with (force)`)
    await client.query(`create database ${name}_new`)
  })
  await migrate(postgres.url(`${name}_new`))
  await fill(postgres.url(`${name}_new`), size)
  await onServer(postgres, client => client.query(`alter database ${name}_new rename to ${name}`))
  return name
}

async function fill(databaseUrl: string, size: WorldSize): Promise<void> {
  const services = await openServices({
    databaseUrl,
    dataFolder: resolve(root, 'data/bench/world'),
    logLevel: 'warn',
  })
  try {
    await bringReferenceData(services)
    const units = await systemOf(services)(context =>
      importUnits(
        context,
        Array.from({ length: size.units }, (_, index) =>
          plainUnit(index + 1, `测量单位${index + 1}`, HETANG_VILLAGE),
        ),
      ),
    )
    await addReporters(services, units)
    await issueMonths(services, size)
  } finally {
    await services.close()
  }
}

async function addReporters(services: OpenServices, units: readonly number[]): Promise<void> {
  const passwordHash = await createPasswordHashing().hash(PASSWORD)
  await writeTransaction(services.database.db, async tx => {
    const accounts = await insertAccounts(
      tx,
      units.map((unitId, index) => ({
        signInName: signInNameOf(index),
        displayName: `测量员${index}`,
        kind: 'enterprise' as const,
        organisationId: null,
        unitId,
        phone: null,
        passwordHash,
        mustChangePassword: false,
      })),
    )
    const name = JSON.stringify({ 'zh-CN': '报表员', en: 'Reporter' })
    await tx
      .insertInto('permission.role')
      .values({ code: 'bench-reporter', name, permissions: ['collect.report.fill'] })
      .execute()
    const hashes = accounts.map((_, index) => hashToken(tokenOf(index)).toString('hex'))
    const csrf = accounts.map((_, index) => csrfOf(index))
    await sql`insert into permission.grant (account_id, role_code, unit_id)
      select a, 'bench-reporter', u from unnest(${sql.val(accounts)}::int[], ${sql.val(units)}::int[]) as x(a, u)`.execute(
      tx,
    )
    await sql`insert into identity.session (token_hash, account_id, csrf_token, created_at, seen_at)
      select decode(h, 'hex'), a, c, now(), now()
      from unnest(${sql.val(hashes)}::text[], ${sql.val(accounts)}::int[], ${sql.val(csrf)}::text[]) as x(h, a, c)`.execute(
      tx,
    )
  })
}

async function issueMonths(services: OpenServices, size: WorldSize): Promise<void> {
  const { db } = services.database
  const system = systemOf(services)
  const regionEdition = await latestEdition(services)
  const formVersionId = await publish({ system }, formYaml(size.form))
  const { id: issuer } = await db
    .selectFrom('identity.account')
    .select('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const now = Date.now()
  const inDays = (days: number) => new Date(now + days * DAY).toISOString()
  for (let month = 1; month <= size.months; month += 1) {
    await system(
      context =>
        issueCollection(
          { ...context, actor: { ...context.actor, accountId: issuer } },
          {
            formVersionId,
            period: `2026-M${String(month).padStart(2, '0')}`,
            regionEdition,
            criterion: { aboveThreshold: true },
            opensAt: inDays(-1),
            closesAt: inDays(3_000),
            countyAcceptsBy: inDays(3_100),
            cityAcceptsBy: inDays(3_200),
          },
        ),
      ['collect.collection.manage'],
    )
  }
}
