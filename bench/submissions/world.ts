/**
 * A city that only reports: units with an account and a session each, one generated form, a collection a month.
 * Made once per size and state of the migrations as a template database of the bench's own PostgreSQL, whose settings
 * are the product's: durable.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { composeModules } from '#apps/server/compose.ts'
import { type OpenServices, openServices } from '#apps/server/services.ts'
import { NOWHERE, type WriteContext } from '#kernel/context.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { writeTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { insertAccounts } from '#kernel/identity/accounts.ts'
import { createPasswordHashing } from '#kernel/identity/password-hash.ts'
import { hashToken, systemActor } from '#kernel/identity/resolve-session.ts'
import { importCommittedRegions } from '#kernel/org/import-regions.ts'
import { importForm, publishForm, saveProgramme } from '#modules/stats/catalog/server/index.ts'
import { issueCollection } from '#modules/stats/collect/server/index.ts'
import { composeCreditCode } from '#modules/stats/register/credit-code.ts'
import { importIndustryFile, importUnits } from '#modules/stats/register/server/index.ts'
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
export const PASSWORD = 'Bench-Measuring-2026'
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
    const { db } = services.database
    await writeTransaction(db, tx => importCommittedRegions(tx))
    const industries = resolve(root, 'modules/stats/register/data/industry-gbt4754-2017.csv')
    await asSystem(services, context => importIndustryFile(context, readFileSync(industries)))
    const units = await asSystem(services, context => importUnits(context, newUnits(size.units)))
    await addReporters(services, units)
    await issueMonths(services, size)
  } finally {
    await services.close()
  }
}

const newUnits = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    creditCode: composeCreditCode('91', '430202', `MA${String(index + 1).padStart(6, '0')}`),
    kind: 'legal' as const,
    name: `测量单位${index + 1}`,
    regionCode: '430202001001',
    industryCode: '3071',
    registerType: '112',
    sizeClass: 'small' as const,
    aboveThreshold: true,
    attributes: {},
    validFrom: '2024-01-01',
  }))

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
  const { edition } = await db
    .selectFrom('org.region_edition')
    .select('edition')
    .where('demonstration', '=', false)
    .orderBy('valid_from', 'desc')
    .executeTakeFirstOrThrow()
  const formVersionId = await asSystem(services, async context => {
    await saveProgramme(context, {
      code: 'bench',
      name: { 'zh-CN': '测量', en: 'Measuring' },
      issuer: '测量',
      approvalNumber: '测量〔2026〕1号',
      validFrom: '2024-01',
      validUntil: '2099-12',
    })
    const { versionId, diagnostics } = await importForm(context, {
      source: formYaml(size.form),
      programme: 'bench',
    })
    const errors = diagnostics.filter(one => one.severity === 'error')
    if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1))
    await publishForm(context, versionId)
    return versionId
  })
  const { id: issuer } = await db
    .selectFrom('identity.account')
    .select('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const now = Date.now()
  const inDays = (days: number) => new Date(now + days * DAY).toISOString()
  for (let month = 1; month <= size.months; month += 1) {
    await asSystem(
      services,
      context =>
        issueCollection(context, {
          formVersionId,
          period: `2026-M${String(month).padStart(2, '0')}`,
          regionEdition: edition,
          criterion: { aboveThreshold: true },
          opensAt: inDays(-1),
          closesAt: inDays(3_000),
          countyAcceptsBy: inDays(3_100),
          cityAcceptsBy: inDays(3_200),
        }),
      issuer,
    )
  }
}

function asSystem<T>(
  services: OpenServices,
  work: (context: WriteContext) => Promise<T>,
  accountId = 0,
): Promise<T> {
  const permissions = composeModules(services).flatMap(module => module.permissions.map(one => one.code))
  const actor = systemActor(accountId, permissions)
  return writeAs(
    services.database.db,
    {
      actor,
      now: services.clock(),
      log: services.log,
      requestId: 'bench',
      reach: permission => actor.permissions.get(permission) ?? NOWHERE,
    },
    work,
  )
}
