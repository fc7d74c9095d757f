import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { createLiveSource, type LiveEvent, type LiveState, matchesTopic } from './live-source.ts'
import { topicsOf } from './queries.ts'

const source = createLiveSource(() => new EventSource('/api/live'))

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => (document.hidden ? source.pause() : source.resume()))
}

/**
 * Keeps every read that named one of these topics fresh; gives the state of the connection, which a screen
 * shows where it promises to be live. `onEvent` sees each matching event.
 */
export function useLive(topics: readonly string[], onEvent?: (event: LiveEvent) => void): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>(source.state())
  const latest = useRef({ topics, onEvent })
  latest.current = { topics, onEvent }

  useEffect(() => {
    const refresh = (matches: (wanted: string) => boolean) =>
      client.invalidateQueries({ predicate: query => topicsOf(query.meta).some(matches) })
    const stop = source.listen({
      onState: setState,
      onPoll: () => refresh(wanted => latest.current.topics.some(topic => matchesTopic(wanted, topic))),
      onEvent: event => {
        if (!latest.current.topics.some(topic => matchesTopic(event.topic, topic))) return
        refresh(wanted => matchesTopic(event.topic, wanted))
        latest.current.onEvent?.(event)
      },
    })
    setState(source.state())
    return stop
  }, [client])
  return state
}
