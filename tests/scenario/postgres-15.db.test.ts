import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunFile } from '#apps/cli/run-file.ts'
import { oldestPostgresNative } from '#apps/cli/test-tools.ts'
import { type EmbeddedPostgres, freePort, startEmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { migrate } from '#kernel/db/migrate.ts'
import { CITY, openCity, PERIOD, submission } from '#modules/stats/collect/testing/city.ts'

const root = resolve(import.meta.dirname, '../..')
const there = existsSync(oldestPostgresNative)
if (!there) console.warn('skipped: PostgreSQL 15 is not in .runtime/postgres-15; ./zhitong test brings it')

/** The oldest server that an office may bring: what newer versions know must not be needed. */
describe.skipIf(!there)("an office's own PostgreSQL 15", { timeout: 180_000 }, () => {
  let folder: string
  let postgres: EmbeddedPostgres
  let url: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zhitong-15-'))
    postgres = await startEmbeddedPostgres({
      folder: join(folder, 'pg'),
      native: oldestPostgresNative,
      settings: { fsync: 'off', shared_buffers: '32MB' },
    })
    for (const name of ['office', 'empty']) await asAdmin(`create database ${name}`)
    url = postgres.url('office')
    await migrate(url)
  }, 180_000)
  afterAll(async () => {
    await postgres?.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  })

  const asAdmin = async (query: string) => {
    const client = new pg.Client({ connectionString: postgres.adminUrl })
    await client.connect()
    const { rows } = await client.query(query)
    await client.end()
    return rows
  }

  it('should migrate and start when DATABASE_URL names it', async () => {
    expect(await asAdmin('show server_version')).toEqual([{ server_version: expect.stringMatching(/^15\./) }])
    const port = String(await freePort())
    const args = ['apps/cli/main.ts', 'start', '--no-demo', '--port', port, '--data', join(folder, 'data')]
    const product = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, DATABASE_URL: postgres.url('empty') },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    try {
      const address = await addressOf(product)
      expect((await fetch(`${address}/api/session`)).status).toBe(200)
      expect((await fetch(`${address}/console/`)).status).toBe(200)
    } finally {
      await stopped(product)
    }
  })

  const addressOf = async (product: ChildProcess): Promise<string> => {
    for (;;) {
      const address = readRunFile(join(folder, 'data'))?.address
      if (address) return address
      if (product.exitCode !== null) throw new Error(`the product ended with ${product.exitCode}`)
      await wait(200)
    }
  }

  it('should take a submission and tabulate it', async () => {
    const city = await openCity({ units: 3, databaseUrl: url })
    try {
      const reporter = await city.reporter(0)
      const values = { cells: { M1: '1200', M2: '1200', M3: '1200' } }
      const sent = await reporter(
        'POST',
        `/api/collect/my-reports/${city.collectionId}/${city.units[0]}/submissions`,
        submission(values),
      )
      expect([sent.statusCode, sent.body]).toEqual([200, expect.stringContaining('"revisionNo":1')])

      const office = await city.person(['tabulate.table.run', 'tabulate.cell.drill'], { regionCode: CITY })
      const grid = await office('POST', '/api/tabulate/run', {
        formVersionId: city.formVersionId,
        definition: {
          edition: '2023',
          periods: [PERIOD],
          rows: [{ kind: 'region', levels: ['county'] }],
          columns: [
            { key: 'output', label: { 'zh-CN': '产值' }, measure: { kind: 'sum', column: 'M1' } },
            { key: 'owed', label: { 'zh-CN': '应报' }, measure: { kind: 'reports', state: 'owed' } },
          ],
        },
      })
      expect(grid.statusCode, grid.body).toBe(200)
      const total = grid.json().grid.rows.find((row: { step: unknown }) => row.step === null)
      expect(total.cells).toEqual(['1200.00', '3'])
    } finally {
      await city.close()
    }
  })
})

async function stopped(product: ChildProcess): Promise<void> {
  const ended = new Promise(done => product.once('exit', done))
  product.kill('SIGTERM')
  if (product.exitCode === null) await ended
}
