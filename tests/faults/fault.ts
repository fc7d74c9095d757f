/** What a fault is, and the world it strikes. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '#apps/cli/demo-city/random.ts'
import type { Client } from './client.ts'
import type { Installation } from './installation.ts'
import type { Ledger } from './ledger.ts'
import type { Reporter } from './reporter.ts'

export type World = Installation & {
  /** Whether there is time for what takes minutes. */
  readonly long: boolean
  readonly ledger: Ledger
  readonly random: Random
  readonly statistician: Client
  reporters: readonly Reporter[]
  /** Where people are led; one is drawn for every attempt. */
  addresses: readonly string[]
  /** Chance that a reporter hangs up right after sending. */
  haste: number
}

export type Fault = Readonly<{
  name: string
  /** Why it cannot be done on this machine, or null. */
  impossible?(world: World): string | null
  /** Codes of replies (or `no reply`) of which people must have heard one; where none did, it never struck. */
  felt?: readonly string[]
  /** The server may go on with a mirror that nobody else finds on the disk as it holds it. */
  mirrorUnreadable?: true
  /** Does it while the load runs, and brings back what a person would bring back. */
  strike(world: World): Promise<void>
}>

const FELT_WITHIN_MS = 30_000

/** Until someone has heard one of these, and no longer than a fault takes to be felt. */
export async function untilHeard({ ledger }: World, codes: readonly string[]): Promise<void> {
  const over = Date.now() + FELT_WITHIN_MS
  while (!ledger.hasHeard(codes) && Date.now() < over) await wait(50)
}
