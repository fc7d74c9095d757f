/** Clients as bad networks make them. */
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from './client.ts'
import type { Fault, World } from './fault.ts'

export const clientFaults: readonly Fault[] = [
  {
    name: 'clients that hang up before the reply, and try again',
    felt: ['no reply'],
    strike: async world => {
      world.haste = 0.6
      await wait(3_000)
    },
  },
  {
    name: 'clients that send half a body and go',
    strike: async world => {
      await sendInPart(world, async sockets => {
        for (const socket of sockets) socket.write(BODY.subarray(0, BODY.length / 2))
        await wait(300)
      })
    },
  },
  {
    name: 'clients that send one byte a second',
    strike: async world => {
      if (world.long) await dripUntilCut(world)
      else await sendInPart(world, sockets => drip(sockets, sent => sent < 4))
    },
  },
]

/** Longer than anybody drips. */
const BODY = Buffer.from(JSON.stringify({ clientId: 'x'.repeat(200), values: { cells: { M1: '1' } } }))

/** A byte a second to each, while `goesOn` of the seconds so far. */
async function drip(sockets: readonly Socket[], goesOn: (seconds: number) => boolean): Promise<void> {
  for (let sent = 0; goesOn(sent); sent += 1) {
    for (const socket of sockets) if (!socket.destroyed) socket.write(BODY.subarray(sent, sent + 1))
    await wait(1_000)
  }
}

/** The server lets a request take a minute and looks every half: after a minute and a half each has been cut. */
const CUT_WITHIN_S = 100

async function dripUntilCut(world: World): Promise<void> {
  const { city, server, ledger } = world
  const reporter = new Client(() => server.address, city.reporters[0] as string)
  await reporter.signIn()
  const sockets = await openRequests(world, reporter)
  const answers = sockets.map(socket => {
    let head = ''
    socket.on('data', data => {
      head += String(data)
    })
    return () => head.split('\r\n')[0]
  })
  await drip(sockets, seconds => seconds < CUT_WITHIN_S && sockets.some(socket => !socket.closed))
  const open = sockets.filter(socket => !socket.closed).length
  if (open > 0) ledger.surprises.push(`${open} requests were still being read after ${CUT_WITHIN_S} s`)
  const others = answers.map(answer => answer()).filter(line => line !== 'HTTP/1.1 408 Request Timeout')
  if (others.length > 0)
    ledger.surprises.push(`${others.length} requests were cut with another answer: ${others[0]}`)
  for (const socket of sockets) socket.destroy()
}

/** The server has to be reading all the while: a request answered before its end was refused by its head alone. */
async function sendInPart(world: World, send: (sockets: readonly Socket[]) => Promise<void>): Promise<void> {
  const { city, server, ledger } = world
  const reporter = new Client(() => server.address, city.reporters[0] as string)
  await reporter.signIn()
  const sockets = await openRequests(world, reporter)
  const answers: string[] = []
  for (const socket of sockets) socket.once('data', data => answers.push(String(data).split('\r\n')[0] ?? ''))
  await send(sockets)
  if (answers.length > 0)
    ledger.surprises.push(`${answers.length} requests were answered before their end: ${answers[0]}`)
  for (const socket of sockets) socket.destroy()
}

const openRequests = (world: World, reporter: Client): Promise<readonly Socket[]> =>
  Promise.all(Array.from({ length: 60 }, () => openRequest(world, reporter)))

/** The head of a submission by someone who may send it; the body is still to come. */
async function openRequest({ server, city }: World, reporter: Client): Promise<Socket> {
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await new Promise(done => socket.once('connect', done))
  const path = `/api/collect/my-reports/${city.collections[0]?.collectionId}/${city.units[0]}/submissions`
  const headers = {
    host,
    'content-type': 'application/json',
    'content-length': BODY.length,
    ...reporter.headers,
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  return socket
}
