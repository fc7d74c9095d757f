/** Schemas that many contracts share. */
import { type TSchema, Type } from 'typebox'

export const Id = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
export const RegionCode = Type.String({ pattern: '^[0-9]{12}$' })
export const Instant = Type.String({ format: 'date-time' })
export const DateOnly = Type.String({ format: 'date' })
/** SDMX time period, or the ten-day `2026-M10-T2`. */
export const Period = Type.String({
  pattern: '^[0-9]{4}(-(S[12]|Q[1-4]|M(0[1-9]|1[0-2])(-T[1-3])?|W[0-5][0-9]|[01][0-9]-[0-3][0-9]))?$',
})
export const LocalText = Type.Object({ 'zh-CN': Type.String(), en: Type.Optional(Type.String()) })
/** Words of the product, always in both languages. */
export const Bilingual = Type.Object({ 'zh-CN': Type.String(), en: Type.String() })

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A string out of a list of codes. */
export const oneOf = <T extends string>(codes: readonly T[], fallback?: T) =>
  Type.Unsafe<T>({ type: 'string', enum: [...codes], ...(fallback !== undefined && { default: fallback }) })

/** Query of every list: a page, a sort, a search. */
export const ListQuery = {
  page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  pageSize: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  search: Type.Optional(Type.String({ maxLength: 100 })),
}

/** Beside `ListQuery` where heads sort: the keys the server knows, and no other. */
export const sortBy = <T extends string>(keys: readonly T[]) => ({
  sort: Type.Optional(oneOf(keys)),
  order: oneOf(['asc', 'desc'] as const, 'asc'),
})

export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({ total: Type.Integer({ minimum: 0 }), items: Type.Array(item) })

export const Done = Type.Object({ done: Type.Literal(true) })

/** The node above every region: what lies or holds there covers the whole installation. */
export const NATION = '000000000000'
