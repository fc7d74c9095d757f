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
 * shows where it promises to be live. `onEvent` sees each matching event, for a screen that refreshes by more than
 * its topic; such a screen refreshes in `onCatchUp` too, when events may have been missed.
 */
export function useLive(
  topics: readonly string[],
  onEvent?: (event: LiveEvent) => void,
  onCatchUp?: () => void,
): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>(source.state())
  const latest = useRef({ topics, onEvent, onCatchUp })
  latest.current = { topics, onEvent, onCatchUp }

  useEffect(() => {
    const refresh = (matches: (wanted: string) => boolean) =>
      client.invalidateQueries({ predicate: query => topicsOf(query.meta).some(matches) })
    const stop = source.listen({
      onState: setState,
      onPoll: () => {
        refresh(wanted => latest.current.topics.some(topic => matchesTopic(wanted, topic)))
        latest.current.onCatchUp?.()
      },
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
