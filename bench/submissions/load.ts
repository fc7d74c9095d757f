/**
 * The load, in a process of its own: submissions over kept connections, each connection one after the other. The
 * client shares the machine with what it measures, so it is plain sockets and bodies made beforehand.
 */
import { randomUUID } from 'node:crypto'
import { Connection, requestBytes } from './connection.ts'
import { contentOf, type FormSize } from './form.ts'
import { csrfOf, tokenOf } from './world.ts'

export type LoadOrder = Readonly<{
  port: number
  connections: number
  form: FormSize
  units: readonly number[]
  collections: readonly number[]
  /** 1 for the first collection; all where it is absent. */
  months?: readonly number[]
  /** How many submissions of each connection come before the clock starts. */
  warmUp: number
}>

export type LoadResult = Readonly<{
  submissions: number
  seconds: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  maxMs: number
  /** Replies that were not a receipt, by status, with one text each. */
  refused: Readonly<Record<string, string>>
  bytes: number
  /** Processor time of the client for one submission. */
  cpuMs: number
}>

function requestOf(order: LoadOrder, index: number, month: number): Buffer {
  const { values, explanations } = contentOf(order.form, index, month)
  const body = JSON.stringify({
    clientId: randomUUID(),
    baseRevision: 0,
    draftVersion: 0,
    values,
    explanations,
  })
  const path = `/api/collect/my-reports/${order.collections[month - 1]}/${order.units[index]}/submissions`
  return requestBytes(
    'POST',
    path,
    { cookie: `zhitong_session=${tokenOf(index)}`, 'x-csrf-token': csrfOf(index) },
    body,
  )
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const months = order.months ?? order.collections.map((_, index) => index + 1)
  // Month after month, as every month's rules look at the one before; a unit stays with its connection.
  const plans = Array.from({ length: order.connections }, (_, connection) => {
    const own = order.units.flatMap((_, index) => (index % order.connections === connection ? [index] : []))
    return months.flatMap(month => own.map(index => requestOf(order, index, month)))
  })
  const lines = plans.map(() => new Connection(order.port))
  const refused: Record<string, string> = {}
  const send = async (line: number, request: Buffer) => {
    const { status, text } = await (lines[line] as Connection).send(request)
    if (status !== '200') refused[status] ??= text.slice(0, 300)
  }
  const each = (work: (line: number) => Promise<void>) => Promise.all(lines.map((_, line) => work(line)))
  const cpu = process.cpuUsage()
  await each(async line => {
    for (const request of (plans[line] as Buffer[]).slice(0, order.warmUp)) await send(line, request)
  })
  const latencies: number[] = []
  const begin = performance.now()
  let end = begin
  await each(async line => {
    for (const request of (plans[line] as Buffer[]).slice(order.warmUp)) {
      const sent = performance.now()
      await send(line, request)
      end = performance.now()
      latencies.push(end - sent)
    }
  })
  const spent = process.cpuUsage(cpu)
  for (const line of lines) line.end()
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const seconds = (end - begin) / 1_000
  return {
    submissions: sorted.length,
    seconds,
    perSecond: sorted.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    refused,
    cpuMs: (spent.user + spent.system) / 1_000 / plans.flat().length,
    bytes: plans[0]?.[0]?.length ?? 0,
  }
}

if (import.meta.main) {
  process.once('message', message => {
    void run(message as LoadOrder).then(result => process.send?.(result, () => process.exit(0)))
  })
}
