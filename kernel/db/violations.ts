/** Constraint violations, translated once: modules let constraints reject bad data and name what the person sees. */
import { Problem, type ProblemType, problems } from '../contract/index.ts'

const UNIQUE = '23505'
const FOREIGN_KEY = '23503'
const CHECK = '23514'
const NOT_NULL = '23502'
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '08001',
])

type DatabaseError = Error & { code?: string; constraint?: string; cause?: unknown }

/** @param named problems for constraints, by constraint name, from the modules' contracts */
export function translateViolation(error: unknown, named: ReadonlyMap<string, ProblemType>): Problem | null {
  const { code, constraint = '' } = (error ?? {}) as DatabaseError
  const known = named.get(constraint)
  if (known) return new Problem(known, { constraint })
  if (code === UNIQUE) return new Problem(problems.conflict, { constraint })
  if (code === FOREIGN_KEY) return new Problem(problems.requirement, { constraint })
  if (code === CHECK || code === NOT_NULL) return new Problem(problems.malformed, { reason: constraint })
  return null
}

/** Whether the database itself is out of reach (as against having refused something). */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message = '', cause } = (error ?? {}) as DatabaseError
  if (code && AWAY.has(code)) return true
  if (/Connection terminated|timeout exceeded when trying to connect|connection error/i.test(message))
    return true
  return cause !== undefined && isDatabaseAway(cause)
}
