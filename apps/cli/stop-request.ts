/** Being told to stop, by Ctrl-C or SIGTERM: the first asks, the second is told to wait, the third ends at once. */
import { step } from './say.ts'

type Host = Readonly<{
  on(signal: 'SIGINT' | 'SIGTERM', hear: () => void): unknown
  exit(code: number): unknown
}>

/** Exit code of a command that was told to stop before it was done. */
export const INTERRUPTED = 130

/** Hears from now on; the signal is aborted when the first request comes. */
export function hearStopRequests(
  host: Host = process,
  say: (line: string) => void = console.log,
): AbortSignal {
  const request = new AbortController()
  let heard = 0
  const hear = (): void => {
    heard += 1
    if (heard === 1) {
      say('\n正在停止 / stopping …')
      request.abort(new Error('已要求停止 / told to stop'))
    } else if (heard === 2) {
      say('正在停止，请稍候；再按一次 Ctrl-C 强行退出 / stopping, please wait; Ctrl-C once more forces it')
    } else {
      say(
        '已强行退出，PostgreSQL 可能仍在运行，./zhitong stop 可停止 / forced; PostgreSQL may still run, ./zhitong stop ends it',
      )
      host.exit(INTERRUPTED)
    }
  }
  host.on('SIGINT', hear)
  host.on('SIGTERM', hear)
  return request.signal
}

/** Steps that do not begin any more, and end wherever they tell their progress, once a stop was asked for. */
export const stepsUntil =
  (stop: AbortSignal): typeof step =>
  (title, work) => {
    stop.throwIfAborted()
    return step(title, tell =>
      work(progress => {
        stop.throwIfAborted()
        tell(progress)
      }),
    )
  }
