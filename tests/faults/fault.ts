/** What a fault is, and the world it strikes. */
import type { Random } from '#apps/cli/demo-city/random.ts'
import type { Client } from './client.ts'
import type { Installation } from './installation.ts'
import type { Ledger } from './ledger.ts'
import type { Reporter } from './reporter.ts'

export type World = Installation & {
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
  /** Does it while the load runs, and brings back what a person would bring back. */
  strike(world: World): Promise<void>
}>
