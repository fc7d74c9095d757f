/** Quoting for generated DuckDB SQL. Every name and literal that comes from a spec passes through here. */

import type { ColumnType } from './model.ts'

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

const decimalPattern = /^-?\d{1,18}(\.\d{1,18})?$/
const datePattern = /^\d{4}-\d{2}-\d{2}$/

/** A literal of the column's type; undefined when the text is not one. */
export const literal = (type: ColumnType, value: string): string | undefined => {
  if (typeof value !== 'string' || value.includes('\0')) return undefined
  switch (type.kind) {
    case 'decimal':
      return decimalPattern.test(value) && value.length <= 20 ? `(${value})` : undefined
    case 'date': {
      const day = datePattern.test(value) ? new Date(`${value}T00:00:00Z`) : undefined
      const real = day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
      return real ? `DATE '${value}'` : undefined
    }
    case 'boolean':
      return value === 'true' || value === 'false' ? value : undefined
    case 'text':
      return quoteText(value)
  }
}
