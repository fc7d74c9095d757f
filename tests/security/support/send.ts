/** From what is asked to a request on the wire, and what a reply holds, whatever its packing. */
import { randomBytes, randomUUID } from 'node:crypto'
import { Workbook } from '@cj-tech-master/excelts'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { AnyRoute } from '#kernel/contract/index.ts'
import { hashToken, SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { multipart } from '#tests/support/office.ts'
import type { TestServer } from '#tests/support/server.ts'
import type { Ask } from '../requests/ask.ts'

export type Reply = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body' | 'rawPayload'>
/** What a signed-in browser sends with every request. */
export type Ticket = Readonly<{ token: string; csrf: string }>

export const CANARY = '金丝雀七'
/** What each unit of the other county reports: of the month, and from the year's beginning. */
export const CANARY_AMOUNT = '98765432.10'
export const CANARY_TOTAL = '198765432.10'
/** The other county, which its regions and the credit codes of its units begin with. */
const CANARY_PLACE = /\b430203\d{6}\b|\b91430203/

/** Of one report of the other county, or of up to four added up; as the database writes it and as a page groups it. */
const CANARY_NUMBERS = [CANARY_AMOUNT, CANARY_TOTAL]
  .flatMap(amount => [1, 2, 3, 4].map(times => (BigInt(amount.replace('.', '')) * BigInt(times)) / 100n))
  .flatMap(whole => [String(whole), whole.toLocaleString('en')])

export async function ticketFor({ services }: TestServer, accountId: number): Promise<Ticket> {
  const ticket = { token: randomBytes(32).toString('base64url'), csrf: randomBytes(16).toString('base64url') }
  const at = services.clock()
  await services.database.db
    .insertInto('identity.session')
    .values({
      token_hash: hashToken(ticket.token),
      account_id: accountId,
      csrf_token: ticket.csrf,
      created_at: at,
      seen_at: at,
      second_factor_at: at,
    })
    .execute()
  return ticket
}

export function addressOf(route: AnyRoute, { params = {}, query }: Ask): string {
  const path = route.path.replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  )
  if (!query || Object.keys(query).length === 0) return path
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)])
  return `${path}?${new URLSearchParams(pairs)}`
}

type Content = Readonly<{ payload?: Buffer | string; headers: Readonly<Record<string, string>> }>

function contentOf(ask: Ask): Content {
  if (ask.file) {
    const { name, bytes, fields } = ask.file
    return multipart({ name, bytes: Buffer.from(bytes) }, fields)
  }
  if (ask.raw !== undefined) return { payload: ask.raw, headers: { 'content-type': 'application/json' } }
  if (ask.body === undefined) return { headers: {} }
  return { payload: JSON.stringify(ask.body), headers: { 'content-type': 'application/json' } }
}

/** Asks as the holder of the ticket would, or as a stranger; a stream that never ends is let go once it has begun. */
export async function sendTo(
  { app }: TestServer,
  route: AnyRoute,
  ask: Ask,
  ticket: Ticket | null,
): Promise<Reply> {
  const { payload, headers } = contentOf(ask)
  const endless = route.id === 'access.live'
  const reply = await app.inject({
    method: route.method,
    url: addressOf(route, ask),
    ...(ticket && { cookies: { [SESSION_COOKIE]: ticket.token } }),
    headers: {
      ...(ticket && { 'x-csrf-token': ticket.csrf }),
      ...(route.idempotency === 'key' && { 'idempotency-key': randomUUID() }),
      ...headers,
      ...ask.headers,
    },
    ...(payload !== undefined && { payload }),
    payloadAsStream: endless,
  } as InjectOptions)
  if (!endless) return reply
  const told = reply.statusCode === 200 ? [] : await reply.stream().toArray()
  reply.stream().destroy()
  return {
    statusCode: reply.statusCode,
    headers: reply.headers,
    body: told.join(''),
    rawPayload: Buffer.alloc(0),
  }
}

/** Everything a reply says as text; a workbook cell by cell. */
async function textOf(reply: Reply): Promise<string> {
  const head = JSON.stringify(reply.headers)
  const type = String(reply.headers['content-type'])
  if (!type.includes('spreadsheetml')) return head + reply.body
  const workbook = new Workbook()
  await workbook.xlsx.load(reply.rawPayload)
  const rows = workbook.worksheets.flatMap(sheet => sheet.getSheetValues() as unknown[])
  return head + rows.map(row => JSON.stringify(row)).join('\n')
}

/** Whether a reply holds something of the other county; its codes count where the caller has no reason to name them. */
export async function leaks(reply: Reply, codes = false): Promise<boolean> {
  const text = await textOf(reply)
  if (codes && CANARY_PLACE.test(text)) return true
  return [CANARY, encodeURIComponent(CANARY), ...CANARY_NUMBERS].some(one => text.includes(one))
}

/**
 * A reply without what differs between any two, the request's own number, and without the numbers it was asked for; its
 * status stands before it, for one of those may be the same number.
 */
export function gist(reply: Reply, asked: Ask = {}): string {
  const numbers = new Set(JSON.stringify([asked.params, asked.body])?.match(/\d+/g))
  const body = reply.body.replace(/"requestId":"[^"]*"/, '').replace(/"status":\d{3},/, '')
  return `${reply.statusCode} ${body.replace(/\d+/g, number => (numbers.has(number) ? '#' : number))}`
}
