/** Processor time of a process and all that descends from it, from `/proc`; null where there is none. */
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_A_SECOND = 100

type Stat = { parent: number; ticks: number }

function readStat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    // Own user and system time, and that of children that ended: fields 14 to 17 of proc(5).
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { parent: Number(fields[1]), ticks }
  } catch {
    return null
  }
}

/** Milliseconds since the processes began. */
export function processorMs(root: number): number | null {
  if (process.platform !== 'linux') return null
  const all = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(name => {
        const stat = readStat(name)
        return stat ? [[Number(name), stat] as const] : []
      }),
  )
  const below = (pid: number): boolean => pid === root || (pid > 1 && below(all.get(pid)?.parent ?? 0))
  const ticks = [...all].reduce((sum, [pid, stat]) => (below(pid) ? sum + stat.ticks : sum), 0)
  return (ticks * 1_000) / TICKS_A_SECOND
}
