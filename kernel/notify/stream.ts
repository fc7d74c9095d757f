/** A live connection over HTTP: Server-Sent Events, unbuffered, ended when the reader does not keep up. */
import type { FastifyReply } from 'fastify'
import type { LiveConnection } from './live-hub.ts'

const UNREAD_LIMIT = 256 * 1_024

/** Takes the reply over and begins the stream; `onGone` is called once, whoever ended it. */
export function openStream(reply: FastifyReply, onGone: () => void): LiveConnection {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  raw.once('close', onGone)
  return {
    send: events => {
      for (const event of events) raw.write(`data: ${JSON.stringify(event)}\n\n`)
      return raw.writableLength < UNREAD_LIMIT
    },
    beat: () => void raw.write(': beat\n\n'),
    end: () => void raw.end(),
  }
}
