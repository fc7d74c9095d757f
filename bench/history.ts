/**
 * One line a run in `data/bench/history.jsonl`, so that a figure that grows worse is seen: the commit, how busy the machine
 * was when the run began, and the figures by name. Larger is better where a name ends in `PerSecond`, worse elsewhere.
 * The history is the machine's, not the repository's: figures of two machines do not compare.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname, resolve } from 'node:path'

const FILE = resolve(import.meta.dirname, '../data/bench/history.jsonl')

export type Figures = Readonly<Record<string, number>>
export type HistoryLine = Readonly<{
  at: string
  commit: string
  processor: string
  cores: number
  /** Load average of the minute before the run, for each core: above one half the clock's figures say little. */
  load: number
  figures: Figures
}>

/** To be called before the run: the run itself is a load. */
export const beginRun = (): Omit<HistoryLine, 'figures'> => ({
  at: new Date().toISOString(),
  commit: execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim(),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  load: Number(((loadavg()[0] ?? 0) / cpus().length).toFixed(2)),
})

export function readHistory(): readonly HistoryLine[] {
  if (!existsSync(FILE)) return []
  const lines = readFileSync(FILE, 'utf8').split('\n')
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as HistoryLine)
}

export function keepRun(line: HistoryLine): void {
  mkdirSync(dirname(FILE), { recursive: true })
  appendFileSync(FILE, `${JSON.stringify(line)}\n`)
}

const NOTICEABLE = 1.15

/** Figures at least 15 % worse than in the last run on the same processor that was as quiet. */
export function regressions(now: HistoryLine, history: readonly HistoryLine[]): readonly string[] {
  const before = history.findLast(
    line =>
      line.processor === now.processor && line.cores === now.cores && Math.abs(line.load - now.load) < 0.3,
  )
  if (!before) return []
  return Object.entries(now.figures).flatMap(([name, value]) => {
    const was = before.figures[name]
    if (!was || !value) return []
    const factor = name.endsWith('PerSecond') ? was / value : value / was
    return factor > NOTICEABLE ? [`${name}: ${value}, was ${was} at ${before.commit}`] : []
  })
}
