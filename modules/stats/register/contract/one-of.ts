import { Type } from 'typebox'

/** A string out of a list of codes. */
export const oneOf = <T extends string>(codes: readonly T[], fallback?: T) =>
  Type.Unsafe<T>({ type: 'string', enum: [...codes], ...(fallback !== undefined && { default: fallback }) })
