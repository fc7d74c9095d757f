import { useEffect, useState } from 'react'

/** The server's time, kept by this browser's clock; moves every half minute. */
export function useServerClock(serverNow: string | undefined): number {
  const [drift, setDrift] = useState(0)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (serverNow !== undefined) setDrift(Date.parse(serverNow) - Date.now())
  }, [serverNow])
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now + drift
}
