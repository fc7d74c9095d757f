/** Clients as bad networks make them. */
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from './client.ts'
import type { Fault, World } from './fault.ts'

export const clientFaults: readonly Fault[] = [
  {
    name: 'clients that hang up before the reply, and try again',
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
      await sendInPart(world, async sockets => {
        for (let sent = 0; sent < 4; sent += 1) {
          for (const socket of sockets) socket.write(BODY.subarray(sent, sent + 1))
          await wait(1_000)
        }
      })
    },
  },
]

const BODY = Buffer.from(JSON.stringify({ clientId: 'x', values: { cells: { M1: '1' } } }))

/** The server has to be reading all the while: a request answered before its end was refused by its head alone. */
async function sendInPart(world: World, send: (sockets: readonly Socket[]) => Promise<void>): Promise<void> {
  const { city, server, ledger } = world
  const reporter = new Client(() => server.address, city.reporters[0] as string)
  await reporter.signIn()
  const sockets = await Promise.all(Array.from({ length: 60 }, () => openRequest(world, reporter)))
  const answers: string[] = []
  for (const socket of sockets) socket.once('data', data => answers.push(String(data).split('\r\n')[0] ?? ''))
  await send(sockets)
  if (answers.length > 0)
    ledger.surprises.push(`${answers.length} requests were answered before their end: ${answers[0]}`)
  for (const socket of sockets) socket.destroy()
}

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
