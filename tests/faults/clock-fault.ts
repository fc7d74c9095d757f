/** The clock stepping over a deadline and back an hour: a server in this process, whose clock can be set. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { composeServer } from '#apps/server/compose.ts'
import { openServices } from '#apps/server/services.ts'
import type { Fault, World } from './fault.ts'
import type { Ledger } from './ledger.ts'

const MINUTE = 60_000

export const clockFault: Fault = {
  name: 'the clock stepping over the deadline and back an hour',
  strike: async world => {
    const { city } = world
    const at = (minutes: number) => new Date(city.closesAt.getTime() + minutes * MINUTE)
    const server = await openClockedServer(world, at(-20))
    try {
      world.addresses = [server.address]
      await wait(2_000)
      const before = world.ledger.refused.size
      const begun = new Set(world.ledger.sent.keys())
      server.setTime(at(20))
      await until(() => world.ledger.refused.size >= before + world.reporters.length)
      world.ledger.surprises.push(...takenLate(world.ledger, begun))
      server.setTime(at(-40))
      const taken = world.ledger.acknowledged.size
      await until(() => world.ledger.acknowledged.size > taken)
    } finally {
      world.addresses = [world.server.address]
      await server.close()
    }
  },
}

/** Acknowledged, though begun when the deadline was over. */
export const takenLate = (
  { acknowledged }: Pick<Ledger, 'acknowledged'>,
  begunInTime: ReadonlySet<string>,
): readonly string[] =>
  [...acknowledged.values()]
    .filter(act => !begunInTime.has(act.clientId))
    .map(act => `${act.clientId} was begun after the deadline and taken as ${act.receiptNo}`)

async function openClockedServer({ servingUrl, folder }: World, start: Date) {
  let now = start
  const services = await openServices({
    databaseUrl: servingUrl(),
    dataFolder: join(folder, 'clocked'),
    clock: () => now,
    logLevel: 'silent',
  })
  const app = await composeServer(services, { logLevel: 'silent' })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    address,
    setTime: (at: Date) => {
      now = at
    },
    close: async () => {
      await app.close()
      await services.close()
    },
  }
}

async function until(met: () => boolean): Promise<void> {
  const over = Date.now() + 60_000
  while (!met()) {
    if (Date.now() > over) throw new Error('60 s later nothing was refused or taken')
    await wait(50)
  }
}
