/** Constraint violations, translated once: modules let constraints reject bad data and name what the person sees. */
import { Problem, type ProblemType, problems } from '../contract/index.ts'

const UNIQUE = '23505'
const FOREIGN_KEY = '23503'
const CHECK = '23514'
const NOT_NULL = '23502'
/** A value that its type cannot hold: no such day, a number or text out of range. Schemas refuse most of them. */
const UNHOLDABLE = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05'])
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '25P03',
  '08006',
  '08003',
  '08001',
])

type DatabaseError = Error & { code?: string; syscall?: string; constraint?: string; cause?: unknown }

/** @param named problems for constraints, by constraint name, from the modules' contracts */
export function translateViolation(error: unknown, named: ReadonlyMap<string, ProblemType>): Problem | null {
  const { code, constraint = '' } = (error ?? {}) as DatabaseError
  const known = named.get(constraint)
  if (known) return new Problem(known, { constraint })
  if (code === UNIQUE) return new Problem(problems.conflict, { constraint })
  if (code === FOREIGN_KEY) return new Problem(problems.requirement, { constraint })
  if (code === CHECK || code === NOT_NULL) return new Problem(problems.malformed, { reason: constraint })
  if (code && UNHOLDABLE.has(code)) return new Problem(problems.malformed, { reason: 'value out of range' })
  return null
}

/** Two writers in each other's way, or no connection left: nothing was changed, and the same request may succeed. */
const BUSY = new Set(['40001', '40P01', '53300'])
/** It waited for a lock, or ran, for longer than a person's request may. */
const OVERDUE = new Set(['55P03', '57014'])

export const isDatabaseBusy = (error: unknown): boolean => BUSY.has((error as DatabaseError)?.code ?? '')

export const isOverdue = (error: unknown): boolean => OVERDUE.has((error as DatabaseError)?.code ?? '')

const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])

/** Whether a disk is full: under the database, the files or the mirror (whose errors have no code). */
export function isStorageFull(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as DatabaseError
  return (code !== undefined && FULL.has(code)) || /No space left on device/i.test(message)
}

/** Whether the database itself is out of reach (as against having refused something). */
export function isDatabaseAway(error: unknown): boolean {
  const { code, syscall, message = '', cause } = (error ?? {}) as DatabaseError
  if (code && AWAY.has(code)) return true
  // A server that was stopped has taken its Unix socket along.
  if (code === 'ENOENT' && syscall === 'connect') return true
  if (/Connection terminated|timeout exceeded when trying to connect|connection error/i.test(message))
    return true
  return cause !== undefined && isDatabaseAway(cause)
}
