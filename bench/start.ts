/**
 * A start from nothing, with the demonstration city, to the printed address; a second start; and the memory that the
 * server and its PostgreSQL hold in all once nobody has asked anything for half a minute.
 */
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { memoryMb } from './processes.ts'
import { PRODUCT_FOLDER, startProduct } from './product.ts'

const IDLE_MS = 30_000

export type StartBench = Readonly<{ firstSeconds: number; secondSeconds: number; idleMb: number | null }>

export async function benchStart(): Promise<StartBench> {
  rmSync(PRODUCT_FOLDER, { recursive: true, force: true })
  const first = await startProduct()
  await first.stop()
  const second = await startProduct()
  try {
    await wait(IDLE_MS)
    const server = memoryMb(second.pid)
    const postgres = memoryMb(postmaster())
    const idleMb = server === null || postgres === null ? null : server + postgres
    return { firstSeconds: first.seconds, secondSeconds: second.seconds, idleMb }
  } finally {
    await second.stop()
  }
}

const postmaster = (): number =>
  Number(readFileSync(resolve(PRODUCT_FOLDER, 'pg/cluster/postmaster.pid'), 'utf8').split('\n')[0])

if (import.meta.main) console.log(await benchStart())
