import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, endure } from './endure.ts'
import type { World } from './fault.ts'
import { type Installation, openInstallation } from './installation.ts'
import { faults } from './list.ts'

const SEED = Number(process.env.FAULT_SEED ?? 1)
const SHORT = { leadMs: 600, tailMs: 600 }

describe('nothing acknowledged is lost', { timeout: 600_000 }, () => {
  let installation: Installation
  let world: World

  beforeAll(async () => {
    installation = await openInstallation(12)
    await installation.server.start()
    world = createWorld(installation, SEED)
  }, 300_000)
  afterAll(() => installation?.close(), 120_000)

  for (const fault of faults) {
    it(`should hold through: ${fault.name}`, async ctx => {
      const reason = fault.impossible?.(world)
      if (reason) ctx.skip(reason)
      expect(await endure(world, fault, SHORT)).toEqual([])
    })
  }
})
