/** Value types and prefill sources as one short text: `decimal(2, 0..100)`, `text(18, /[0-9A-Z]{18}/)`, `yearAgo M13`. */
import type { Prefill, ValueType } from './model.ts'

function decimalType(inside: string): ValueType | null {
  const match = /^(\d{1,2})(?:\s*,\s*(-?[\d.]+)?\.\.(-?[\d.]+)?)?$/.exec(inside)
  const scale = Number(match?.[1])
  if (!match || scale > 18) return null
  // `0..5` could read as `0.` and `.5`: a bound never starts or ends with a point.
  const [min, max] = [match[2], match[3]]
  if ([min, max].some(bound => bound !== undefined && !/^-?\d+(\.\d+)?$/.test(bound))) return null
  return {
    kind: 'decimal',
    scale,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  }
}

function textType(inside: string): ValueType | null {
  const match = /^(\d{1,6})(?:\s*,\s*\/(.*)\/)?$/s.exec(inside)
  const maxLength = Number(match?.[1])
  if (!match || maxLength < 1) return null
  return { kind: 'text', maxLength, ...(match[2] === undefined ? {} : { pattern: match[2] }) }
}

/** Null where the text is no value type. */
export function parseType(text: string): ValueType | null {
  const match = /^(\w+)(?:\((.*)\))?$/s.exec(text.trim())
  const inside = match?.[2]?.trim()
  if (match?.[1] === 'date' && inside === undefined) return { kind: 'date' }
  if (match?.[1] === 'boolean' && inside === undefined) return { kind: 'boolean' }
  if (inside === undefined) return null
  if (match?.[1] === 'decimal') return decimalType(inside)
  if (match?.[1] === 'text') return textType(inside)
  if (match?.[1] === 'code' && /^[\w:-]+$/.test(inside)) return { kind: 'code', codelist: inside }
  return null
}

export function typeText(type: ValueType): string {
  if (type.kind === 'text')
    return type.pattern === undefined
      ? `text(${type.maxLength})`
      : `text(${type.maxLength}, /${type.pattern}/)`
  if (type.kind === 'code') return `code(${type.codelist})`
  if (type.kind !== 'decimal') return type.kind
  const bounded = type.min !== undefined || type.max !== undefined
  return `decimal(${type.scale}${bounded ? `, ${type.min ?? ''}..${type.max ?? ''}` : ''})`
}

/** In a column's defaults the source may be another column of the same row. */
export type PrefillText = Prefill | Readonly<{ from: 'previous' | 'yearAgo'; column: string }>

/** `yearAgo M13`, `previous M14`, `register creditCode`, or in a heading `yearAgo column month`. */
export function parsePrefill(text: string): PrefillText | null {
  const [from, ...rest] = text.trim().split(/\s+/)
  const [first, second] = rest
  if (first === undefined || rest.length > 2) return null
  if (from === 'register') return second === undefined ? { from, field: first } : null
  if (from !== 'previous' && from !== 'yearAgo') return null
  if (second === undefined) return { from, cell: first }
  return first === 'column' ? { from, column: second } : null
}

export function prefillText(prefill: PrefillText): string {
  if ('column' in prefill) return `${prefill.from} column ${prefill.column}`
  return `${prefill.from} ${prefill.from === 'register' ? prefill.field : prefill.cell}`
}

/** `M{13..16}` → M13 … M16, `R{01..28}` → R01 … R28, `M13` → itself; null where it is neither. At most 1000. */
export function expandCodes(text: string): readonly string[] | null {
  if (/^[\w.-]+$/.test(text)) return [text]
  const match = /^([\w-]*)\{(\d{1,6})\.\.(\d{1,6})\}([\w-]*)$/.exec(text)
  if (!match) return null
  const [, before = '', first = '', last = '', after = ''] = match
  const count = Number(last) - Number(first) + 1
  if (count < 1 || count > 1000) return null
  return Array.from({ length: count }, (_, i) => {
    const number = String(Number(first) + i)
    return `${before}${number.padStart(first.startsWith('0') ? first.length : 0, '0')}${after}`
  })
}

/** The shortest pattern for these codes, or null where they are no run of at least two. */
export function codesPattern(codes: readonly string[]): string | null {
  const match = /^(.*?)(\d{1,6})$/.exec(codes[0] ?? '')
  const last = /(\d{1,6})$/.exec(codes.at(-1) ?? '')
  if (!match || !last || codes.length < 2) return null
  const pattern = `${match[1]}{${match[2]}..${last[1]}}`
  const expanded = expandCodes(pattern)
  return expanded?.length === codes.length && expanded.every((code, i) => code === codes[i]) ? pattern : null
}
