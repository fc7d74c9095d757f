/**
 * Slows spraying (one password tried on many names), which the lock of one account does not see: failures are
 * counted per network address in this process. Offices share one address, so only failures count, and generously.
 */
export type AddressGuard = Readonly<{
  /** Seconds to wait, or 0. */
  waitFor(address: string, now: Date): number
  failed(address: string, now: Date): void
}>

export const FAILURES_PER_ADDRESS = 50
const WINDOW_MS = 10 * 60_000
const ADDRESSES_KEPT = 10_000

export function createAddressGuard(limit = FAILURES_PER_ADDRESS): AddressGuard {
  const failures = new Map<string, number[]>()

  const recent = (address: string, now: Date): number[] =>
    (failures.get(address) ?? []).filter(at => at > now.getTime() - WINDOW_MS)

  return Object.freeze({
    waitFor: (address: string, now: Date) => {
      const times = recent(address, now)
      const oldest = times.at(-limit)
      return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + WINDOW_MS - now.getTime()) / 1_000))
    },
    failed: (address: string, now: Date) => {
      const times = [...recent(address, now), now.getTime()]
      failures.delete(address)
      failures.set(address, times.slice(-limit))
      const first = failures.keys().next()
      if (failures.size > ADDRESSES_KEPT && !first.done) failures.delete(first.value)
    },
  })
}
