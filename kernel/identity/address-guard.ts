/**
 * Slows spraying (one password tried on many names), which the lock of one account does not see: failures are counted
 * per network in this process. An attempt counts from before its secret is looked at, so that many at once get no more
 * looks than many in turn.
 *
 * An office of hundreds shares one address. So whoever would go beyond the limit only because others are being looked at
 * waits for them; who signs in takes the failures of that account back; and an account that signed in from here lately
 * is let through, with nothing but its own lock between it and a guess.
 */
import { createHash } from 'node:crypto'
import { networkOf } from '../network-of.ts'

export type AddressGuard = Readonly<{
  /** Waits for its turn; from then on the attempt counts, until it is `over`, which is to be called in any case. */
  admit(address: string, signInName: string, now: Date): Promise<Admission>
}>

export type Admission = Readonly<
  | {
      admitted: true
      /** What was found; an attempt that ends without was not looked at, and counts no more. */
      found(right: boolean): void
      over(): void
    }
  | { admitted: false; seconds: number }
>

export const FAILURES_PER_ADDRESS = 50
const WINDOW_MS = 10 * 60_000
const NETWORKS_KEPT = 10_000
/** For how long, and for how many accounts, it is known where they signed in from. */
const LATELY_MS = 7 * 86_400_000
const KNOWN_KEPT = 20_000

type Network = { failures: Failure[]; looking: number; waiting: (() => void)[] }
type Failure = Readonly<{ at: number; name: string }>

export function createAddressGuard(limit = FAILURES_PER_ADDRESS): AddressGuard {
  const networks = new Map<string, Network>()
  /** When an account signed in, by network and name. */
  const known = new Map<string, number>()

  const networkNamed = (key: string): Network => {
    const network = networks.get(key) ?? { failures: [], looking: 0, waiting: [] }
    remember(networks, key, network, NETWORKS_KEPT)
    return network
  }

  return Object.freeze({
    admit: async (address: string, signInName: string, now: Date): Promise<Admission> => {
      const at = now.getTime()
      const [key, name] = [networkOf(address), nameKey(signInName)]
      const place = `${key} ${name}`
      const network = networkNamed(key)
      for (;;) {
        forget(network, at)
        if ((known.get(place) ?? Number.NEGATIVE_INFINITY) > at - LATELY_MS) break
        const oldest = network.failures.at(-limit)
        if (oldest) return { admitted: false, seconds: secondsUntil(oldest.at + WINDOW_MS, at) }
        if (network.failures.length + network.looking < limit) break
        await new Promise<void>(turn => network.waiting.push(turn))
      }
      network.looking += 1
      let failed = false
      return {
        admitted: true,
        found: right => {
          failed = !right
          if (!right) return
          network.failures = network.failures.filter(failure => failure.name !== name)
          remember(known, place, at, KNOWN_KEPT)
        },
        over: () => {
          network.looking -= 1
          if (failed) network.failures = [...network.failures, { at, name }].slice(-limit)
          wake(network, limit)
        },
      }
    },
  })
}

/** Those for whom there is room now; all, to be refused, where there will be none. */
function wake({ failures, looking, waiting }: Network, limit: number): void {
  const room = failures.length >= limit ? waiting.length : limit - failures.length - looking
  for (const turn of waiting.splice(0, Math.max(0, room))) turn()
}

const forget = (network: Network, at: number): void => {
  network.failures = network.failures.filter(failure => failure.at > at - WINDOW_MS)
}

const secondsUntil = (end: number, at: number): number => Math.max(1, Math.ceil((end - at) / 1_000))

/** Short whatever was typed; people type passwords into that field. */
const nameKey = (signInName: string): string =>
  createHash('sha256').update(signInName.toLowerCase()).digest('base64url').slice(0, 16)

/** As the latest; of more than `kept`, the one longest unheard of goes. */
function remember<T>(map: Map<string, T>, key: string, value: T, kept: number): void {
  map.delete(key)
  map.set(key, value)
  const first = map.keys().next()
  if (map.size > kept && !first.done) map.delete(first.value)
}
