/** The whole city's reporters, in a process of its own: they arrive ever faster until the end. */
import { setTimeout as wait } from 'node:timers/promises'
import { type Deed, type Night, Reporter } from './reporter.ts'

export type Latency = Readonly<{ count: number; p50Ms: number; p99Ms: number; maxMs: number }>

export type NightResult = Readonly<{
  seconds: number
  deeds: Readonly<Record<Deed, Latency>>
  /** Submissions answered in the busiest ten seconds, per second. */
  busiestPerSecond: number
  refused: Readonly<Record<string, number>>
  cpuMs: number
}>

const BUSY_SECONDS = 10

function latencyOf(times: readonly number[]): Latency {
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }
}

/** When the unit of this rank comes, as a share of the night: few at first, most at the end. */
const arrival = (share: number) => Math.sqrt(share) * 0.97

async function run(night: Night): Promise<NightResult> {
  const times: Record<Deed, number[]> = { 'sign-in': [], open: [], draft: [], submit: [] }
  const refused: Record<string, number> = {}
  const submitted = new Map<number, number>()
  const begin = performance.now()
  const cpu = process.cpuUsage()
  const told = (deed: Deed, ms: number, text: string | null) => {
    times[deed].push(ms)
    if (text) refused[`${deed}: ${text}`] = (refused[`${deed}: ${text}`] ?? 0) + 1
    if (deed !== 'submit') return
    const slot = Math.floor((performance.now() - begin) / 1_000 / BUSY_SECONDS)
    submitted.set(slot, (submitted.get(slot) ?? 0) + 1)
  }
  const city = night.units.map(async (_, index) => {
    await wait(arrival(index / night.units.length) * night.seconds * 1_000)
    await new Reporter(night, index, told).work()
  })
  await Promise.all(city)
  const spent = process.cpuUsage(cpu)
  return {
    seconds: (performance.now() - begin) / 1_000,
    deeds: {
      'sign-in': latencyOf(times['sign-in']),
      open: latencyOf(times.open),
      draft: latencyOf(times.draft),
      submit: latencyOf(times.submit),
    },
    busiestPerSecond: Math.max(0, ...submitted.values()) / BUSY_SECONDS,
    refused,
    cpuMs: (spent.user + spent.system) / 1_000,
  }
}

if (import.meta.main) {
  process.once('message', message => {
    void run(message as Night).then(result => process.send?.(result, () => process.exit(0)))
  })
}
