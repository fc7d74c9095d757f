/** What a process and all that descends from it have used and hold, from `/proc`; null where there is none. */
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

function familyOf(root: number): ReadonlyMap<number, Stat> {
  const all = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(name => {
        const stat = readStat(name)
        return stat ? [[Number(name), stat] as const] : []
      }),
  )
  const below = (pid: number): boolean => pid === root || (pid > 1 && below(all.get(pid)?.parent ?? 0))
  return new Map([...all].filter(([pid]) => below(pid)))
}

/** Milliseconds of processor time since the processes began. */
export function processorMs(root: number): number | null {
  if (process.platform !== 'linux') return null
  const ticks = [...familyOf(root).values()].reduce((sum, stat) => sum + stat.ticks, 0)
  return (ticks * 1_000) / TICKS_A_SECOND
}

/** Memory in MB, what is shared counted in parts (PSS). */
export function memoryMb(root: number): number | null {
  if (process.platform !== 'linux') return null
  const kb = [...familyOf(root).keys()].map(pid => {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
      return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    } catch {
      return 0
    }
  })
  return kb.reduce((sum, one) => sum + one, 0) / 1_024
}
