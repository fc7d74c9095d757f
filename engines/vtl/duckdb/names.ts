/** Names, constants and types as DuckDB writes them. */
import { formatDate } from '../calendar.ts'
import type { Constant } from '../check/plan.ts'
import type { ValueType } from '../check/types.ts'
import { formatDecimal } from '../js/decimal.ts'

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

export function typeName(type: ValueType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.digits},${type.scale})`
    case 'double':
      return 'DOUBLE'
    case 'boolean':
      return 'BOOLEAN'
    case 'date':
      return 'DATE'
    default:
      return 'VARCHAR'
  }
}

/** A double literal: DuckDB reads numbers without an exponent as decimals. */
export function doubleLiteral(value: number): string {
  const text = String(value)
  const literal = text.includes('e') ? text : `${text}e0`
  return value < 0 ? `(${literal})` : literal
}

export function literal(value: Constant, type: ValueType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'bigint' && type.kind === 'decimal') {
    const digits = Math.max(String(value < 0n ? -value : value).length, type.scale, 1)
    return `'${formatDecimal(value, type.scale)}'::DECIMAL(${digits},${type.scale})`
  }
  if (typeof value === 'number')
    return type.kind === 'date' ? `DATE '${formatDate(value)}'` : doubleLiteral(value)
  return quoteText(String(value))
}
