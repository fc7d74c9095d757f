/** One person's browser over the network: keeps its cookie and CSRF token, signs in again when it must. */
import { setTimeout as wait } from 'node:timers/promises'
import { SESSION_COOKIE } from '#kernel/identity/resolve-session.ts'
import { PASSWORD } from '#tests/support/people.ts'

export type Reply = Readonly<{ status: number; code: string | null; body: Record<string, unknown> }>
export type Attempt = Readonly<{ method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown }>
export type Patience = Readonly<{
  /** Milliseconds after which the person hangs up without waiting for the reply. */
  hangUpAfter?: number
}>

const REPLY_PATIENCE_MS = 60_000
/** What the product's own pages try again: no answer, too many, not now. */
const TRANSIENT = new Set([429, 502, 503, 504, 507])
/** A sign-in that was cut short gave a cookie and no token: the person signs in again. */
const NO_TOKEN = 'CSRF_TOKEN_INVALID'
const ANSWER_PATIENCE_MS = 120_000

export class Client {
  readonly #address: () => string
  readonly signInName: string
  #cookie = ''
  #csrf = ''

  /** @param address asked before every attempt: a person may be led to another server each time */
  constructor(address: () => string, signInName: string) {
    this.#address = address
    this.signInName = signInName
  }

  get headers(): Readonly<Record<string, string>> {
    return { cookie: this.#cookie, 'x-csrf-token': this.#csrf }
  }

  /** One attempt; rejects when no reply came. */
  async send({ method, path, body }: Attempt, { hangUpAfter }: Patience = {}): Promise<Reply> {
    const form = body instanceof FormData
    const response = await fetch(`${this.#address()}${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(body !== undefined && !form && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(hangUpAfter ?? REPLY_PATIENCE_MS),
    })
    const cookie = response.headers.getSetCookie().find(one => one.startsWith(`${SESSION_COOKIE}=`))
    if (cookie) this.#cookie = cookie.split(';')[0] ?? ''
    const told = (await response.json()) as Record<string, unknown>
    return { status: response.status, code: response.ok ? null : String(told.code), body: told }
  }

  async signIn(): Promise<Reply> {
    const body = { signInName: this.signInName, password: PASSWORD }
    const reply = await this.send({ method: 'POST', path: '/api/session', body })
    if (reply.status === 200) this.#csrf = String(reply.body.csrfToken)
    return reply
  }

  /**
   * The same request until it is answered for good, as the product's pages do it.
   *
   * @param heard told of every attempt's fate: a status, or 0 where no reply came
   */
  async untilAnswered(
    attempt: Attempt,
    heard: (status: number, code: string | null) => void = () => {},
    patience: () => Patience = () => ({}),
  ): Promise<Reply & Readonly<{ attempts: number }>> {
    const until = Date.now() + ANSWER_PATIENCE_MS
    for (let attempts = 1; ; attempts += 1) {
      const reply = await this.#attempt(attempt, attempts === 1 ? patience() : {})
      heard(reply?.status ?? 0, reply?.code ?? null)
      const stranger = reply?.status === 401 || reply?.code === NO_TOKEN
      if (reply && !stranger && !TRANSIENT.has(reply.status)) return { ...reply, attempts }
      if (Date.now() > until)
        throw new Error(`${attempt.method} ${attempt.path} was not answered: ${reply?.code ?? 'no reply'}`)
      if (stranger) await this.signIn().catch(() => null)
      else await wait(150)
    }
  }

  #attempt(attempt: Attempt, patience: Patience): Promise<Reply | null> {
    return this.send(attempt, patience).catch(() => null)
  }
}
