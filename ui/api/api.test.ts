import { Type } from 'typebox'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineRoute } from '#kernel/contract/index.ts'
import { addressOf } from './address.ts'
import { call } from './call.ts'
import { createLiveSource, matchesTopic } from './live-source.ts'
import { isTransient, RequestFailed } from './request-failed.ts'
import { onSessionLost, rememberCsrfToken } from './session-token.ts'

const text = { 'zh-CN': '上报', en: 'Submit' }
const submit = defineRoute({
  id: 'collect.submitReport',
  method: 'POST',
  path: '/api/reports/:id/submit',
  summary: text,
  permission: 'signed-in',
  params: Type.Object({ id: Type.Integer() }),
  body: Type.Object({ note: Type.String() }),
  reply: Type.Object({ revision: Type.Integer() }),
  idempotency: 'key',
})

/** The one form in which the server takes a request's number. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

type Sent = { address: string; init: RequestInit & { headers: Record<string, string> } }

function answerWith(...answers: (() => Response)[]): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (address: string, init: Sent['init']) => {
    sent.push({ address, init })
    return (answers.length > 1 ? answers.shift()! : answers[0]!)()
  })
  return sent
}

const json = (status: number, body: unknown) => () => Response.json(body as object, { status })
const refusal = (status: number, code: string) =>
  json(status, { code, status, message: { 'zh-CN': '否', en: 'no' }, requestId: 'r1' })

afterEach(() => {
  vi.unstubAllGlobals()
  rememberCsrfToken(null)
})

describe('addressOf', () => {
  it('should fill parameters and leave blanks out of the query', () => {
    const address = addressOf(
      { path: '/api/units/:code/forms' },
      { code: 'a/b' },
      { page: 2, search: '', tag: ['x', 'y'] },
    )
    expect(address).toBe('/api/units/a%2Fb/forms?page=2&tag=x&tag=y')
    expect(() => addressOf({ path: '/api/units/:code' }, {})).toThrow('missing parameter code')
  })
})

describe('call', () => {
  it('should send token, key and body, and give the typed reply', async () => {
    rememberCsrfToken('t0')
    const sent = answerWith(json(200, { revision: 3 }))
    const reply = await call(submit, { params: { id: 7 }, body: { note: 'x' } })
    expect(reply.revision).toBe(3)
    expect(sent[0]!.address).toBe('/api/reports/7/submit')
    expect(sent[0]!.init.headers['x-csrf-token']).toBe('t0')
    expect(sent[0]!.init.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
    expect(sent[0]!.init.body).toBe('{"note":"x"}')
  })

  it('should give every request a number, and a failure the number it was sent with', async () => {
    rememberCsrfToken('t0')
    const sent = answerWith(
      json(200, { revision: 3 }),
      json(502, { nothing: 'of ours' }),
      refusal(409, 'CONFLICT'),
    )
    const ask = () => call(submit, { params: { id: 7 }, body: { note: 'x' } })
    await ask()
    const foreign = await ask().catch(error => error)
    const refused = await ask().catch(error => error)
    const numbers = sent.map(one => one.init.headers['x-request-id'])
    for (const number of numbers) expect(number).toMatch(UUID)
    expect(new Set(numbers).size).toBe(3)
    expect(foreign.problem.requestId).toBe(numbers[1])
    expect(refused.problem.requestId).toBe('r1')
  })

  it('should fetch the token once and, when it is out of date, fetch it again under the same key', async () => {
    const sent = answerWith(
      json(200, { csrfToken: 't1' }),
      refusal(403, 'CSRF_TOKEN_INVALID'),
      json(200, { csrfToken: 't2' }),
      json(200, { revision: 1 }),
    )
    await call(submit, { params: { id: 7 }, body: { note: 'x' } })
    expect(sent.map(one => one.address)).toEqual([
      '/api/session',
      '/api/reports/7/submit',
      '/api/session',
      '/api/reports/7/submit',
    ])
    expect(sent[3]!.init.headers['x-csrf-token']).toBe('t2')
    expect(sent[3]!.init.headers['idempotency-key']).toBe(sent[1]!.init.headers['idempotency-key'])
  })

  it('should raise the problem as told, and say when the session is lost', async () => {
    rememberCsrfToken('t0')
    const lost = vi.fn()
    const stop = onSessionLost(lost)
    answerWith(refusal(401, 'SESSION_REQUIRED'))
    const failure = await call(submit, { params: { id: 7 }, body: { note: 'x' } }).catch(error => error)
    expect(failure).toBeInstanceOf(RequestFailed)
    expect(failure.problem).toMatchObject({ code: 'SESSION_REQUIRED', requestId: 'r1' })
    expect(lost).toHaveBeenCalledOnce()
    stop()
  })

  it('should turn no network and a foreign page into bilingual problems', async () => {
    rememberCsrfToken('t0')
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed')
    })
    const offline = await call(submit, { params: { id: 7 }, body: { note: 'x' } }).catch(error => error)
    expect(offline.problem.code).toBe('OFFLINE')
    expect(offline.problem.requestId).toMatch(UUID)
    expect(isTransient(offline)).toBe(true)
    answerWith(() => new Response('<html>bad gateway</html>', { status: 502 }))
    const foreign = await call(submit, { params: { id: 7 }, body: { note: 'x' } }).catch(error => error)
    expect(foreign.problem).toMatchObject({ code: 'REPLY_UNREADABLE', status: 502 })
    expect(foreign.problem.message.en).toContain('502')
  })
})

describe('live source', () => {
  it('should hear topics and what lies below them', () => {
    expect(matchesTopic('collect.report', 'collect')).toBe(true)
    expect(matchesTopic('collect.report:12', 'collect.report')).toBe(true)
    expect(matchesTopic('collection', 'collect')).toBe(false)
  })

  it('should hold no connection while the tab is hidden and catch up when it is seen again', () => {
    const opened: EventSource[] = []
    const live = createLiveSource(() => {
      const source = { close: vi.fn(), readyState: 0 } as unknown as EventSource
      opened.push(source)
      return source
    })
    const listener = { onEvent: vi.fn(), onPoll: vi.fn(), onState: vi.fn() }
    const stop = live.listen(listener)
    opened[0]!.onopen!(new Event('open'))
    listener.onPoll.mockClear()
    live.resume()
    expect(opened.length).toBe(1)
    live.pause()
    expect(opened[0]!.close).toHaveBeenCalled()
    live.resume()
    expect(opened.length).toBe(2)
    expect(listener.onPoll).not.toHaveBeenCalled()
    opened[1]!.onopen!(new Event('open'))
    expect(listener.onPoll).toHaveBeenCalledOnce()
    stop()
    live.pause()
    live.resume()
    expect(opened.length).toBe(2)
  })

  it('should catch up on what changed between a first read and the first opening', () => {
    const source = { close: vi.fn(), readyState: 0 } as unknown as EventSource
    const live = createLiveSource(() => source)
    const listener = { onEvent: vi.fn(), onPoll: vi.fn(), onState: vi.fn() }
    const stop = live.listen(listener)
    expect(listener.onPoll).not.toHaveBeenCalled()
    source.onopen!(new Event('open'))
    expect(listener.onPoll).toHaveBeenCalledOnce()
    stop()
  })

  it('should poll while disconnected, reconnect, and catch up on what was missed', () => {
    vi.useFakeTimers()
    const opened: EventSource[] = []
    const live = createLiveSource(() => {
      const source = { close: vi.fn(), readyState: 0 } as unknown as EventSource
      opened.push(source)
      return source
    })
    const listener = { onEvent: vi.fn(), onPoll: vi.fn(), onState: vi.fn() }
    const stop = live.listen(listener)
    opened[0]!.onopen!(new Event('open'))
    opened[0]!.onmessage!({ data: '{"topic":"collect.report","id":1}' } as MessageEvent)
    opened[0]!.onmessage!({ data: 'not json' } as MessageEvent)
    expect(listener.onEvent).toHaveBeenCalledExactlyOnceWith({ topic: 'collect.report', id: 1 })

    opened[0]!.onerror!(new Event('error'))
    expect(listener.onState).toHaveBeenLastCalledWith('polling')
    vi.advanceTimersByTime(1000)
    opened[1]!.onerror!(new Event('error'))
    vi.advanceTimersByTime(15_000)
    expect(listener.onPoll).toHaveBeenCalled()
    const polls = listener.onPoll.mock.calls.length
    opened.at(-1)!.onopen!(new Event('open'))
    expect(listener.onState).toHaveBeenLastCalledWith('open')
    expect(listener.onPoll.mock.calls.length).toBe(polls + 1)
    vi.advanceTimersByTime(60_000)
    expect(listener.onPoll.mock.calls.length).toBe(polls + 1)
    stop()
    vi.useRealTimers()
  })
})
