/**
 * One Server-Sent Events connection per page, shared by everyone who listens. Each message is
 * `{ topic, … }`. Listeners are told to catch up each time it opens. A lost connection is opened again after
 * 1, 2, 4 … 30 s; meanwhile they are told to poll, so that a screen never stands still without saying so.
 */
export type LiveEvent = Readonly<{ topic: string } & Record<string, unknown>>
export type LiveState = 'connecting' | 'open' | 'polling'

type Listener = Readonly<{
  onEvent: (event: LiveEvent) => void
  onPoll: () => void
  onState: (state: LiveState) => void
}>

type Source = Pick<EventSource, 'close' | 'readyState' | 'onopen' | 'onerror' | 'onmessage'>

export type LiveSource = Readonly<{
  listen: (listener: Listener) => () => void
  state: () => LiveState
  /** A tab nobody looks at holds no connection: a browser has six for all its tabs (HTTP/1.1). */
  pause: () => void
  /** Connects again; listeners catch up once it is open. */
  resume: () => void
}>

/** A topic matches itself and everything below it: `collect` hears `collect.report`. */
export const matchesTopic = (topic: string, wanted: string): boolean =>
  topic === wanted || topic.startsWith(`${wanted}.`) || topic.startsWith(`${wanted}:`)

export const pollSeconds = 15

function parseEvent(data: string): LiveEvent | null {
  try {
    const value: unknown = JSON.parse(data)
    const topic = (value as { topic?: unknown } | null)?.topic
    return typeof topic === 'string' ? (value as LiveEvent) : null
  } catch {
    return null
  }
}

type Connection = {
  source: Source | null
  state: LiveState
  failures: number
  reopen: ReturnType<typeof setTimeout> | undefined
  poll: ReturnType<typeof setInterval> | undefined
}

export function createLiveSource(open: () => Source): LiveSource {
  const listeners = new Set<Listener>()
  const connection: Connection = {
    source: null,
    state: 'connecting',
    failures: 0,
    reopen: undefined,
    poll: undefined,
  }

  const enter = (state: LiveState) => {
    if (connection.state === state) return
    connection.state = state
    if (state !== 'open') connection.poll ??= setInterval(pollAll, pollSeconds * 1000)
    else {
      clearInterval(connection.poll)
      connection.poll = undefined
    }
    for (const listener of listeners) listener.onState(state)
  }
  const pollAll = () => {
    for (const listener of listeners) listener.onPoll()
  }
  const connect = () => {
    const source = open()
    connection.source = source
    source.onopen = () => {
      connection.failures = 0
      enter('open')
      // What changed between a screen's first read, or the last connection, and this one was told to nobody.
      pollAll()
    }
    source.onmessage = message => {
      const event = parseEvent(String(message.data))
      if (event) for (const listener of listeners) listener.onEvent(event)
    }
    source.onerror = () => {
      source.close()
      enter('polling')
      const wait = Math.min(1000 * 2 ** connection.failures++, 30_000)
      clearTimeout(connection.reopen)
      connection.reopen = setTimeout(connect, wait)
    }
  }
  let paused = false
  const disconnect = () => {
    connection.source?.close()
    clearTimeout(connection.reopen)
    clearInterval(connection.poll)
    Object.assign(connection, { source: null, state: 'connecting', failures: 0, poll: undefined })
  }

  return {
    state: () => connection.state,
    pause: () => {
      paused = true
      disconnect()
    },
    resume: () => {
      if (!paused) return
      paused = false
      if (listeners.size === 0) return
      connect()
    },
    listen: listener => {
      listeners.add(listener)
      if (listeners.size === 1 && !paused) connect()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) disconnect()
      }
    },
  }
}
