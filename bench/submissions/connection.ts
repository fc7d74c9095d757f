/** HTTP over a plain socket: the client shares the machine with what it measures, so it does as little as can be. */
import { connect, type Socket } from 'node:net'

export type Reply = Readonly<{ status: string; headers: string; text: string }>

/** The bytes of one request; `body` is JSON as text. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  if (body !== undefined)
    lines.push('content-type: application/json\r\n', `content-length: ${Buffer.byteLength(body)}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}\r\n${body ?? ''}`)
}

/** One kept connection, one request after the other. */
export class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #take: ((reply: Reply) => void) | null = null
  #fail: ((reason: Error) => void) | null = null

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', chunk => this.#receive(chunk))
    this.#socket.on('error', error => this.#fail?.(error))
    this.#socket.on('close', () => this.#fail?.(new Error('the connection was closed')))
  }

  send(request: Buffer): Promise<Reply> {
    return new Promise((take, fail) => {
      this.#take = take
      this.#fail = fail
      this.#socket.write(request)
    })
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const head = this.#received.indexOf('\r\n\r\n')
    if (head < 0) return
    const headers = this.#received.toString('latin1', 0, head)
    const length = Number(/content-length: (\d+)/i.exec(headers)?.[1] ?? 0)
    if (this.#received.length < head + 4 + length) return
    const reply = {
      status: headers.slice(9, 12),
      headers,
      text: this.#received.toString('utf8', head + 4, head + 4 + length),
    }
    this.#received = this.#received.subarray(head + 4 + length)
    const take = this.#take
    this.#take = null
    take?.(reply)
  }

  end(): void {
    this.#fail = null
    this.#socket.destroy()
  }
}
