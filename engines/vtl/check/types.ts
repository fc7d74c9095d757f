/**
 * Types inside the engine. Every number is either an exact decimal whose scale and greatest number of digits are
 * known before any data is seen, or a binary double (the result of a division or a transcendental function).
 */
import type { ScalarType } from '../schema.ts'

export type DecimalType = Readonly<{ kind: 'decimal'; scale: number; digits: number }>
/** |value| < 10^magnitude, as far as can be told without data. */
export type DoubleType = Readonly<{ kind: 'double'; magnitude: number }>
export type PlainKind = 'string' | 'boolean' | 'date' | 'period'
/** `null` is the type of the bare word null; `error` that of an expression already reported. */
export type ValueType = DecimalType | DoubleType | Readonly<{ kind: PlainKind | 'null' | 'error' }>

/** Digits a decimal may have in either target; a result beyond them is null. */
export const maxDigits = 38
/** Decimals kept at most. */
export const maxScale = 18
/** Digits a cell has at most, and has where its schema does not say. */
export const cellDigits = 18
/** Above this power of ten a double may overflow, so the result is tested. */
export const safeMagnitude = 290

export const decimalType = (scale: number, digits: number): DecimalType =>
  Object.freeze({ kind: 'decimal', scale, digits: Math.min(maxDigits, Math.max(digits, scale, 1)) })
export const doubleType = (magnitude: number): DoubleType => Object.freeze({ kind: 'double', magnitude })

const plain = {
  string: Object.freeze({ kind: 'string' }),
  boolean: Object.freeze({ kind: 'boolean' }),
  date: Object.freeze({ kind: 'date' }),
  period: Object.freeze({ kind: 'period' }),
  null: Object.freeze({ kind: 'null' }),
  error: Object.freeze({ kind: 'error' }),
} as const

export const plainType = (kind: PlainKind | 'null' | 'error'): ValueType => plain[kind]

/** Integers such as lengths and day counts. */
export const integerType = decimalType(0, cellDigits)

export const fromSchema = (type: ScalarType): ValueType =>
  type.kind === 'decimal'
    ? decimalType(type.scale, Math.min(type.digits ?? cellDigits, cellDigits))
    : plainType(type.kind)

export const isNumeric = (type: ValueType): boolean => type.kind === 'decimal' || type.kind === 'double'

/** The word for a type inside a diagnostic. */
export const typeTerm = (type: ValueType): string => (isNumeric(type) ? '@number' : `@${type.kind}`)
