/** One fault endured: load, the fault, recovery, then everything acknowledged held against everything stored. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { randomStream } from '#apps/cli/demo-city/random.ts'
import { installationKey } from '#apps/server/installation-key.ts'
import { ANCHOR_FILE, type AnchorFile, anchorFile } from '#kernel/audit/anchors.ts'
import { verifyChain } from '#kernel/audit/chain.ts'
import { openDatabase } from '#kernel/db/pool.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { Client } from './client.ts'
import type { Fault, World } from './fault.ts'
import { type Installation, onConnection } from './installation.ts'
import { Ledger } from './ledger.ts'
import { startLoad } from './load.ts'
import { findLosses } from './losses.ts'
import { copyMirror, mirrorDifferences } from './mirror-rows.ts'
import { Reporter } from './reporter.ts'
import { readStore } from './store.ts'
import { differences, summed, tabulated } from './totals.ts'

export type EndureOptions = Readonly<{ leadMs: number; tailMs: number }>

export function createWorld(installation: Installation, seed: number, long = false): World {
  const { city, server } = installation
  const random = randomStream(seed, 'faults')
  const ledger = new Ledger()
  const world: World = {
    ...installation,
    long,
    ledger,
    random,
    haste: 0,
    addresses: [server.address],
    reporters: [],
    statistician: new Client(() => random.pick(world.addresses), city.statistician),
  }
  world.reporters = city.units.map((unitId, index) => {
    const own = randomStream(seed, `reporter ${index}`)
    return new Reporter({
      client: new Client(() => own.pick(world.addresses), city.reporters[index] as string),
      unitId,
      collections: city.collections.map(one => one.collectionId),
      ledger,
      random: own,
      haste: () => world.haste,
    })
  })
  return world
}

/** @returns everything that is wrong afterwards; empty when nothing was lost. */
export async function endure(world: World, fault: Fault, options: EndureOptions): Promise<readonly string[]> {
  const load = startLoad(world.reporters)
  const { random } = world
  await wait(options.leadMs * (0.5 + random.next()))
  try {
    await fault.strike(world)
    await wait(options.tailMs)
  } catch (error) {
    // The next fault is to find a whole installation.
    await world.server.kill()
    await world.server.start()
    throw error
  } finally {
    world.haste = 0
    await load.finish()
    world.addresses = [world.server.address]
  }
  const unfelt = neverFelt(world.ledger, fault)
  const wrong = [...unfelt, ...(await check(world, fault))]
  return wrong.length === 0 ? [] : [...wrong.slice(0, 20), `logs: ${keepLogs(world)}`]
}

/** A fault that nobody felt shows nothing. */
export const neverFelt = (ledger: Ledger, { felt }: Pick<Fault, 'felt'>): readonly string[] =>
  !felt || ledger.hasHeard(felt)
    ? []
    : [`nobody heard ${felt.join(' or ')}, only ${[...ledger.replies.keys()].join(', ')}: it did not strike`]

/** Beside the installation, which is removed in the end. */
function keepLogs({ folder }: World): string {
  const kept = `${folder}-logs`
  cpSync(join(folder, 'logs'), kept, { recursive: true })
  return kept
}

async function check(world: World, { mirrorUnreadable }: Fault): Promise<readonly string[]> {
  const { ledger } = world
  const wrong = [...ledger.surprises.splice(0)]
  const internal = ledger.replies.get('INTERNAL_ERROR') ?? 0
  if (internal > 0) wrong.push(`${internal} replies were an internal error`)
  ledger.replies.clear()
  wrong.push(...findLosses(ledger, await onConnection(world.databaseUrl(), readStore)))
  wrong.push(...(await brokenChain(world)))
  const truth = await summed(world)
  const drained = await tabulated(world.statistician, world.city)
  wrong.push(...differences('the tabulation', drained, truth))
  if (mirrorUnreadable) await rebuildMirror(world)
  else wrong.push(...(await rebuiltOtherwise(world)))
  wrong.push(...differences('the rebuilt mirror', await tabulated(world.statistician, world.city), truth))
  return wrong
}

/** What drains have made of the mirror is what a rebuild makes of it. */
async function rebuiltOtherwise(world: World): Promise<readonly string[]> {
  const place = join(world.folder, 'data/analytics')
  const drained = copyMirror(place)
  try {
    await rebuildMirror(world)
    const rebuilt = copyMirror(place)
    return await mirrorDifferences(drained.file, rebuilt.file).finally(rebuilt.remove)
  } finally {
    drained.remove()
  }
}

async function brokenChain(world: World): Promise<readonly string[]> {
  const database = openDatabase(world.databaseUrl(), { max: 1, name: 'faults' })
  try {
    const anchors = await anchorsOf(world).read()
    const verdict = await readTransaction(database.db, tx => verifyChain(tx, { anchors }))
    if (!verdict.intact) return [`the audit chain is broken at ${verdict.brokenAt} (${verdict.reason})`]
    return verdict.anchors === 0 ? ['the server has not anchored the audit chain'] : []
  } finally {
    await database.close()
  }
}

const anchorsOf = ({ folder }: World): AnchorFile =>
  anchorFile(join(folder, 'data', ANCHOR_FILE), () => installationKey(join(folder, 'data')))

/** As `./zhitong mirror rebuild` asks a running server. */
async function rebuildMirror({ sql }: World): Promise<void> {
  const [job] = await sql<{ id: string }>(
    `select id from graphile_worker.add_job('analytics.rebuild', '{}'::json, max_attempts => 1)`,
  )
  const until = Date.now() + 60_000
  for (;;) {
    const [left] = await sql<{ last_error: string | null }>(
      'select last_error from graphile_worker.jobs where id = $1',
      [job?.id],
    )
    if (!left) return
    if (left.last_error || Date.now() > until)
      throw new Error(`the mirror was not rebuilt: ${left.last_error ?? 'no worker took the job'}`)
    await wait(50)
  }
}
