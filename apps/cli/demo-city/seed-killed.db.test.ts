import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openServices } from '#apps/server/services.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { seedDemonstrationCity } from './seed.ts'

describe('a start killed after the city was committed', () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>
  const folder = mkdtempSync(join(tmpdir(), 'zhitong-seed-'))
  beforeAll(async () => {
    database = await cloneDatabase()
  })
  afterAll(async () => {
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('should leave totals that the next start builds, not an empty mirror', async () => {
    const options = { databaseUrl: database.url, dataFolder: folder, logLevel: 'silent' }
    const clock = () => new Date('2026-11-21T02:00:00Z')
    const first = await openServices({ ...options, clock })
    const killed = { ...first.analytics, rebuild: () => Promise.reject(new Error('killed')) }
    const seeding = seedDemonstrationCity({ ...first, analytics: killed }, () => {}, {
      scale: 0.02,
      months: 2,
    })
    await expect(seeding).rejects.toThrow('killed')
    await first.close()
    const second = await openServices({ ...options, clock })
    const { rows } = await second.database.pool.query('select count(*)::int as n from org.region')
    const mirrored = await second.analytics.query('select count(*)::integer as n from dim_region')
    expect(rows[0].n).toBeGreaterThan(1_000)
    expect(mirrored[0]?.n).toBe(rows[0].n)
    await second.close()
  })
})
