/** A valid value with one or two places changed: what a schema lets through and nobody thought of. */
import type { Random } from '#apps/cli/demo-city/random.ts'
import { hostileText, hostileValue } from './hostile.ts'

type Path = readonly (string | number)[]

function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...at, name]))]
}

function changedAt(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return change(value)
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  const next = changedAt(copy[name], rest, change)
  if (next === undefined) delete copy[name]
  else copy[name] = next
  return copy
}

export function mutated(value: unknown, random: Random): unknown {
  let result = value
  for (let turn = random.int(1, 2); turn > 0; turn -= 1)
    result = changedAt(result, random.pick(pathsOf(result)), old => otherThan(old, random))
  return result
}

function otherThan(old: unknown, random: Random): unknown {
  const roll = random.int(0, 9)
  if (roll === 0) return undefined
  if (roll === 1) return [old, old]
  if (Array.isArray(old) && roll < 5) return Array.from({ length: random.pick([0, 2, 300]) }, () => old[0])
  if (typeof old === 'string' && roll < 5) return random.pick([`${old}${hostileText(random)}`, old.slice(1)])
  if (typeof old === 'number' && roll < 6) return old + random.pick([-1, 1, 0.5, 1e6])
  if (typeof old === 'object' && old !== null && !Array.isArray(old) && roll < 5)
    return { ...old, [hostileText(random)]: hostileValue(random) }
  return hostileValue(random)
}
