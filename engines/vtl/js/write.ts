import { formatDate } from '../calendar.ts'
import type { ValueType } from '../check/types.ts'
import type { Scalar } from '../schema.ts'
import { formatDecimal } from './decimal.ts'
import type { Value } from './emit.ts'

/** A value of the engine as the outside writes it: exact decimals at their scale, doubles at their shortest. */
export function writeScalar(value: Value, type: ValueType): Scalar {
  if (value === null || typeof value === 'boolean') return value
  if (type.kind === 'decimal') return formatDecimal(value as number | bigint, type.scale)
  if (type.kind === 'date') return formatDate(value as number)
  if (type.kind === 'double') return plainNumber(value as number)
  return String(value)
}

/** The shortest text that reads back as the same double, without an exponent. */
function plainNumber(value: number): string {
  const text = String(value === 0 ? 0 : value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const digits = match[2]! + (match[3] ?? '')
  const point = 1 + Number(match[4])
  if (point <= 0) return `${match[1]}0.${'0'.repeat(-point)}${digits}`
  return match[1] + digits.padEnd(point, '0')
}
